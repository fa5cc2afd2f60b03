import Core
import Kernels

/// Adam with Nesterov's look ahead. Source: https://keras.io/api/optimizers/nadam
public struct Nadam: Optimizer {
  public static let declaration = Declaration(
    name: "nadam",
    summary: "adam that looks ahead, as sgd does with nesterov",
    discussion: """
      As adam, but a step follows the mean of the gradients as it will be, of which the newest gradient already has its \
      share. The share of the old mean is half of beta_1 at first and grows to it (times 1 - 0.96^t / 2 in step t).
      """,
    parameters: [rate, OptimizerKeys.meanShare, OptimizerKeys.squareShare, OptimizerKeys.epsilon]
      + StepRules.parameters,
    example: "help nadam")

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
  public func savedProduct(steps: Int) -> Float? { Float(momentumProduct(steps)) }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    nadamUpdate(
      weights: weights, gradient: gradient, mean: slots(0), variance: slots(1), count: count,
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, shares: shares(step))
  }

  public func working(weight: Float, gradient g: Float, slots: [Float], step: Int) -> [UpdateLine] {
    let mean = UpdateLine.mean(slots[0], g, beta1: beta1)
    let variance = UpdateLine.squares(slots[1], g, beta2: beta2)
    let shares = shares(step)
    let ahead = (shares.ofGradient * g).addingProduct(shares.ofMean, mean.value)
    return [
      mean, variance,
      UpdateLine(
        "ahead", "a m + b g, a = \(shares.ofMean), b = \(shares.ofGradient) in step \(step)", ahead),
      UpdateLine(
        "w", "w - learning_rate ahead / (sqrt(v / (1 - beta_2^t)) + epsilon), t = \(step)",
        weight - learningRate * ahead / ((variance.value / shares.ofSquares).squareRoot() + epsilon)),
    ]
  }

  private func shares(_ step: Int) -> NadamShares {
    let product = momentumProduct(step)
    let next = momentum(step + 1)
    return NadamShares(
      ofMean: Float(next / (1 - product * next)), ofGradient: Float((1 - momentum(step)) / (1 - product)),
      ofSquares: Float(1 - power(Double(beta2), step)))
  }

  /// The share of the old mean in a step.
  private func momentum(_ step: Int) -> Double { Double(beta1) * (1 - power(0.96, step) / 2) }

  /// The product of these shares over all steps up to one.
  private func momentumProduct(_ step: Int) -> Double {
    power(Double(beta1), step) * Self.growth[min(step, Self.growth.count - 1)]
  }

  /// The products of 1 - 0.96^t / 2 over t = 1, 2, ...; beyond, the factors are 1.
  private static let growth: [Double] = {
    var products = [1.0]
    for step in 1...1000 { products.append((products.last ?? 1) * (1 - power(0.96, step) / 2)) }
    return products
  }()
}
