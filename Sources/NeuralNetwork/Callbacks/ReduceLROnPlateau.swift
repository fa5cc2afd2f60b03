import Core

/// Makes the steps smaller when a measurement has not improved for some epochs, and notes each epoch's
/// `learning_rate`. Source: https://keras.io/api/callbacks/reduce_lr_on_plateau
public struct ReduceLROnPlateau: Callback {
  public static let declaration = Declaration(
    name: "reduce_lr",
    summary: "lowers the learning rate when the training no longer improves",
    discussion: """
      reduce_lr=val_loss multiplies the learning rate by `factor` when val_loss has not fallen for reduce_lr_patience \
      epochs.
      """,
    parameters: [monitored, factorOfRate, patienceLimit, leastChange, cooldownEpochs, leastRate],
    example: "help fit")

  static let monitored = Required<String>.option(
    "reduce_lr", .monitor, "what must go on improving, or else the learning rate falls")
  static let factorOfRate = Key<Double>.option(
    "factor", .number(0...0.999_999), "what the learning rate is multiplied by", default: 0.1)
  static let patienceLimit = Key<Int>.option(
    "reduce_lr_patience", .integer(0...1_000_000_000), "epochs without improvement before that",
    default: 10)
  static let leastChange = Key<Double>.option(
    "reduce_lr_min_delta", .number(0...Double.infinity), "least change that is an improvement",
    default: 1e-4)
  static let cooldownEpochs = Key<Int>.option(
    "cooldown", .integer(0...1_000_000_000), "epochs after a reduction that are not counted", default: 0)
  static let leastRate = Key<Double>.option(
    "min_lr", .number(0...Double.infinity), "least learning rate", default: 0)

  public var setsLearningRate: Bool { true }
  private var monitor: Monitor
  public var watched: Monitor? { monitor }
  private let factor: Double
  private let patience: Int
  private let cooldown: Int
  private let minimum: Double

  /// Epochs since the last improvement, not counting those of a cooldown.
  private var wait = 0
  private var cooldownLeft = 0

  public init(_ options: Options) throws(ModelError) {
    monitor = Monitor(
      try options[Self.monitored], minDelta: options[Self.leastChange], word: Self.monitored.name)
    factor = options[Self.factorOfRate]
    patience = options[Self.patienceLimit]
    cooldown = options[Self.cooldownEpochs]
    minimum = options[Self.leastRate]
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
