import Core
import Kernels

/// What training makes small: https://keras.io/api/losses/probabilistic_losses
///
/// Both are the cross-entropy `-ln p(label)`, averaged over the batch. They differ in the labels that they take,
/// and in how outputs become probabilities that come neither from a softmax nor from a sigmoid (see
/// `Kernels.sparseCrossEntropy`).
public enum Loss: String, Choice {
  /// Labels are class numbers: `5`.
  case sparseCategoricalCrossentropy = "sparse_categorical_crossentropy"
  /// Labels are one-hot vectors: `[0. 0. 0. 0. 0. 1. 0. 0. 0. 0.]`.
  case categoricalCrossentropy = "categorical_crossentropy"

  /// Whether the labels must be one-hot.
  public var needsOneHot: Bool { self == .categoricalCrossentropy }

  /// Whether the losses work on what goes into a last activation, the logits, and not on what comes out of it: after softmax,
  /// and after sigmoid too, whose input they take for the logits of a softmax.
  ///
  /// So do Keras's on TensorFlow: both activations note their input as `_keras_logits` (keras/src/activations/activations.py),
  /// which `categorical_crossentropy` and its sparse sister take in place of the output (keras/src/backend/tensorflow/nn.py).
  static func takesLogits(of activation: Activation) -> Bool { [.softmax, .sigmoid].contains(activation) }

  /// The losses of a group's images, the gradient of their sum times `scale`, and the outputs on which hits are counted.
  ///
  /// - Parameters:
  ///   - output: the last layer's output, before its activation where the losses take logits; that is then applied.
  ///   - gradient: gets the gradient with respect to what `output` held.
  ///   - activation: the last layer's.
  func evaluate(
    _ output: UnsafeMutablePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>,
    after activation: Activation,
    classes: Int, labels: UnsafePointer<Int32>, images: Int, scale: Float, losses: UnsafeMutablePointer<Float>
  ) {
    gradient.update(from: output, count: classes)
    if Self.takesLogits(of: activation) {
      softmaxCrossEntropy(
        gradient, classes: classes, labels: labels, images: images, scale: scale, losses: losses,
        probabilities: activation == .softmax ? output : nil)
      if activation != .softmax { activation.apply(output, count: classes, channels: classes) }
      return
    }
    switch self {
    case .categoricalCrossentropy:
      crossEntropy(
        gradient, classes: classes, labels: labels, images: images, scale: scale, losses: losses)
    case .sparseCategoricalCrossentropy:
      sparseCrossEntropy(
        gradient, classes: classes, labels: labels, images: images, scale: scale, losses: losses)
    }
  }
}
