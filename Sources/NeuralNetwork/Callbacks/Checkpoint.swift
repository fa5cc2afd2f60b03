import Core
import Foundation

/// Saves the model whenever a measurement is better than ever before, or after every epoch: Keras's ModelCheckpoint.
/// Source: https://keras.io/api/callbacks/model_checkpoint
///
/// Keras says twice that it saves; its second line, `finished saving model to ...`, is left out.
public struct Checkpoint: Callback {
  public static let declaration = Declaration(
    name: "checkpoint",
    summary: "writes the model of the best epoch, or of each, as a file",
    discussion: """
      checkpoint="best.h5" writes the model after every epoch whose val_loss (or checkpoint_monitor) is the best so far, \
      as save does; with save_best_only=false after every epoch. {epoch} or {epoch:02d} in the name is the epoch's number. \
      restore=true gives the model the weights of the last one written when the training ends.
      """,
    parameters: [fileName, monitored, savesBestOnly, restores],
    example: "help fit")

  static let fileName = Required<String>.option(
    "checkpoint", .text, "the file in which the best epoch's model is kept")
  static let monitored = Key<String>.option(
    "checkpoint_monitor", .monitor, "what is best", default: "val_loss")
  static let savesBestOnly = Key<Bool>.option(
    "save_best_only", .flag, "whether only the best epochs so far are kept", default: true)
  static let restores = Key<Bool>.option(
    "restore", .flag, "whether the model gets the weights that were written last back", default: false)

  private var monitor: Monitor
  public var watched: Monitor? { monitor }
  private let path: String
  private let restoresBestWeights: Bool
  private let savesBestOnly: Bool

  /// The epoch that was saved last, and its weights.
  private var bestEpoch = 1
  private var bestWeights: FloatBytes?

  public init(_ options: Options) throws(ModelError) {
    path = try options[Self.fileName]
    monitor = Monitor(options[Self.monitored], word: Self.monitored.name)
    restoresBestWeights = options[Self.restores]
    savesBestOnly = options[Self.savesBestOnly]
  }

  public var file: String? { name(of: 1) }

  /// What the file of an epoch is called.
  private func name(of epoch: Int) -> String {
    path.replacing(#/\{epoch(?::0([1-9])d)?\}/#) { match in
      let number = String(epoch)
      let width = match.1.flatMap { Int($0) } ?? 1
      return String(repeating: "0", count: max(0, width - number.count)) + number
    }
  }

  public mutating func epochEnded(_ fit: inout FitState) throws(ModelError) {
    let file = name(of: fit.epoch)
    let value = monitor.value(in: fit.logs)
    let best = monitor.best.map(fiveDecimals) ?? "None"
    let isBest = monitor.improves(with: value)
    if savesBestOnly, !isBest {
      fit.messages.append("Epoch \(fit.epoch): \(monitor.key) did not improve from \(best)")
    } else {
      let change =
        savesBestOnly ? "\(monitor.key) improved from \(best) to \(fiveDecimals(value)), " : ""
      fit.messages.append("Epoch \(fit.epoch): \(change)saving model to \(file)")
      try fit.save(to: file)
      fit.events.append(.checkpoint)
    }
    guard isBest else { return }
    bestEpoch = fit.epoch
    if restoresBestWeights { bestWeights = FloatBytes(fit.model.parameters) }
  }

  public mutating func trainingEnded(_ fit: inout FitState) {
    guard let bestWeights else { return }
    fit.messages.append("Restoring model weights from the end of the best epoch: \(bestEpoch).")
    fit.model.setParameters(bestWeights.values)
  }
}

private func fiveDecimals(_ value: Double) -> String { String(format: "%.5f", value) }
