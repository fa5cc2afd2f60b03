import Core
import Kernels

/// A function applied to each value of a layer's output (softmax: over the channels of each pixel, or a whole vector).
/// Names and meanings are Keras's: https://keras.io/api/layers/activations
public enum Activation: String, Choice {
  case linear, relu, tanh, sigmoid, softmax

  /// The option of layers that have an activation.
  static let key = Key<Activation>.option(
    "activation", .choice, "function applied to the output", default: .linear)

  /// Applies the function in place to the `count` values of a group, `[pixels][channels]`.
  func apply(_ values: UnsafeMutablePointer<Lanes>, count: Int, channels: Int) {
    switch self {
    case .linear: break
    case .relu: Kernels.relu(values, count: count)
    case .tanh: Kernels.tanh(values, count: count)
    case .sigmoid: Kernels.sigmoid(values, count: count)
    case .softmax:
      for start in stride(from: 0, to: count, by: channels) {
        Kernels.softmax(values + start, count: channels)
      }
    }
  }

  /// Multiplies the gradient by the derivative, which each of these functions gives from its output.
  func applyGradient(
    output: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int, channels: Int
  ) {
    switch self {
    case .linear: break
    case .relu: reluGradient(output: output, gradient: gradient, count: count)
    case .tanh: tanhGradient(output: output, gradient: gradient, count: count)
    case .sigmoid: sigmoidGradient(output: output, gradient: gradient, count: count)
    case .softmax:
      for start in stride(from: 0, to: count, by: channels) {
        softmaxGradient(output: output + start, gradient: gradient + start, count: channels)
      }
    }
  }
}
