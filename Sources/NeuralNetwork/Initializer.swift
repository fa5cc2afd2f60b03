import Core

/// The start values of weights: https://keras.io/api/layers/initializers
public enum Initializer: String, Choice {
  /// Uniform in ±√(6 / (fan in + fan out)). Source: Glorot, Bengio, "Understanding the difficulty of training deep
  /// feedforward neural networks", AISTATS 2010.
  case glorotUniform = "glorot_uniform"
  /// Normal with a spread of √(2 / fan in), nothing beyond two of them. Source: He, Zhang, Ren, Sun, "Delving deep
  /// into rectifiers", ICCV 2015; cut off and widened as in Keras.
  case heNormal = "he_normal"
  case zeros, ones

  /// The option of layers that have a kernel.
  static let kernelKey = key("kernel_initializer", "start values of the kernel")

  static func key(
    _ name: String, _ summary: String, default initializer: Initializer = .glorotUniform
  ) -> Key<Initializer> {
    .option(name, .choice([glorotUniform, heNormal, zeros]), summary, default: initializer)
  }

  /// The start values of one weight tensor; `stream` tells apart the tensors of a model.
  func values(for weight: Weight, seed: UInt64, stream: UInt64) -> [Float] {
    var random = RandomSequence(seed: seed, stream: stream)
    switch self {
    case .zeros: return [Float](repeating: 0, count: weight.count)
    case .ones: return [Float](repeating: 1, count: weight.count)
    case .glorotUniform:
      let limit = (6 / Float(weight.fanIn + weight.fanOut)).squareRoot()
      return (0..<weight.count).map { _ in random.uniform(-limit, limit) }
    case .heNormal:
      // The spread of a normal distribution that is cut off at two spreads shrinks to 0.87962566 of it.
      let spread = (2 / Float(weight.fanIn)).squareRoot() / 0.879_625_66
      return (0..<weight.count).map { _ in random.truncatedNormal() * spread }
    }
  }
}

/// What keeps a layer's kernel small.
enum KernelRegularizer {
  static let key = key("kernel_regularizer")

  static func key(_ name: String) -> Key<Double> {
    .option(
      name, .number(0...1000), "L2: this number times the sum of the kernel's squares is added to the loss",
      default: 0)
  }
}
