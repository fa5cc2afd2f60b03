import Kernels

/// The start values of weights: https://keras.io/api/layers/initializers
public enum Initializer: Sendable {
  /// Uniform in ±√(6 / (fan in + fan out)). Source: Glorot, Bengio, "Understanding the difficulty of training deep
  /// feedforward neural networks", AISTATS 2010.
  case glorotUniform
  case zeros

  /// The start values of one weight tensor; `stream` tells apart the tensors of a model.
  func values(for weight: Weight, seed: UInt64, stream: UInt64) -> [Float] {
    switch self {
    case .zeros:
      return [Float](repeating: 0, count: weight.count)
    case .glorotUniform:
      let limit = (6 / Float(weight.fanIn + weight.fanOut)).squareRoot()
      var random = RandomSequence(seed: seed, stream: stream)
      return (0..<weight.count).map { _ in random.uniform(-limit, limit) }
    }
  }
}
