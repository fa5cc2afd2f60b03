import Foundation

/// Saves the model whenever a measurement is better than ever before: Keras's ModelCheckpoint with save_best_only.
/// Source: https://keras.io/api/callbacks/model_checkpoint
///
/// Of Keras's lines the second one of each saving, `finished saving model to ...`, is left out.
public struct Checkpoint: Callback {
  public private(set) var monitor: Monitor
  private let path: String
  private let save: (Model) throws(ModelError) -> Void

  /// - Parameters:
  ///   - monitor: what is watched: `val_loss`.
  ///   - path: how the lines name the file.
  ///   - save: writes the model, or keeps its weights. A file should be replaced in one go, so that an interruption
  ///     leaves the last one whole.
  public init(
    monitor: String = "val_loss", path: String, save: @escaping (Model) throws(ModelError) -> Void
  ) {
    self.monitor = Monitor(monitor)
    self.path = path
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
    } else {
      fit.messages.append("Epoch \(fit.epoch): \(monitor.key) did not improve from \(best)")
    }
  }
}

private func fiveDecimals(_ value: Double) -> String { String(format: "%.5f", value) }
