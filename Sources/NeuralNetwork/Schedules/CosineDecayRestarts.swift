import Core

/// Along half waves of the cosine, of which each is longer than the one before.
/// Source: https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts
struct CosineDecayRestarts: LearningRateRule {
  static let sample = "CosineDecayRestarts 0.1 first_decay_steps=100"
  static let declaration = declared(
    "CosineDecayRestarts", "lets the rate fall along half a wave again and again",
    "After the first fall, over first_decay_steps steps, the rate is high again and falls over t_mul times as many steps, from "
      + "m_mul times as high, and so on.",
    [ScheduleKeys.start, first, length, height, ScheduleKeys.alpha])

  static let first = Required<Int>.option("first_decay_steps", .count, "the steps of the first fall")
  static let length = Key<Double>.option(
    "t_mul", .number(1...1000), "how much longer each fall is than the one before", default: 2)
  static let height = Key<Double>.option(
    "m_mul", .number(0...1000), "how much higher each fall begins", default: 1)

  private let start, first, length, height, alpha: Double

  init(_ options: Options) throws(ModelError) {
    start = try options[ScheduleKeys.start]
    first = Double(try options[Self.first])
    length = options[Self.length]
    height = options[Self.height]
    alpha = options[ScheduleKeys.alpha]
  }

  func rate(_ step: Int) -> Double {
    let (fall, share) = place(Double(step) / first)
    return start * ((1 - alpha) * power(height, fall) * halfWave(share) + alpha)
  }

  /// In which fall a time lies, counted from 0, and which share of it is over. The unit is the first fall.
  private func place(_ time: Double) -> (fall: Int, share: Double) {
    guard length > 1 else { return (Int(clamping: time), time - time.rounded(.down)) }
    /// When a fall begins: 1 + t + t² + ...
    func begin(_ fall: Int) -> Double { (power(length, fall) - 1) / (length - 1) }
    // The last fall that begins by then, by halving.
    var (known, beyond) = (0, Int(clamping: time) + 1)
    while beyond - known > 1 {
      let middle = known + (beyond - known) / 2
      if begin(middle) <= time { known = middle } else { beyond = middle }
    }
    return (known, (time - begin(known)) / power(length, known))
  }
}
