import Core
import Kernels

/// One layer of a network: what it makes of its input's shape, which weights it has, and how it computes.
///
/// A new layer is one file in `Layers/` and one line in ``layerTypes``. Shapes are those of one image, channels
/// last as in Keras: `[28, 28, 1]` for an image, `[120]` for a vector.
public protocol Layer: Sendable {
  /// Name, parameters with types and defaults, help text.
  static var declaration: Declaration { get }

  /// A layer with checked options. Throws where options contradict each other.
  init(_ options: Options) throws(ModelError)

  /// The options that make this layer again.
  var options: Options { get }

  /// The shape of the output for one image. Throws where the input does not fit, and says why.
  func outputShape(for input: Shape) throws(ModelError) -> Shape

  /// The weights, in Keras's order and shapes.
  func weights(for input: Shape) -> [Weight]

  /// What is applied to the output.
  var activation: Activation { get }

  /// The forward and backward pass for an input of this shape, which `outputShape` has accepted.
  func operation(for input: Shape) -> any LayerOperation
}

extension Layer {
  public func weights(for input: Shape) -> [Weight] { [] }
  public var activation: Activation { .linear }
}

/// Every layer that a model can have.
public let layerTypes: [any Layer.Type] = [
  Conv2D.self, AveragePooling2D.self, MaxPooling2D.self, Flatten.self, Dense.self, Dropout.self,
  BatchNormalization.self, ActivationLayer.self,
]

/// A weight tensor of a layer, before it has values.
public struct Weight: Sendable {
  /// Keras's name: `kernel`, `bias`.
  public let name: String
  public let shape: Shape
  public let initializer: Initializer
  /// The number of inputs that one output sums, and of outputs that one input enters.
  public let fanIn, fanOut: Int
  /// Whether the optimizer changes it. The trainable weights of a layer come before the others.
  public let isTrainable: Bool
  /// The factor of the sum of its squares in the loss.
  public let l2: Float

  init(
    name: String, shape: Shape, initializer: Initializer, fanIn: Int = 1, fanOut: Int = 1,
    isTrainable: Bool = true, l2: Float = 0
  ) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.isTrainable = isTrainable
    self.l2 = l2
  }

  public var count: Int { shape.reduce(1, *) }
}

/// How a layer computes, group by group of 16 images (see `Kernels.Lanes`), on memory that the caller provides.
public protocol LayerOperation: Sendable {
  /// Scratch lanes for one group.
  var scratchLanes: Int { get }
  /// Floats for weights rearranged by ``prepare(part:weights:packed:)``.
  var packedCount: Int { get }
  /// In how many parts they are rearranged, each by whatever thread.
  var packedParts: Int { get }
  /// How the gradient of the weights comes about.
  var weightGradient: WeightGradient { get }

  /// Rearranges a part of the weights, once a step, before the groups are computed.
  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>)
  /// Whether the output is the input, number for number, under another shape perhaps: then both share their memory,
  /// and neither pass is called.
  func passesThrough(isTraining: Bool) -> Bool
  /// The form whose numbers come about in another way, in less time, and may differ in their last digits.
  var withFewerProducts: any LayerOperation { get }
  /// The form for a model that is only used, whose weights stay as they are for long, with the same numbers.
  var forInference: any LayerOperation { get }
  /// The form for a layer that is used while others learn: a frozen one, or any layer of a model that is looked into.
  /// Unlike ``forInference`` it has a backward pass.
  var frozen: any LayerOperation { get }
  /// The form for a model whose weights take much more memory than the values of a batch: with large weights a
  /// ``PartedOperation``.
  var inParts: any LayerOperation { get }
  /// This layer with its activation and the next layer in one, for a model that is only used; nil where there is no
  /// such thing.
  func joined(_ activation: Activation, _ next: any LayerOperation) -> (any LayerOperation)?
  /// Whether ``forward(_:)`` applies the layer's activation itself, as it can where it is relu.
  var appliesActivation: Bool { get }
  /// Computes `pass.output` from `pass.input`, without the activation unless ``appliesActivation`` says so.
  func forward(_ pass: LayerPass)
  /// Computes `pass.inputGradient` (where wanted) and this group's part of the weights' gradient from
  /// `pass.outputGradient`, which already has the activation's derivative in it.
  func backward(_ pass: LayerPass)
}

