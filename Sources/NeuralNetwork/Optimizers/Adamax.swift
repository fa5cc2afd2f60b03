import Core
import Kernels

/// Adam with the greatest gradient in place of the mean of squares. Source: https://keras.io/api/optimizers/adamax
public struct Adamax: Optimizer {
  public static let declaration = Declaration(
    name: "adamax",
    summary: "adam whose steps are divided by the greatest gradient of late",
    discussion: """
      As adam, but a step is divided by the greatest of the gradients so far, which fades by beta_2 in each step: one large \
      gradient makes the steps small for a while.
      """,
    parameters: [rate, OptimizerKeys.meanShare, fading, OptimizerKeys.epsilon] + StepRules.parameters,
    example: "help adamax")

  static let rate = OptimizerKeys.learningRate(default: 0.001)
  static let fading = Key<Double>.option(
    "beta_2", .number(0...0.999_999), "what the greatest gradient is multiplied by in each step",
    default: 0.999)

  public let options: Options
  public var learningRate: Float
  let beta1, beta2, epsilon: Float

  public init(_ options: Options) {
    self.options = options
    learningRate = options[Self.rate].rate(0)
    beta1 = Float(options[OptimizerKeys.meanShare])
    beta2 = Float(options[Self.fading])
    epsilon = Float(options[OptimizerKeys.epsilon])
  }

  public var slotNames: [String] { ["m", "u"] }
  public var keepsSlotsTogether: Bool { true }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    adamaxUpdate(
      weights: weights, gradient: gradient, mean: slots(0), norm: slots(1), count: count,
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, correction: correction(step))
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    let mean = UpdateLine.mean(slots[0], g, beta1: beta1)
    let kept = beta2 * slots[1]
    let greatest = kept > g.magnitude ? kept : g.magnitude
    return [
      mean,
      UpdateLine("u", "the greater of beta_2 u and |g|", greatest),
      UpdateLine(
        "w", "w - learning_rate m / ((1 - beta_1^t) (u + epsilon)), t = \(step)",
        weight - learningRate * mean.value / (correction(step) * (greatest + epsilon))),
    ]
  }

  /// What the mean, which starts at zero, lacks.
  private func correction(_ step: Int) -> Float { 1 - Float(power(Double(beta1), step)) }
}
