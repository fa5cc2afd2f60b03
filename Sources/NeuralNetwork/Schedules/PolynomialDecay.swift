import Core

/// (initial_learning_rate - end_learning_rate) (1 - step / decay_steps)^power + end_learning_rate.
/// Source: https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay
struct PolynomialDecay: LearningRateRule {
  static let sample = "PolynomialDecay 0.1 decay_steps=500"
  static let declaration = declared(
    "PolynomialDecay", "lets the rate fall to its end: evenly, or by a power",
    "Over decay_steps steps the rate falls from initial_learning_rate to end_learning_rate, along (1 - t / decay_steps)^power, "
      + "and stays there. With cycle=true it begins anew from a little lower, over twice, three times as many steps.",
    [ScheduleKeys.start, ScheduleKeys.steps, end, exponent, cycles])

  static let end = Key<Double>.option(
    "end_learning_rate", .number(ScheduleKeys.rates), "the rate at the end", default: 0.0001)
  static let exponent = Key<Double>.option(
    "power", .number(0...100), "1 for a straight line", default: 1)
  static let cycles = Key<Bool>.option(
    "cycle", .flag, "whether it begins anew after decay_steps steps", default: false)

  private let start, steps, end, exponent: Double
  private let cycles: Bool

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    steps = Double(try options[ScheduleKeys.steps])
    end = options[Self.end]
    exponent = options[Self.exponent]
    cycles = options[Self.cycles]
  }

  func rate(_ step: Int) -> Double {
    let whole = cycles ? steps * max(1, (Double(step) / steps).rounded(.up)) : steps
    let share = min(Double(step), whole) / whole
    return (start - end) * power(1 - share, exponent) + end
  }
}
