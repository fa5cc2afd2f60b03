import Core
import Kernels

/// A function applied to each value of a layer's output (softmax: over the channels of each pixel, or a whole vector).
/// Names and meanings are Keras's: https://keras.io/api/layers/activations
public enum Activation: String, Choice {
  case linear, relu, tanh, sigmoid, softmax
  case relu6
  case leakyRelu = "leaky_relu"
  case elu, selu, gelu, silu, softplus, softsign
  case hardSigmoid = "hard_sigmoid"
  case hardSilu = "hard_silu"
  case mish, exponential

  /// The option of layers that have an activation.
  static let key = Key<Activation>.option(
    "activation", .choice, "function applied to the output", default: .linear)

  /// Other names that Keras has for them.
  static let otherNames = ["swish": "silu", "hard_swish": "hard_silu"]

  /// The function; nil of linear, which is none, and of softmax, which is not of each value by itself.
  var function: ElementwiseFunction? {
    switch self {
    case .linear, .softmax: nil
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .relu6: .rectifier(slope: 0, ceiling: 6)
    case .leakyRelu: .rectifier(slope: 0.2)
    case .elu: .exponentialLinear(alpha: 1)
    // Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks", NIPS 2017.
    case .selu: .exponentialLinear(alpha: 1.673_263_2, scale: 1.050_701)
    case .gelu: .gelu
    case .silu: .silu
    case .softplus: .softplus
    case .softsign: .softsign
    case .hardSigmoid: .hardSigmoid
    case .hardSilu: .hardSilu
    case .mish: .mish
    case .exponential: .exponential
    }
  }

  /// The activation as a step of its own, where its derivative needs what it takes in.
  func operation(count: Int) -> ElementwiseOperation? {
    guard let function, function.derivativeReadsInput else { return nil }
    return ElementwiseOperation(function: function, count: count)
  }

  /// Applies the function in place to the `count` values of a group, `[pixels][channels]`.
  func apply(_ values: UnsafeMutablePointer<Lanes>, count: Int, channels: Int) {
    function?.apply(values, count: count)
    guard self == .softmax else { return }
    for start in stride(from: 0, to: count, by: channels) {
      Kernels.softmax(values + start, count: channels)
    }
  }

  /// Multiplies the gradient by the derivative, which follows from the output; where it does not, a plan has an
  /// ``ElementwiseOperation`` in place of the activation.
  func applyGradient(
    output: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int, channels: Int
  ) {
    function?.applyGradient(output, gradient: gradient, count: count)
    guard self == .softmax else { return }
    for start in stride(from: 0, to: count, by: channels) {
      softmaxGradient(output: output + start, gradient: gradient + start, count: channels)
    }
  }

  /// The function of one number, as the engine computes it. softmax is of several: see ``Softmax``.
  func value(_ x: Float) -> Float { function?.value(x) ?? x }
}
