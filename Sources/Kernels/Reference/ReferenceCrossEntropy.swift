import Foundation

extension Reference {
  /// -ln softmax(logits)[label] = ln Σ_k e^z_k - z_label.
  @inlinable
  public static func softmaxCrossEntropy<Number: BinaryFloatingPoint>(
    logits: [Number], label: Int
  ) -> Number {
    let greatest = logits.max() ?? 0
    let sum = logits.reduce(0.0) { $0 + Foundation.exp(Double($1 - greatest)) }
    return Number(Foundation.log(sum)) + greatest - logits[label]
  }

  /// ∂loss/∂logits = softmax(logits) - onehot(label).
  @inlinable
  public static func softmaxCrossEntropyGradient<Number: BinaryFloatingPoint>(
    logits: [Number], label: Int
  ) -> [Number] {
    var gradient = softmax(logits)
    gradient[label] -= 1
    return gradient
  }

  /// Keras's `categorical_crossentropy` of outputs p that are not a softmax: -ln of the label's share
  /// p_label / Σ_k p_k, kept within [ε, 1 - ε], ε = 1e-7.
  @inlinable
  public static func crossEntropy<Number: BinaryFloatingPoint>(outputs p: [Number], label: Int) -> Number {
    let share = p[label] / p.reduce(0, +)
    return Number(-Foundation.log(Double(min(max(share, 1e-7), 1 - 1e-7))))
  }
}
