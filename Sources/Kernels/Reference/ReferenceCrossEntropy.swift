import Core
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
    return Number(-Foundation.log(Double(clip(share))))
  }

  /// ∂loss/∂p_k = 1 / Σ_j p_j - [k = label] / p_label; 0 where the share was clipped.
  @inlinable
  public static func crossEntropyGradient<Number: BinaryFloatingPoint>(
    outputs p: [Number], label: Int
  ) -> [Number] {
    let sum = p.reduce(0, +)
    let isClipped = p[label] / sum != clip(p[label] / sum)
    return p.indices.map { k in isClipped ? 0 : 1 / sum - (k == label ? 1 / p[label] : 0) }
  }

  /// Keras's `sparse_categorical_crossentropy` of outputs that are not a softmax: first all outputs are kept within
  /// [ε, 1 - ε], q, then -ln(q_label / Σ_k q_k).
  @inlinable
  public static func sparseCrossEntropy<Number: BinaryFloatingPoint>(
    outputs p: [Number], label: Int
  ) -> Number {
    let q = p.map { clip($0) }
    return Number(-Foundation.log(Double(q[label] / q.reduce(0, +))))
  }

  /// ∂loss/∂p_k = 1 / Σ_j q_j - [k = label] / q_label; 0 where output k was clipped.
  @inlinable
  public static func sparseCrossEntropyGradient<Number: BinaryFloatingPoint>(
    outputs p: [Number], label: Int
  ) -> [Number] {
    let q = p.map { clip($0) }
    let sum = q.reduce(0, +)
    return p.indices.map { k in p[k] != q[k] ? 0 : 1 / sum - (k == label ? 1 / q[k] : 0) }
  }

  @inlinable
  static func clip<Number: BinaryFloatingPoint>(_ p: Number) -> Number { min(max(p, 1e-7), 1 - 1e-7) }
}
