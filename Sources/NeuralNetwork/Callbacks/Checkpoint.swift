import Core
import Foundation

/// Saves the model whenever a measurement is better than ever before: Keras's ModelCheckpoint with save_best_only.
/// Source: https://keras.io/api/callbacks/model_checkpoint
///
/// Of Keras's lines the second one of each saving, `finished saving model to ...`, is left out.
public struct Checkpoint: Callback {
  public private(set) var monitor: Monitor
  private let path: String
  private let restoresBestWeights: Bool
  private let save: (Model) throws(ModelError) -> Void

  /// The epoch that was saved last, and its weights.
  private var bestEpoch = 1
  private var bestWeights: [Float]?

  /// - Parameters:
  ///   - monitor: what is watched: `val_loss`.
  ///   - path: how the lines name the file.
  ///   - restoresBestWeights: whether the model gets the weights that were saved last back at the end.
  ///   - save: writes the model, or keeps its weights. A file should be replaced in one go, so that an interruption
  ///     leaves the last one whole.
  public init(
    monitor: String = "val_loss", path: String, restoresBestWeights: Bool = false,
    save: @escaping (Model) throws(ModelError) -> Void
  ) {
    self.monitor = Monitor(monitor)
    self.path = path
    self.restoresBestWeights = restoresBestWeights
    self.save = save
  }

  public mutating func epochEnded(_ fit: inout FitState) throws(ModelError) {
    let value = monitor.value(in: fit.logs)
    let best = monitor.best.map(fiveDecimals) ?? "None"
    if monitor.improves(with: value) {
      fit.messages.append(
        "Epoch \(fit.epoch): \(monitor.key) improved from \(best) to \(fiveDecimals(value)), saving model to \(path)"
      )
      try save(fit.model)
      fit.events.append(.checkpoint)
      bestEpoch = fit.epoch
      if restoresBestWeights { bestWeights = fit.model.parameters }
    } else {
      fit.messages.append("Epoch \(fit.epoch): \(monitor.key) did not improve from \(best)")
    }
  }

  public mutating func trainingEnded(_ fit: inout FitState) {
    guard let bestWeights else { return }
    fit.messages.append("Restoring model weights from the end of the best epoch: \(bestEpoch).")
    fit.model.setParameters(bestWeights)
  }
}

private func fiveDecimals(_ value: Double) -> String { String(format: "%.5f", value) }
