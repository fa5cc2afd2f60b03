import Core
import Kernels

/// Softmax of some values, step by step: e^(z - max) of each, divided by their sum.
public struct Softmax: Sendable {
  public let logits: [Float]
  /// The greatest logit, which is taken from all so that no power is too large.
  public let greatest: Float
  /// e^(z - greatest).
  public let powers: [Float]
  public let sum: Float
  /// Each power times 1 / sum.
  public let probabilities: [Float]

  init(_ logits: [Float]) {
    self.logits = logits
    let greatest = logits.dropFirst().reduce(logits.first ?? 0) { $1 <= $0 ? $0 : $1 }
    self.greatest = greatest
    powers = logits.map { Scalar.exp($0 - greatest) }
    let sum = powers.reduce(0, +)
    self.sum = sum
    probabilities = powers.map { $0 * (1 / sum) }
  }
}

/// The cross-entropy of one image: how it follows from the last layer's output. See `Kernels.softmaxCrossEntropy`.
public enum LossWorking: Sendable {
  /// ln Σ e^(z - max) + (max - z of the label): -ln of the label's probability, with all its digits. The z are what goes into
  /// the last activation, softmax or sigmoid.
  case softmax(Softmax, label: Int)
  /// categorical_crossentropy of outputs that come from neither softmax nor sigmoid: -ln of the label's share of their sum.
  case share(outputs: [Float], label: Int)
  /// sparse_categorical_crossentropy of such outputs: each is kept within [ε, 1 - ε] first.
  case clippedShare(outputs: [Float], label: Int)
  /// A loss of all outputs.
  case whole(Float, Loss, label: Int)

  /// Keras's epsilon.
  public static let epsilon: Float = 1e-7

  static func clipped(_ x: Float) -> Float { min(max(x, epsilon), 1 - epsilon) }

  public var label: Int {
    switch self {
    case .softmax(_, let label), .share(_, let label), .clippedShare(_, let label),
      .whole(_, _, let label):
      label
    }
  }

  /// The loss.
  public var value: Float {
    switch self {
    case .softmax(let softmax, let label):
      return Scalar.log(softmax.sum) + (softmax.greatest - softmax.logits[label])
    case .share(let outputs, let label):
      return 0 - Scalar.log(Self.clipped(outputs[label] / outputs.reduce(0, +)))
    case .clippedShare(let outputs, let label):
      return Scalar.log(outputs.reduce(0) { $0 + Self.clipped($1) })
        - Scalar.log(Self.clipped(outputs[label]))
    case .whole(let value, _, _): return value
    }
  }
}

extension Model {
  /// How the loss of one image with a label comes about, in a model that is used.
  /// - Parameter image: with a first axis of length 1.
  /// - Throws: where the model is not compiled, or image or label do not fit it.
  public func explainLoss(_ image: Tensor, label: Int32) throws(ModelError) -> LossWorking {
    let training = try compiledTraining
    try check(images: image, labels: [label])
    let inspector = try Inspector(self)
    inspector.forward(image, stopsBeforeLastActivation: lossTakesLogits)
    let output = inspector.output(layer: nodes.count - 1)[0]
    let objective = Objective(self, training)
    if objective.valueLoss != nil {
      return .whole(
        withDenormalsFlushed { objective.loss(of: output, label: label) }, training.loss, label: Int(label))
    }
    if lossTakesLogits || training.lossOptions.fromLogits {
      return withDenormalsFlushed { .softmax(Softmax(output), label: Int(label)) }
    }
    return training.loss == .categoricalCrossentropy
      ? .share(outputs: output, label: Int(label)) : .clippedShare(outputs: output, label: Int(label))
  }
}
