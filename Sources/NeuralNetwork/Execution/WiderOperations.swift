import Core
import Kernels

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

/// A convolution that can be computed in bands of its output's rows, which come in order: see ``PooledBands``.
protocol BandedConvolution: LayerOperation {
  var geometry: ConvolutionGeometry { get }
  /// The fewest rows of the output that are worth a band.
  var fewestRows: Int { get }
  /// Whether the output takes less time to compute than to read from memory.
  var isCheap: Bool { get }
  /// Whether the last band looks at the output's gradient in all rows, and not in its own alone.
  func looksBack(_ pass: LayerPass) -> Bool

  func forward(_ pass: LayerPass, rows: Range<Int>)
  /// The sums of the weights' gradient wait in the scratch; the last band writes them, and the gradient of the input.
  func backward(_ pass: LayerPass, rows: Range<Int>)
}

extension BandedConvolution {
  func forward(_ pass: LayerPass) { forward(pass, rows: 0..<geometry.outputHeight) }
  func backward(_ pass: LayerPass) { backward(pass, rows: 0..<geometry.outputHeight) }
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

/// A layer that can apply a relu as it writes what it gives.
protocol RectifyingOperation: LayerOperation {
  var appliesActivation: Bool { get set }
}

extension RectifyingOperation {
  func applying(_ activation: Activation) -> (any LayerOperation)? {
    guard activation == .relu else { return nil }
    var rectifying = self
    rectifying.appliesActivation = true
    return rectifying
  }
}

/// A layer of several inputs.
public protocol MergingOperation: LayerOperation {
  /// Computes the output of a group from all inputs. Of the output, and of its gradient, a pixel begins `outputStride` lanes after the
  /// other: as many as it has channels, or more where the output of a Concatenate lies within that of another one.
  func forward(
    _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafeMutablePointer<Lanes>,
    outputStride: Int)
  /// Computes the gradient of the input of this number.
  func backward(
    _ number: Int, _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafePointer<Lanes>,
    outputStride: Int, outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>)
}

extension MergingOperation {
  /// Never called, nor is the other: those of several inputs are.
  public func forward(_ pass: LayerPass) {}
  public func backward(_ pass: LayerPass) {}
}
