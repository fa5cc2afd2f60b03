import Core

/// Along half a wave of the cosine, after a warm-up where one is wanted.
/// Source: https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay; Loshchilov, Hutter, "SGDR", ICLR 2017.
struct CosineDecay: LearningRateRule {
  static let sample = "CosineDecay 0.1 decay_steps=500"
  static let declaration = declared(
    "CosineDecay", "lets the rate fall along half a wave, after a warm-up if wanted",
    "Over decay_steps steps the rate falls to alpha of what it was: slowly, then fast, then slowly. With warmup_target it first "
      + "rises evenly from initial_learning_rate to warmup_target, over warmup_steps steps, and falls from there.",
    [ScheduleKeys.start, ScheduleKeys.steps, ScheduleKeys.alpha, target, warmup])

  static let target = Key<Double?>.option(
    "warmup_target", .number(ScheduleKeys.rates), "the rate to which the warm-up rises")
  static let warmup = Key<Int>.option(
    "warmup_steps", .integer(0...1_000_000_000), "the steps of the warm-up", default: 0)

  private let start, steps, alpha, warmup: Double
  private let target: Double?

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    steps = Double(try options[ScheduleKeys.steps])
    alpha = options[ScheduleKeys.alpha]
    target = options[Self.target]
    warmup = target == nil ? 0 : Double(options[Self.warmup])
  }

  func rate(_ step: Int) -> Double {
    let step = Double(step)
    if let target, step < warmup { return (target - start) * step / warmup + start }
    let share = min(step - warmup, steps) / steps
    return (target ?? start) * ((1 - alpha) * halfWave(share) + alpha)
  }
}
