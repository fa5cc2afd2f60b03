import Core
import Foundation

/// Saves the model whenever a measurement is better than ever before: Keras's ModelCheckpoint with save_best_only.
/// Source: https://keras.io/api/callbacks/model_checkpoint
///
/// Keras says twice that it saves; its second line, `finished saving model to ...`, is left out.
public struct Checkpoint: Callback {
  public static let declaration = Declaration(
    name: "checkpoint",
    summary: "writes the model of the best epoch as a file",
    discussion: """
      checkpoint="best.h5" writes the model after every epoch whose val_loss (or checkpoint_monitor) is the best so far, \
      as save does, and restore=true gives the model the weights of the last one written when the training ends.
      """,
    parameters: [fileName, watched, restores],
    example: "help fit")

  static let fileName = Required<String>.option(
    "checkpoint", .text, "the file in which the best epoch's model is kept")
  static let watched = Key<String>.option(
    "checkpoint_monitor", .monitor, "what is best", default: "val_loss")
  static let restores = Key<Bool>.option(
    "restore", .flag, "whether the model gets the weights that were written last back", default: false)

  public private(set) var monitor: Monitor
  private let path: String
  private let restoresBestWeights: Bool

  /// The epoch that was saved last, and its weights.
  private var bestEpoch = 1
  private var bestWeights: [Float]?

  public init(_ options: Options) throws(ModelError) {
    path = try options[Self.fileName]
    monitor = Monitor(options[Self.watched], word: Self.watched.name)
    restoresBestWeights = options[Self.restores]
  }

  public var file: String? { path }

  public mutating func epochEnded(_ fit: inout FitState) throws(ModelError) {
    let value = monitor.value(in: fit.logs)
    let best = monitor.best.map(fiveDecimals) ?? "None"
    if monitor.improves(with: value) {
      fit.messages.append(
        "Epoch \(fit.epoch): \(monitor.key) improved from \(best) to \(fiveDecimals(value)), saving model to \(path)"
      )
      try fit.save(to: path)
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
