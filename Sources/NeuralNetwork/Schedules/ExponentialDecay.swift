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

  private let start, steps, factor: Double
  private let isStaircase: Bool

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    steps = Double(try options[ScheduleKeys.steps])
    factor = try options[Self.factor]
    isStaircase = options[ScheduleKeys.staircase]
  }

  func rate(_ step: Int) -> Double {
    let share = Double(step) / steps
    return start * power(factor, isStaircase ? share.rounded(.down) : share)
  }
}

/// initial_learning_rate / (1 + decay_rate step / decay_steps).
/// Source: https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay
struct InverseTimeDecay: LearningRateRule {
  static let sample = "InverseTimeDecay 0.1 decay_steps=100 decay_rate=0.5"
  static let declaration = declared(
    "InverseTimeDecay", "divides the rate by a number that grows with the steps",
    "In step t the rate is initial_learning_rate / (1 + decay_rate * t / decay_steps); with staircase=true t / decay_steps is "
      + "rounded down.",
    [ScheduleKeys.start, ScheduleKeys.steps, growth, ScheduleKeys.staircase])

  static let growth = Required<Double>.option(
    "decay_rate", .number(0...1000), "how much is added to what the rate is divided by")

  private let start, steps, growth: Double
  private let isStaircase: Bool

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    steps = Double(try options[ScheduleKeys.steps])
    growth = try options[Self.growth]
    isStaircase = options[ScheduleKeys.staircase]
  }

  func rate(_ step: Int) -> Double {
    let share = Double(step) / steps
    return start / (1 + growth * (isStaircase ? share.rounded(.down) : share))
  }
}
