import Core
import Kernels

/// What training makes small: https://keras.io/api/losses
public enum Loss: String, Choice {
  /// The cross-entropy `-ln p(label)`; labels are class numbers: `5`.
  case sparseCategoricalCrossentropy = "sparse_categorical_crossentropy"
  /// The same; labels are one-hot vectors: `[0. 0. 0. 0. 0. 1. 0. 0. 0. 0.]`.
  ///
  /// The two also differ in how outputs become probabilities that come neither from a softmax nor from a sigmoid (see
  /// `Kernels.sparseCrossEntropy`).
  case categoricalCrossentropy = "categorical_crossentropy"
  /// `-t ln p - (1 - t) ln(1 - p)` of each output by itself: of one output, for two classes, or of many.
  case binaryCrossentropy = "binary_crossentropy"
  /// The mean of (output - target)².
  case meanSquaredError = "mean_squared_error"
  /// The mean of |output - target|.
  case meanAbsoluteError = "mean_absolute_error"
  /// Squared where the error is small, absolute where it is large.
  case huber

  /// Keras's short names.
  private static let otherNames = ["mse": Loss.meanSquaredError, "mae": .meanAbsoluteError]

  /// Every name that a loss has.
  public static let names = allCases.map(\.rawValue) + otherNames.keys.sorted()

  /// - Parameter name: one of ``names``.
  public init?(named name: String) {
    guard let loss = Loss(rawValue: name) ?? Self.otherNames[name] else { return nil }
    self = loss
  }

  /// Whether labels must be one-hot (true) or class numbers (false); nil where that depends on the outputs.
  public var needsOneHot: Bool? {
    switch self {
    case .sparseCategoricalCrossentropy: false
    case .categoricalCrossentropy: true
    default: nil
    }
  }

  public var isCrossentropy: Bool {
    [.sparseCategoricalCrossentropy, .categoricalCrossentropy, .binaryCrossentropy].contains(self)
  }

  /// Whether its targets are classes, and cannot be any numbers.
  public var isOfClasses: Bool { needsOneHot != nil }

  /// Whether the loss works on what goes into a last activation, the logits, and not on what comes out of it. A cross-entropy
  /// does so after softmax and after sigmoid, whichever of the two is its own.
  ///
  /// So do Keras's on TensorFlow: both activations note their input as `_keras_logits` (keras/src/activations/activations.py),
  /// which the cross-entropies take in place of the output (keras/src/backend/tensorflow/nn.py).
  func takesLogits(of activation: Activation) -> Bool {
    isCrossentropy && [.softmax, .sigmoid].contains(activation)
  }
}

/// The options of losses, with Keras's names and defaults.
public struct LossOptions: Sendable, Equatable {
  /// How much of a target is spread over all classes, or drawn towards 0.5.
  public var labelSmoothing: Float = 0
  /// Whether the outputs are logits, though no activation says so.
  public var fromLogits = false
  /// Where Huber's loss goes on as a line.
  public var delta: Float = 1

  public init() {}

  public static let smoothing = Key<Double>.option(
    "label_smoothing", .number(0...1),
    "how much of a label is spread over all classes (categorical_crossentropy, binary_crossentropy)",
    default: 0)
  public static let logits = Key<Bool>.option(
    "from_logits", .flag, "whether the last layer gives logits: it has no softmax or sigmoid", default: false)
  public static let huberDelta = Key<Double>.option(
    "delta", .number(1e-9...1e9), "the error beyond which huber goes on as a line", default: 1)

  /// The options as `compile` has them.
  public static let declaration = Declaration(
    name: "loss", summary: "what training makes small", parameters: [smoothing, logits, huberDelta],
    example: "help compile")

  /// - Throws: where one of the options is given that the loss has not.
  public init(_ options: Options, of loss: Loss) throws(ModelError) {
    labelSmoothing = Float(options[Self.smoothing])
    fromLogits = options[Self.logits]
    delta = Float(options[Self.huberDelta])
    if labelSmoothing > 0, ![.categoricalCrossentropy, .binaryCrossentropy].contains(loss) {
      throw ModelError(
        "\(loss.rawValue) has no label_smoothing"
          + (loss == .sparseCategoricalCrossentropy
            ? "; categorical_crossentropy, with labels of one_hot, has" : ""),
        subject: "label_smoothing")
    }
    if fromLogits, !loss.isCrossentropy {
      throw ModelError("\(loss.rawValue) has no from_logits", subject: "from_logits")
    }
    if delta != 1, loss != .huber {
      throw ModelError("\(loss.rawValue) has no delta; huber has", subject: "delta")
    }
  }
}
