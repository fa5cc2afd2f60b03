import Core

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

  private let start, growth: Double
  private let decays: Decays

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    decays = try Decays(options)
    growth = try options[Self.growth]
  }

  func rate(_ step: Int) -> Double {
    start / (1 + growth * decays.number(step))
  }
}
