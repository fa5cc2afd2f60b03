import Core
import Kernels

/// Steps of one size, by the sign of a mean of the gradients. Source: https://keras.io/api/optimizers/lion
public struct Lion: Optimizer {
  public static let declaration = Declaration(
    name: "lion",
    summary: "steps of one size, whose sign a mean of the gradients says",
    discussion: """
      Every weight moves by the learning rate, up or down, which should be 3 to 10 times smaller than with adam. It keeps one \
      number for each weight where adam keeps two.
      """,
    parameters: [rate, share, longShare] + StepRules.parameters,
    example: "help lion")

  static let rate = OptimizerKeys.learningRate(default: 0.001)
  static let share = Key<Double>.option(
    "beta_1", .number(0.000_001...0.999_999), "share of the mean in what the sign is taken of", default: 0.9)
  static let longShare = Key<Double>.option(
    "beta_2", .number(0...0.999_999), "share of the old mean in the new one", default: 0.99)

  public let options: Options
  public var learningRate: Float
  let beta1, beta2: Float

  public init(_ options: Options) {
    self.options = options
    learningRate = options[Self.rate].rate(0)
    beta1 = Float(options[Self.share])
    beta2 = Float(options[Self.longShare])
  }

  public var slotNames: [String] { ["m"] }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    lionUpdate(
      weights: weights, gradient: gradient, mean: slots(0), count: count, learningRate: learningRate,
      beta1: beta1, beta2: beta2)
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    let direction = ((1 - beta1) * g).addingProduct(beta1, slots[0])
    let change = direction > 0 ? learningRate : direction < 0 ? -learningRate : direction
    return [
      UpdateLine("c", "beta_1 m + (1 - beta_1) g", direction),
      UpdateLine(
        "m", "beta_2 m + (1 - beta_2) g, the mean of the gradients",
        ((1 - beta2) * g).addingProduct(beta2, slots[0])),
      UpdateLine("w", "w - learning_rate sign(c)", weight - change),
    ]
  }
}
