import Core
import Kernels

/// Adaptive moment estimation: momentum and RMSprop in one. Source: https://keras.io/api/optimizers/adam
public struct Adam: Optimizer {
  public static let declaration = Declaration(
    name: "adam",
    summary: "momentum and rmsprop in one; a good first choice",
    discussion: """
      Keeps a running mean of each gradient and of its square, and steps by the first divided by the root of the \
      second. Early in training both means start at zero, which the step size makes up for.
      """,
    parameters: [rate, share, squareShare, OptimizerKeys.epsilon],
    example: "help adam")

  static let rate = OptimizerKeys.learningRate(default: 0.001)
  static let share = Key<Double>.option(
    "beta_1", .number(0...0.999_999), "share of the old mean in the new one", default: 0.9)
  static let squareShare = Key<Double>.option(
    "beta_2", .number(0...0.999_999), "the same for the mean of squares", default: 0.999)

  public let options: Options
  public var learningRate: Float
  let beta1, beta2, epsilon: Float

  public init(_ options: Options) {
    self.options = options
    learningRate = Float(options[Self.rate])
    beta1 = Float(options[Self.share])
    beta2 = Float(options[Self.squareShare])
    epsilon = Float(options[OptimizerKeys.epsilon])
  }

  public var slotCount: Int { 2 }
  public var keepsSlotsTogether: Bool { true }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    adamUpdate(
      weights: weights, gradient: gradient, mean: slots(0), variance: slots(1), count: count,
      rate: rate(step), beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    let mean = slots[0].addingProduct(g - slots[0], 1 - beta1)
    let variance = slots[1].addingProduct(g * g - slots[1], 1 - beta2)
    let rate = rate(step)
    return [
      UpdateLine("m", "m + (1 - beta_1) (g - m), the mean of the gradients", mean),
      UpdateLine("v", "v + (1 - beta_2) (g g - v), the mean of their squares", variance),
      UpdateLine(
        "alpha", "learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t), t = \(step)", rate),
      UpdateLine(
        "w", "w - alpha m / (sqrt(v) + epsilon)",
        weight - rate * mean / (variance.squareRoot() + epsilon)),
    ]
  }

  /// The learning rate, corrected for the means that start at zero.
  private func rate(_ step: Int) -> Float {
    learningRate * (1 - power(beta2, step)).squareRoot() / (1 - power(beta1, step))
  }

  /// base^exponent by repeated squaring in Double: the C library's pow differs between machines.
  private func power(_ base: Float, _ exponent: Int) -> Float {
    var result = 1.0
    var square = Double(base)
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return Float(result)
  }
}
