import Kernels

/// What training makes small: https://keras.io/api/losses/probabilistic_losses
///
/// Both are the cross-entropy `-ln p(label)`, averaged over the batch. They differ in the labels that they take,
/// and in how outputs that are not a softmax become probabilities (see `Kernels.sparseCrossEntropy`).
public enum Loss: String, CaseIterable, Sendable {
  /// Labels are class numbers: `5`.
  case sparseCategoricalCrossentropy = "sparse_categorical_crossentropy"
  /// Labels are one-hot vectors: `[0. 0. 0. 0. 0. 1. 0. 0. 0. 0.]`.
  case categoricalCrossentropy = "categorical_crossentropy"

  /// Whether the labels must be one-hot.
  public var needsOneHot: Bool { self == .categoricalCrossentropy }

  /// The losses of a group's images and the gradient of their sum times `scale`.
  ///
  /// - Parameters:
  ///   - gradient: the last layer's output; replaced by its gradient.
  ///   - isLogits: whether that output is still to go through the last softmax.
  func evaluate(
    _ gradient: UnsafeMutablePointer<Lanes>, classes: Int, isLogits: Bool, labels: UnsafePointer<Int32>,
    images: Int, scale: Float, losses: UnsafeMutablePointer<Float>
  ) {
    if isLogits {
      softmaxCrossEntropy(
        gradient, classes: classes, labels: labels, images: images, scale: scale, losses: losses)
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