extension LayerOperation {
  public var scratchLanes: Int { 0 }
  public var packedCount: Int { 0 }
  public var packedParts: Int { packedCount > 0 ? 1 : 0 }
  public var appliesActivation: Bool { false }
  public func passesThrough(isTraining: Bool) -> Bool { false }
  public var withFewerProducts: any LayerOperation { self }
  public var forInference: any LayerOperation { self }
  public var frozen: any LayerOperation { self }
  public var inParts: any LayerOperation { self }
  public func joined(_ activation: Activation, _ next: any LayerOperation) -> (any LayerOperation)? { nil }
  public var weightGradient: WeightGradient { .none }
  public func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {}
}

/// How the gradient of a layer's weights comes about. Either way its sums have an order fixed by the shapes.
public enum WeightGradient: Sendable {
  /// The layer has no weights.
  case none
  /// Each group writes a partial gradient of all weights; the partials are added in the order of the groups.
  case perGroup
  /// The sums over the batch that the layer needs anyway are the gradient: see ``BatchWideOperation``.
  case batchWide
  /// One matrix product over the batch, from kept inputs and output gradients: `[inputs][outputs]` and a bias.
  case perBatch(inputs: Int, outputs: Int)
}

/// The memory of one layer and one group of images during a pass.
public struct LayerPass {
  public let input: UnsafePointer<Lanes>
  public let output: UnsafeMutablePointer<Lanes>
  /// All weights of the layer, one tensor after the other.
  public let weights: UnsafePointer<Float>
  public let packed: UnsafePointer<Float>
  public let scratch: UnsafeMutablePointer<Lanes>
  /// Backward only.
  public let outputGradient: UnsafeMutablePointer<Lanes>
  /// Nil where no weights come before this layer: nobody asks for the gradient of data.
  public let inputGradient: UnsafeMutablePointer<Lanes>?
  /// Where this group's part of the weights' gradient goes: for `.perGroup` a partial gradient, for `.perBatch`
  /// the output gradients in panels (see `Kernels.DensePanels`).
  public let gradient: UnsafeMutablePointer<Float>
  /// The group's number in the batch and the images in it, 16 but for the last group.
  public let group, images: Int
  /// Whether the model learns, rather than being used.
  public let isTraining: Bool
  /// The random numbers of this layer at this step.
  public let random: Philox
  /// For a ``BatchWideOperation``: the sums of this group and of the batch.
  public let groupSums, batchSums: UnsafeMutablePointer<Float>
}

/// A layer whose output for one image depends on the whole batch while it trains. Each pass gathers sums group by
/// group, combines them once, in the order of the groups, and then goes on group by group.
public protocol BatchWideOperation: LayerOperation {
  /// Floats that a group gathers, and that the batch keeps.
  var groupSums: Int { get }
  var batchSums: Int { get }

  func gatherForward(_ pass: LayerPass)
  func combineForward(_ batch: BatchSums, weights: UnsafeMutablePointer<Float>)
  func gatherBackward(_ pass: LayerPass)
  /// Also writes the gradient of the layer's trainable weights.
  func combineBackward(
    _ batch: BatchSums, weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>)
}

/// A layer that can be computed for several groups at once in a model that is used: each weight then comes from memory once for
/// all of them. The numbers are those of a computation group by group.
public protocol ManyGroupsOperation: LayerOperation {
  /// Computes the output of `groups` groups, which lie behind each other; `first` is the pass of the first.
  func forward(groups: Int, _ first: LayerPass)
}

/// A layer that is computed for all groups of a batch at once, by every thread a part: each weight comes from memory once for
/// the whole batch, and to one thread. The numbers are the same.
public protocol PartedOperation: LayerOperation {
  /// Computes a part of the output of `groups` groups, which lie behind each other; `first` is the pass of the first.
  func forward(part: Int, of parts: Int, groups: Int, _ first: LayerPass)
  /// Computes a part of the input's gradient. What ``LayerOperation/backward(_:)`` does comes before, group by group.
  func backward(part: Int, of parts: Int, groups: Int, _ first: LayerPass)
}

/// The sums of a batch-wide layer: a batch's own, and its groups'.
public struct BatchSums {
  public let ofBatch: UnsafeMutablePointer<Float>
  let groupSums: UnsafeMutablePointer<Float>
  let stride: Int
  public let images: Int

  public var groups: Int { groupCount(images) }
  public func ofGroup(_ group: Int) -> UnsafeMutablePointer<Float> { groupSums + group * stride }
  public func images(in group: Int) -> Int { min(laneCount, images - group * laneCount) }
}
