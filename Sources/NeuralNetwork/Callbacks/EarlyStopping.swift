import Core

/// Ends the training when a measurement has not improved for some epochs.
/// Source: https://keras.io/api/callbacks/early_stopping
public struct EarlyStopping: Callback {
  public static let declaration = Declaration(
    name: "early_stopping",
    summary: "ends the training when it no longer improves",
    discussion: """
      early_stopping=val_loss ends the training once val_loss has not fallen for `patience` epochs, and \
      restore_best_weights=true then gives the model the weights of its best epoch back. An accuracy is watched for its \
      rise.
      """,
    parameters: [monitored, patienceLimit, leastChange, baselineValue, restores],
    example: "help fit")

  static let monitored = Required<String>.option(
    "early_stopping", .monitor, "what must go on improving, or else the training ends")
  static let patienceLimit = Key<Int>.option(
    "patience", .integer(0...1_000_000_000),
    "epochs without improvement before that", default: 0)
  static let leastChange = Key<Double>.option(
    "min_delta", .number(0...Double.infinity), "least change that is an improvement", default: 0)
  static let baselineValue = Key<Double?>.option(
    "baseline", .number(-Double.infinity...Double.infinity),
    "value that must be passed for patience to start afresh")
  static let restores = Key<Bool>.option(
    "restore_best_weights", .flag, "whether the model gets the weights of its best epoch back",
    default: false)

  private var monitor: Monitor
  public var watched: Monitor? { monitor }
  private let patience: Int
  private let baseline: Double?
  private let restoresBestWeights: Bool

  /// Epochs since the last improvement.
  private var wait = 0
  private var bestEpoch = 1
  private var bestWeights: FloatBytes?
  private var hasStopped = false

  public init(_ options: Options) throws(ModelError) {
    monitor = Monitor(
      try options[Self.monitored], minDelta: options[Self.leastChange], word: Self.monitored.name)
    patience = options[Self.patienceLimit]
    baseline = options[Self.baselineValue]
    restoresBestWeights = options[Self.restores]
  }

  public mutating func epochEnded(_ fit: inout FitState) {
    let value = monitor.value(in: fit.logs)
    wait += 1
    if monitor.improves(with: value) {
      bestEpoch = fit.epoch
      if restoresBestWeights { bestWeights = FloatBytes(fit.model.parameters) }
      if baseline == nil || monitor.isImprovement(value, over: baseline) { wait = 0 }
    } else if wait >= patience, fit.epoch > 1 {
      hasStopped = true
      fit.stopsTraining = true
      fit.events.append(.earlyStop)
    }
  }

  public mutating func trainingEnded(_ fit: inout FitState) {
    if hasStopped { fit.messages.append("Epoch \(fit.epoch): early stopping") }
    if let bestWeights {
      fit.messages.append("Restoring model weights from the end of the best epoch: \(bestEpoch).")
      fit.model.setParameters(bestWeights.values)
    }
  }
}
