import Core
import Kernels

/// The memory of one layer and one group of images during a pass.
public struct LayerPass {
  public internal(set) var input: UnsafePointer<Lanes>
  /// Lanes from a pixel of the input, and of its gradient, to the next one: as many as it has channels, or more for an operation that
  /// ``LayerOperation/takesWiderPixels``.
  public let inputStride: Int
  public internal(set) var output: UnsafeMutablePointer<Lanes>
  /// All weights of the layer, one tensor after the other.
  public internal(set) var weights: UnsafePointer<Float>
  public internal(set) var packed: UnsafePointer<Float>
  public internal(set) var scratch: UnsafeMutablePointer<Lanes>
  /// Backward only.
  public internal(set) var outputGradient: UnsafeMutablePointer<Lanes>
  /// Nil where no weights come before this layer: nobody asks for the gradient of data.
  public internal(set) var inputGradient: UnsafeMutablePointer<Lanes>?
  /// Whether it is to be added to what is there, of an operation that ``LayerOperation/addsToGradient``.
  public let addsInputGradient: Bool
  /// Where this group's part of the weights' gradient goes: for `.perGroup` a partial gradient, for `.perBatch`
  /// the output gradients in panels (see `Kernels.DensePanels`).
  public internal(set) var gradient: UnsafeMutablePointer<Float>
  /// The group's number in the batch and the images in it, 16 but for the last group.
  public let group, images: Int
  /// Whether the model learns, rather than being used.
  public let isTraining: Bool
  /// The random numbers of this layer at this step.
  public let random: Philox
  /// For a ``BatchWideOperation``: the sums of this group and of the batch.
  public let groupSums, batchSums: UnsafeMutablePointer<Float>
}
