import Core
import Kernels

/// A layer on its inputs: all that the rest of the program knows of it. Whatever asks about layers asks here, so that a new
/// layer answers all of it in its own file, or does not compile.
public struct BuiltLayer: Sendable {
  /// The shape of the output for one image.
  public let output: Shape
  /// The weights, in Keras's order and shapes.
  public let weights: [Weight]
  /// What is applied to the output.
  public let activation: Activation
  /// What the output adds to the loss while the model is trained or evaluated.
  let activityRegularizer: Regularizer
  /// The forward and the backward pass.
  let operation: any LayerOperation
  /// What a part of the output sees of the inputs.
  let reach: Reach
  /// How one value, and the gradient of one weight, come about.
  let working: any LayerWorking
  /// How it is drawn.
  public let look: LayerLook
  /// Products that are added up, for one image.
  public let multiplyAdds: Int

  init(
    output: Shape, weights: [Weight] = [], activation: Activation = .linear,
    activityRegularizer: Regularizer = .none, operation: any LayerOperation, reach: Reach,
    working: any LayerWorking, look: LayerLook, multiplyAdds: Int = 0
  ) {
    self.output = output
    self.weights = weights
    self.activation = activation
    self.activityRegularizer = activityRegularizer
    self.operation = operation
    self.reach = reach
    self.working = working
    self.look = look
    self.multiplyAdds = multiplyAdds
  }

  /// What the output adds to the loss; nil where nothing.
  var activityPenalty: ActivityPenalty? {
    activityRegularizer.isNone ? nil : ActivityPenalty(l1: activityRegularizer.l1, l2: activityRegularizer.l2)
  }

  /// Whether a model that is used gives what it takes in here.
  public var changesNothing: Bool {
    activation == .linear && (operation is CopyOperation || operation.passesThrough(isTraining: false))
  }
}

/// What a picture of the model shows of a layer.
public struct LayerLook: Sendable {
  public enum Kind: Sendable {
    case convolution, pooling, dense, flatten, merging
    /// Neither a picture of its own nor another size: it is named below the layer before it.
    case other
  }

  public let kind: Kind
  /// What slides over the input, or over the output.
  public let window: SlidingWindow?
  /// Whether it is laid on the output, as by a transposed convolution.
  public let isOnOutput: Bool
  /// A line more.
  public let detail: String?

  init(_ kind: Kind, window: SlidingWindow? = nil, isOnOutput: Bool = false, detail: String? = nil) {
    (self.kind, self.window, self.isOnOutput, self.detail) = (kind, window, isOnOutput, detail)
  }
}
