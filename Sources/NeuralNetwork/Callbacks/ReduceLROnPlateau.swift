/// Makes the steps smaller when a measurement has not improved for some epochs, and notes each epoch's
/// `learning_rate`. Source: https://keras.io/api/callbacks/reduce_lr_on_plateau
public struct ReduceLROnPlateau: Callback {
  public private(set) var monitor: Monitor
  private let factor: Double
  private let patience: Int
  private let cooldown: Int
  private let minimum: Double

  /// Epochs since the last improvement, not counting those of a cooldown.
  private var wait = 0
  private var cooldownLeft = 0

  /// - Parameters:
  ///   - monitor: what is watched: `val_loss`.
  ///   - factor: what the learning rate is multiplied by, below 1.
  ///   - patience: the epochs without improvement after which that happens.
  ///   - minDelta: the least change that counts as an improvement.
  ///   - cooldown: the epochs after a reduction that are not counted.
  ///   - minimum: the least learning rate.
  public init(
    monitor: String, factor: Double = 0.1, patience: Int = 10, minDelta: Double = 1e-4, cooldown: Int = 0,
    minimum: Double = 0
  ) {
    self.monitor = Monitor(monitor, minDelta: minDelta)
    self.factor = factor
    self.patience = patience
    self.cooldown = cooldown
    self.minimum = minimum
  }

  public mutating func epochEnded(_ fit: inout FitState) {
    fit.logs.append(LogEntry(key: "learning_rate", value: Double(fit.learningRate)))
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      wait = 0
    }
    if monitor.improves(with: monitor.value(in: fit.logs)) {
      wait = 0
    } else if cooldownLeft == 0 {
      wait += 1
      if wait >= patience { reduce(&fit) }
    }
  }

  private mutating func reduce(_ fit: inout FitState) {
    guard fit.learningRate > Float(minimum) else { return }
    let reduced = max(Double(fit.learningRate) * factor, minimum)
    fit.messages.append("Epoch \(fit.epoch): ReduceLROnPlateau reducing learning rate to \(reduced).")
    fit.learningRate = Float(reduced)
    cooldownLeft = cooldown
    wait = 0
  }
}
