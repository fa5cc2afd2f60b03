/// One measured value: `val_loss` and its number.
public struct LogEntry: Sendable, Equatable {
  public let key: String
  public let value: Double

  public init(key: String, value: Double) {
    self.key = key
    self.value = value
  }
}

/// What was measured in one epoch or evaluation, in the order in which it is shown.
public typealias Logs = [LogEntry]

extension Logs {
  /// The value under a key, or nil where it was not measured.
  public subscript(key: String) -> Double? { first { $0.key == key }?.value }
}

/// What was measured in each epoch of a `fit`: lists of numbers under Keras's keys.
public struct History: Sendable, Equatable {
  /// `loss`, `accuracy`, `val_loss`, `val_accuracy`, `learning_rate`: those that were measured, in this order.
  public private(set) var keys: [String] = []
  /// How the learner calls it; empty where it has no name.
  public private(set) var name = ""
  /// The histograms of the layers' weights after each epoch.
  public internal(set) var weights: [[LayerHistogram]] = []
  private var values: [String: [Double]] = [:]

  public init() {}

  public subscript(key: String) -> [Double]? { values[key] }

  public var epochs: Int { keys.first.flatMap { values[$0]?.count } ?? 0 }

  /// The same history under a name.
  public func named(_ name: String) -> History {
    var history = self
    history.name = name
    return history
  }

  mutating func append(_ logs: Logs) {
    for entry in logs {
      if values[entry.key] == nil { keys.append(entry.key) }
      values[entry.key, default: []].append(entry.value)
    }
  }
}

/// What was measured over some images: the mean loss and the metrics of `compile`.
public struct Score: Sendable, Equatable {
  public let loss: Double
  /// `loss`, then a value per metric.
  public let logs: Logs

  init(_ tally: Tally, _ metrics: [Metric]) {
    loss = tally.meanLoss
    logs = tally.logs(metrics)
  }

  /// Nil where the model is not compiled with it.
  public var accuracy: Double? { logs["accuracy"] }
}
