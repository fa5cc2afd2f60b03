/// Ends the training when a measurement has not improved for some epochs.
/// Source: https://keras.io/api/callbacks/early_stopping
public struct EarlyStopping: Callback {
  public private(set) var monitor: Monitor
  private let patience: Int
  private let baseline: Double?
  private let restoresBestWeights: Bool

  /// Epochs since the last improvement.
  private var wait = 0
  private var bestEpoch = 1
  private var bestWeights: [Float]?
  private var hasStopped = false

  /// - Parameters:
  ///   - monitor: what is watched: `val_loss`.
  ///   - patience: the epochs without improvement after which the training ends; the first epoch never ends it.
  ///   - minDelta: the least change that counts as an improvement.
  ///   - baseline: a value that must be passed too before the epochs are counted afresh.
  ///   - restoresBestWeights: whether the model gets the weights of its best epoch back at the end, also when no
  ///     patience was lost.
  public init(
    monitor: String, patience: Int = 0, minDelta: Double = 0, baseline: Double? = nil,
    restoresBestWeights: Bool = false
  ) {
    self.monitor = Monitor(monitor, minDelta: minDelta)
    self.patience = patience
    self.baseline = baseline
    self.restoresBestWeights = restoresBestWeights
  }

  public mutating func epochEnded(_ fit: inout FitState) {
    let value = monitor.value(in: fit.logs)
    wait += 1
    if monitor.improves(with: value) {
      bestEpoch = fit.epoch
      if restoresBestWeights { bestWeights = fit.model.parameters }
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
      fit.model.setParameters(bestWeights)
    }
  }
}
