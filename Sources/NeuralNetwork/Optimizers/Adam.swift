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
    parameters: [rate, OptimizerKeys.meanShare, OptimizerKeys.squareShare, OptimizerKeys.epsilon]
      + StepRules.parameters,
    example: "help adam")

  static let rate = OptimizerKeys.learningRate(default: 0.001)

  public let options: Options
  public var learningRate: Float
  let beta1, beta2, epsilon: Float

  public init(_ options: Options) {
    self.options = options
    learningRate = options[Self.rate].rate(0)
    beta1 = Float(options[OptimizerKeys.meanShare])
    beta2 = Float(options[OptimizerKeys.squareShare])
    epsilon = Float(options[OptimizerKeys.epsilon])
  }

  public var slotNames: [String] { ["m", "v"] }
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
    let mean = UpdateLine.mean(slots[0], g, beta1: beta1)
    let variance = UpdateLine.squares(slots[1], g, beta2: beta2)
    let rate = rate(step)
    return [
      mean, variance,
      UpdateLine(
        "alpha", "learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t), t = \(step)", rate),
      UpdateLine(
        "w", "w - alpha m / (sqrt(v) + epsilon)",
        weight - rate * mean.value / (variance.value.squareRoot() + epsilon)),
    ]
  }

  /// The learning rate, corrected for the means that start at zero.
  private func rate(_ step: Int) -> Float {
    learningRate * (1 - Float(power(Double(beta2), step))).squareRoot()
      / (1 - Float(power(Double(beta1), step)))
  }
}
