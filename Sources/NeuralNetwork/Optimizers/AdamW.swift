import Core

/// Adam with weight decay beside the gradient. Source: https://keras.io/api/optimizers/adamw
public struct AdamW: Optimizer {
  public static let declaration = Declaration(
    name: "adamw",
    summary: "adam whose weights shrink a little in each step",
    discussion: """
      Before each step a weight loses weight_decay * learning_rate of itself. An L2 regularizer adds to the gradient \
      instead, which Adam then divides by its size: weights with large gradients would hardly shrink.
      """,
    parameters: [rate, decay, OptimizerKeys.meanShare, OptimizerKeys.squareShare, OptimizerKeys.epsilon]
      + StepRules.parametersWithoutDecay,
    example: "help adamw")

  static let rate = OptimizerKeys.learningRate(default: 0.001)
  static let decay = OptimizerKeys.weightDecay(default: 0.004)

  private var adam: Adam

  public init(_ options: Options) { adam = Adam(options) }

  public var options: Options { adam.options }
  public var learningRate: Float {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }
  public var weightDecay: Float { Float(options[Self.decay]) }
  public var slotNames: [String] { adam.slotNames }
  public var keepsSlotsTogether: Bool { adam.keepsSlotsTogether }

  public func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    adam.update(weights: weights, gradient: gradient, slots: slots, count: count, step: step)
  }

  public func working(weight: Float, gradient: Float, slots: [Float], step: Int) -> [UpdateLine] {
    adam.working(weight: weight, gradient: gradient, slots: slots, step: step)
  }
}
