import Core
import NeuralNetwork

/// The options of `fit` that make its callbacks. Names and defaults are those of Keras's EarlyStopping and
/// ReduceLROnPlateau; where both have one of the same name, the second's starts with `reduce_lr_`.
extension FitVerb {
  static let callbackDiscussion = """
    early_stopping=val_loss ends the training once val_loss has not fallen for `patience` epochs, and \
    restore_best_weights=true then gives the model the weights of its best epoch back. reduce_lr=val_loss multiplies \
    the learning rate by `factor` when that happens for reduce_lr_patience epochs. An accuracy is watched for its \
    rise. checkpoint="best.h5" writes the model after every epoch whose val_loss (or checkpoint_monitor) is the best \
    so far, as save does, and restore=true gives the model the weights of the last one written when the training ends.
    """

  static let callbackParameters = earlyStopping + reduceLR + checkpoint

  /// What may be watched: the keys of a history.
  private static let monitors: ParameterKind = {
    let keys = ["loss"] + Metric.allCases.map(\.rawValue)
    return .choice(keys + keys.map { "val_" + $0 })
  }()

  // Each list begins with the option that the others belong to.
  private static let earlyStopping: [Parameter] = [
    .option("early_stopping", monitors, "what must go on improving, or else the training ends"),
    .option(
      "patience", .integer(0...1_000_000_000), "epochs without improvement before that", default: .integer(0)),
    .option(
      "min_delta", .number(0...Double.infinity), "least change that is an improvement", default: .number(0)),
    .option(
      "baseline", .number(-Double.infinity...Double.infinity),
      "value that must be passed for patience to start afresh"),
    .option(
      "restore_best_weights", .flag, "whether the model gets the weights of its best epoch back",
      default: .flag(false)),
  ]

  private static let reduceLR: [Parameter] = [
    .option("reduce_lr", monitors, "what must go on improving, or else the learning rate falls"),
    .option(
      "factor", .number(0...0.999_999), "what the learning rate is multiplied by", default: .number(0.1)),
    .option(
      "reduce_lr_patience", .integer(0...1_000_000_000), "epochs without improvement before that",
      default: .integer(10)),
    .option(
      "reduce_lr_min_delta", .number(0...Double.infinity), "least change that is an improvement",
      default: .number(1e-4)),
    .option(
      "cooldown", .integer(0...1_000_000_000), "epochs after a reduction that are not counted",
      default: .integer(0)),
    .option("min_lr", .number(0...Double.infinity), "least learning rate", default: .number(0)),
  ]

  private static let checkpoint: [Parameter] = [
    .option("checkpoint", .text, "the file in which the best epoch's model is kept"),
    .option("checkpoint_monitor", monitors, "what is best", default: .text("val_loss")),
    .option(
      "restore", .flag, "whether the model gets the weights that were written last back",
      default: .flag(false)),
  ]

  /// The callbacks that were asked for.
  /// - Throws: where something is to be watched that is not measured, or an option has nothing to belong to.
  static func callbacks(
    _ arguments: Arguments, of model: Model, hasValidation: Bool, in session: Session
  ) throws -> [any Callback] {
    try checkOwners(arguments)
    var callbacks: [any Callback] = []
    if let name = arguments.text("checkpoint") {
      callbacks.append(try checkpoint(name, arguments, in: session))
    }
    if let key = arguments.text("early_stopping") {
      callbacks.append(
        EarlyStopping(
          monitor: key, patience: arguments.integer("patience") ?? 0,
          minDelta: arguments.number("min_delta") ?? 0, baseline: arguments.number("baseline"),
          restoresBestWeights: arguments.flag("restore_best_weights")))
    }
    if let key = arguments.text("reduce_lr") {
      callbacks.append(
        ReduceLROnPlateau(
          monitor: key, factor: arguments.number("factor") ?? 0.1,
          patience: arguments.integer("reduce_lr_patience") ?? 10,
          minDelta: arguments.number("reduce_lr_min_delta") ?? 1e-4,
          cooldown: arguments.integer("cooldown") ?? 0, minimum: arguments.number("min_lr") ?? 0))
    }
    if let keys = model.training?.keys(withValidation: hasValidation) {
      for callback in callbacks {
        do { try callback.monitor.check(isAmong: keys) } catch {
          throw CellError(error, parameter: parameter(of: callback, arguments))
        }
      }
    }
    return callbacks
  }

  private static func checkpoint(
    _ name: String, _ arguments: Arguments, in session: Session
  ) throws -> Checkpoint {
    let format = try Session.checkpointFormat(of: name, parameter: "checkpoint")
    do { try OutputFiles.check(name) } catch { throw CellError(error.message, parameter: "checkpoint") }
    return Checkpoint(
      monitor: arguments.text("checkpoint_monitor") ?? "val_loss", path: name,
      restoresBestWeights: arguments.flag("restore")
    ) { (model) throws(ModelError) in
      let bytes = try model.saved(as: format)
      do { try session.files.write(bytes, to: name) } catch { throw ModelError(CellError(error).message) }
    }
  }

  /// The option that says what a callback watches.
  private static func parameter(of callback: any Callback, _ arguments: Arguments) -> String {
    switch callback {
    case is EarlyStopping: "early_stopping"
    case is Checkpoint: arguments.isGiven("checkpoint_monitor") ? "checkpoint_monitor" : "checkpoint"
    default: "reduce_lr"
    }
  }

  /// Throws where an option is given without the one that it belongs to.
  private static func checkOwners(_ arguments: Arguments) throws {
    for group in [earlyStopping, reduceLR, checkpoint] where !arguments.isGiven(group[0].name) {
      for option in group.map(\.name) where arguments.isGiven(option) {
        let namesake = "reduce_lr_" + option
        throw CellError(
          "\(option) belongs to \(group[0].name), which is not given"
            + (arguments.isGiven("reduce_lr") && reduceLR.contains { $0.name == namesake }
              ? "; that of reduce_lr is \(namesake)" : ""),
          parameter: option)
      }
    }
  }
}
