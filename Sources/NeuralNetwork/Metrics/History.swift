/// One measured value: `val_loss` and its number.
public struct LogEntry: Sendable, Equatable, Codable {
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
public struct History: Sendable, Equatable, Codable {
  /// `loss`, `accuracy`, `val_loss`, `val_accuracy`, `learning_rate`: those that were measured, in this order.
  public private(set) var keys: [String] = []
  /// The histograms of the layers' weights after each epoch.
  public internal(set) var weights: [[LayerHistogram]] = []
  private var values: [String: [Double]] = [:]
  /// What callbacks did, in the order in which they did it.
  public private(set) var events: [Event] = []
  /// What the learner calls it; empty where it has no name.
  public private(set) var name = ""

  /// Something that a callback did at the end of an epoch.
  public struct Event: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable {
      /// The model was saved, for it was better than ever before.
      case checkpoint
      /// The training was ended before its time.
      case earlyStop
    }

    public let kind: Kind
    /// Counted from 1.
    public let epoch: Int
  }

  public init() {}

  /// This history under a name of the learner's.
  public func named(_ name: String) -> History {
    var history = self
    history.name = name
    return history
  }

  public subscript(key: String) -> [Double]? { values[key] }

  public var epochs: Int { keys.first.flatMap { values[$0]?.count } ?? 0 }

  /// What was measured in an epoch, counted from 1.
  func logs(ofEpoch epoch: Int) -> Logs {
    keys.compactMap { key in
      values[key].flatMap { $0.indices.contains(epoch - 1) ? LogEntry(key: key, value: $0[epoch - 1]) : nil }
    }
  }

  /// Adds an epoch.
  mutating func append(_ logs: Logs, events kinds: [Event.Kind] = []) {
    for entry in logs {
      if values[entry.key] == nil { keys.append(entry.key) }
      values[entry.key, default: []].append(entry.value)
    }
    events += kinds.map { Event(kind: $0, epoch: epochs) }
  }
}

/// What was measured over some images: the mean loss and the metrics of `compile`.
public struct Score: Sendable, Equatable {
  public let loss: Double
  /// `loss`, then a value per metric.
  public let logs: Logs

  init(_ tally: Tally, _ metrics: [Metric], _ measures: Measures?) {
    loss = tally.meanLoss
    logs = tally.logs(metrics, measures)
  }

  /// Nil where the model is not compiled with it.
  public var accuracy: Double? { logs["accuracy"] }
}
