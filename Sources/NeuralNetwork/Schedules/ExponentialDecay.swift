import Core

/// initial_learning_rate decay_rate^(step / decay_steps).
/// Source: https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay
struct ExponentialDecay: LearningRateRule {
  static let sample = "ExponentialDecay 0.1 decay_steps=100 decay_rate=0.96"
  static let declaration = declared(
    "ExponentialDecay", "multiplies the rate by decay_rate every decay_steps steps",
    "In step t the rate is initial_learning_rate * decay_rate^(t / decay_steps); with staircase=true t / decay_steps is "
      + "rounded down, and the rate falls at once.",
    [ScheduleKeys.start, ScheduleKeys.steps, factor, ScheduleKeys.staircase])

  static let factor = Required<Double>.option(
    "decay_rate", .number(0...1000), "what the rate is multiplied by")

  private let start, factor: Double
  private let decays: Decays

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    decays = try Decays(options)
    factor = try options[Self.factor]
  }

  func rate(_ step: Int) -> Double {
    start * power(factor, decays.number(step))
  }
}
