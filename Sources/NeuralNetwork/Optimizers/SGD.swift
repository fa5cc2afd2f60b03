import Core
import Kernels

/// Stochastic gradient descent, with momentum where asked. Source: https://keras.io/api/optimizers/sgd
public struct SGD: Optimizer {
  public static let declaration = Declaration(
    name: "sgd",
    summary: "stochastic gradient descent: a step against the gradient",
    discussion: "w = w - learning_rate * gradient. With momentum, part of the last step is taken again.",
    parameters: [rate, OptimizerKeys.momentum, looksAhead] + StepRules.parameters,
    example: "help sgd")

  static let rate = OptimizerKeys.learningRate(default: 0.01)
  static let looksAhead = Key<Bool>.option(
    "nesterov", .flag, "look ahead before the step (needs momentum)", default: false)

  public let options: Options
  public var learningRate: Float
  let momentum: Float
  let nesterov: Bool

  public init(_ options: Options) {
    self.options = options
    learningRate = options[Self.rate].rate(0)
    momentum = Float(options[OptimizerKeys.momentum])
    nesterov = options[Self.looksAhead]
  }

  public var slotNames: [String] { momentum > 0 ? ["v"] : [] }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    sgdUpdate(
      weights: weights, gradient: gradient, velocity: momentum > 0 ? slots(0) : nil, count: count,
      learningRate: learningRate, momentum: momentum, nesterov: nesterov)
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    guard let last = slots.first else {
      return [UpdateLine("w", "w - learning_rate g", weight.addingProduct(-learningRate, g))]
    }
    let change = learningRate * g
    let velocity = (-change).addingProduct(momentum, last)
    let line = UpdateLine("v", "momentum v - learning_rate g", velocity)
    return nesterov
      ? [
        line,
        UpdateLine(
          "w", "w + momentum v - learning_rate g", weight + (-change).addingProduct(momentum, velocity)),
      ]
      : [line, UpdateLine("w", "w + v", weight + velocity)]
  }
}
