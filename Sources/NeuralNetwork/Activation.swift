import Kernels

/// A function applied to each value of a layer's output (softmax: over the channels of each pixel, or a whole vector).
/// Names and meanings are Keras's: https://keras.io/api/layers/activations
public enum Activation: String, CaseIterable, Sendable {
  case linear, relu, tanh, sigmoid, softmax

  /// The parameter of layers that have an activation.
  static let parameter = Parameter.option(
    "activation", .choice(allCases.map(\.rawValue)), "function applied to the output",
    default: .text("linear"))

  init(_ options: Options) throws(ModelError) {
    self = Activation(rawValue: try options.text("activation")) ?? .linear
  }

  /// Applies the function in place to the `count` values of a group, `[channels][pixels]`.
  func apply(_ values: UnsafeMutablePointer<Lanes>, count: Int, channels: Int) {
    switch self {
    case .linear: break
    case .relu: Kernels.relu(values, count: count)
    case .tanh: Kernels.tanh(values, count: count)
    case .sigmoid: Kernels.sigmoid(values, count: count)
    case .softmax:
      let pixels = count / channels
      for pixel in 0..<pixels { Kernels.softmax(values + pixel, count: channels, step: pixels) }
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
      let pixels = count / channels
      for pixel in 0..<pixels {
        softmaxGradient(output: output + pixel, gradient: gradient + pixel, count: channels, step: pixels)
      }
    }
  }
}
