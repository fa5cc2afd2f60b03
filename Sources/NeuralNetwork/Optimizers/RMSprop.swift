import Core
import Kernels

/// Divides each step by a running root mean square of the gradient. Source: https://keras.io/api/optimizers/rmsprop
public struct RMSprop: Optimizer {
  public static let declaration = Declaration(
    name: "rmsprop",
    summary: "gradient descent whose steps are divided by the gradient's recent size",
    discussion: """
      Weights with small gradients take steps as large as weights with large ones: each gradient is divided by the \
      root of a running mean of its square.
      """,
    parameters: [rate, share, OptimizerKeys.momentum, OptimizerKeys.epsilon] + StepRules.parameters,
    example: "help rmsprop")

  static let rate = OptimizerKeys.learningRate(default: 0.001)
  static let share = Key<Double>.option(
    "rho", .number(0...1), "share of the old mean in the new one", default: 0.9)

  public let options: Options
  public var learningRate: Float
  let rho, momentum, epsilon: Float

  public init(_ options: Options) {
    self.options = options
    learningRate = options[Self.rate].rate(0)
    rho = Float(options[Self.share])
    momentum = Float(options[OptimizerKeys.momentum])
    epsilon = Float(options[OptimizerKeys.epsilon])
  }

  public var slotNames: [String] { momentum > 0 ? ["v", "m"] : ["v"] }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    rmspropUpdate(
      weights: weights, gradient: gradient, average: slots(0),
      velocity: momentum > 0 ? slots(1) : nil, count: count, learningRate: learningRate, rho: rho,
      momentum: momentum, epsilon: epsilon)
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    let average = (rho * slots[0]).addingProduct(1 - rho, g * g)
    let change = learningRate * g / (average + epsilon).squareRoot()
    let line = UpdateLine("v", "rho v + (1 - rho) g g, the mean of the gradients' squares", average)
    guard slots.count > 1 else {
      return [line, UpdateLine("w", "w - learning_rate g / sqrt(v + epsilon)", weight - change)]
    }
    let velocity = change.addingProduct(momentum, slots[1])
    return [
      line, UpdateLine("m", "momentum m + learning_rate g / sqrt(v + epsilon)", velocity),
      UpdateLine("w", "w - m", weight - velocity),
    ]
  }
}
