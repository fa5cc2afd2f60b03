import Core
import Kernels

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
  /// Whether the backward pass reads what the forward pass took in, and what it gave.
  var backwardReadsInput: Bool { get }
  var backwardReadsOutput: Bool { get }
  /// Whether the output may lie where an input did, and whether an input's gradient may lie where the output's did.
  var worksInPlace: Bool { get }
  var gradientWorksInPlace: Bool { get }
  /// Whether the backward pass can add an input's gradient to what other layers have written there.
  var addsToGradient: Bool { get }
  /// Whether the input may be the first channels of wider pixels. Its passes then go by ``LayerPass/inputStride``.
  var takesWiderPixels: Bool { get }
  /// Whether ``forward(_:)`` applies the layer's activation itself, as it can where it is relu.
  var appliesActivation: Bool { get }
  /// Whether the backward pass takes the gradient through that activation as well.
  var appliesActivationGradient: Bool { get }
  /// This layer with an activation that stands behind it as a layer of its own, with the same numbers; nil where that saves nothing.
  func applying(_ activation: Activation) -> (any LayerOperation)?
  /// Computes `pass.output` from `pass.input`, without the activation unless ``appliesActivation`` says so.
  func forward(_ pass: LayerPass)
  /// Computes `pass.inputGradient` (where wanted) and this group's part of the weights' gradient from
  /// `pass.outputGradient`, which already has the activation's derivative in it unless ``appliesActivationGradient``.
  func backward(_ pass: LayerPass)
}

extension LayerOperation {
  public var scratchLanes: Int { 0 }
  public var packedCount: Int { 0 }
  public var packedParts: Int { packedCount > 0 ? 1 : 0 }
  public var appliesActivation: Bool { false }
  public var appliesActivationGradient: Bool { false }
  public func applying(_ activation: Activation) -> (any LayerOperation)? { nil }
  public var backwardReadsInput: Bool { true }
  public var backwardReadsOutput: Bool { true }
  public var worksInPlace: Bool { false }
  public var gradientWorksInPlace: Bool { worksInPlace }
  public var addsToGradient: Bool { false }
  public var takesWiderPixels: Bool { false }
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
  /// One matrix product over the batch, from kept inputs and output gradients: `[inputs][outputs]` and perhaps a bias.
  case perBatch(inputs: Int, outputs: Int, hasBias: Bool)
}
