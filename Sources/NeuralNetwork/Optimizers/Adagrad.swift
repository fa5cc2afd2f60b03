import Core
import Kernels

/// Divides each step by the root of all squares so far. Source: https://keras.io/api/optimizers/adagrad
public struct Adagrad: Optimizer {
  public static let declaration = Declaration(
    name: "adagrad",
    summary: "gradient descent whose steps shrink with all gradients so far",
    discussion: """
      Each gradient is divided by the root of the sum of its squares since the start. A weight that has moved much takes \
      ever smaller steps; one that seldom has a gradient still takes large ones.
      """,
    parameters: [rate, start, OptimizerKeys.epsilon] + StepRules.parameters,
    example: "help adagrad")

  static let rate = OptimizerKeys.learningRate(default: 0.001)
  static let start = Key<Double>.option(
    "initial_accumulator_value", .number(0...1000), "the sum of squares at the start", default: 0.1)

  public let options: Options
  public var learningRate: Float
  public let slotStart: Float
  let epsilon: Float

  public init(_ options: Options) {
    self.options = options
    learningRate = options[Self.rate].rate(0)
    slotStart = Float(options[Self.start])
    epsilon = Float(options[OptimizerKeys.epsilon])
  }

  public var slotNames: [String] { ["a"] }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    adagradUpdate(
      weights: weights, gradient: gradient, sum: slots(0), count: count, learningRate: learningRate,
      epsilon: epsilon)
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    let sum = slots[0].addingProduct(g, g)
    return [
      UpdateLine("a", "a + g g, the sum of the gradients' squares", sum),
      UpdateLine(
        "w", "w - learning_rate g / sqrt(a + epsilon)",
        weight - learningRate * g / (sum + epsilon).squareRoot()),
    ]
  }
}
