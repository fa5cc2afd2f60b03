import Core

/// The measurement that a callback watches, and its best value so far.
public struct Monitor: Sendable, Codable {
  /// `loss`, `val_accuracy`, ...
  public let key: String
  /// The least change that counts as an improvement.
  public let minDelta: Double
  /// Nil until there is one.
  public private(set) var best: Double?

  /// The option that says what is watched.
  private let word: String

  public init(_ key: String, minDelta: Double = 0, word: String) {
    self.key = key
    self.minDelta = abs(minDelta)
    self.word = word
  }

  /// Whether a value is better than another one by more than `minDelta`. As in Keras the last comparison is one of
  /// 32-bit floats; and every value is better than none.
  func isImprovement(_ value: Double, over reference: Double?) -> Bool {
    guard let reference else { return true }
    return HistoryKey(key).isToFall
      ? Float(value + minDelta) < Float(reference) : Float(value - minDelta) > Float(reference)
  }

  /// Takes a value for the best one if it is, and says whether it was.
  mutating func improves(with value: Double) -> Bool {
    guard isImprovement(value, over: best) else { return false }
    best = value
    return true
  }

  /// The epoch's value. `fit` has checked that there is one.
  func value(in logs: Logs) -> Double { logs[key] ?? .nan }

  /// Throws unless the measurement is among those that a fit makes.
  public func check(isAmong keys: [String]) throws(ModelError) {
    guard !keys.contains(key) else { return }
    let wanted = HistoryKey(key)
    let isUnseen = wanted.isValidation && !keys.contains { HistoryKey($0).isValidation }
    throw ModelError(
      "\(key) is not measured in this fit, only \(keys.joined(separator: ", "))"
        + (isUnseen
          ? "\n\(key) needs validation_data or validation_split"
          : "\nit is measured after compile with metrics=\(wanted.measure)"),
      subject: word)
  }
}

extension Kind<String> {
  /// What a callback may watch: the keys of a history.
  static var monitor: Kind { .choice(HistoryKey.all.map(\.name)) }
}
