import Core
import Kernels

extension Workspace {
  /// A step of the plan with its memory. By reference: a pass over a group looks at several, and a copy would count references
  /// for all that is in it.
  final class Stage {
    let operation: any LayerOperation
    /// The number of the layer in the model.
    let layer: Int
    /// Whether the output is the input, and the output's gradient the input's.
    let passesThrough: Bool
    let activation: Activation
    let penalty: ActivityPenalty?
    /// All weights, and those of them that are trained.
    let parameters: Range<Int>
    let trainable: Int
    let outputCount: Int
    /// The length of the output's last axis, over which softmax goes.
    let outputChannels: Int
    let inputs: [Buffer]
    let output: Buffer
    /// Of no length where nobody asks for it.
    let outputGradient: Buffer
    /// Whether the gradient goes back through this layer.
    let goesBack: Bool
    /// Where the gradient of each input goes; nil where nobody asks for it.
    let inputGradients: [(buffer: Buffer, use: Plan.GradientUse)?]
    let packed: UnsafeMutablePointer<Float>
    /// The groups' parts of the weight gradient, `gradientStride` floats each.
    let gradient: UnsafeMutablePointer<Float>
    let gradientStride: Int
    let batchWide: BatchWide?
    let parted: (any PartedOperation)?
    let manyGroups: (any ManyGroupsOperation)?
    let merging: (any MergingOperation)?
    /// Where the stage is the activation of a layer and nothing else.
    let activationAlone: ElementwiseOperation?

    init(
      _ step: Plan.Step, inputs: [Buffer], output: Buffer, outputGradient: Buffer, goesBack: Bool,
      inputGradients: [(buffer: Buffer, use: Plan.GradientUse)?], packed: UnsafeMutablePointer<Float>,
      gradient: UnsafeMutablePointer<Float>, gradientStride: Int, batchWide: BatchWide?
    ) {
      operation = step.operation
      parted = step.operation as? any PartedOperation
      manyGroups = step.operation as? any ManyGroupsOperation
      merging = step.operation as? any MergingOperation
      activationAlone = step.node.activation == .linear ? nil : step.operation as? ElementwiseOperation
      layer = step.index
      activation = step.activation
      penalty = step.penalty
      parameters = step.node.range
      trainable = step.node.trainableWeights.map(\.count).reduce(0, +)
      outputCount = step.outputShape.elementCount ?? 0
      outputChannels = max(1, step.outputShape.last ?? 1)
      passesThrough = step.passesThrough
      self.inputs = inputs
      self.output = output
      self.outputGradient = outputGradient
      self.goesBack = goesBack
      self.inputGradients = inputGradients
      self.packed = packed
      self.gradient = gradient
      self.gradientStride = gradientStride
      self.batchWide = batchWide
    }
  }

  /// A layer that looks at the whole batch, and the memory of its sums.
  struct BatchWide {
    let operation: any BatchWideOperation
    let ofBatch, groups: UnsafeMutablePointer<Float>
  }

  /// Lanes for each group where they are kept, else for each worker.
  struct Buffer {
    let lanes: UnsafeMutablePointer<Lanes>
    let count: Int
    /// Lanes from a pixel to the next one: more than there are channels where the value lies within another one.
    let pixelStride: Int
    /// Lanes from a group's first to the next one's: what shares the place may be longer.
    let stride: Int
    let isKept: Bool
    /// How many a worker has where they are not kept: then `group` counts in those.
    let groupsOfWorker: Int

    func of(group: Int, worker: Int) -> UnsafeMutablePointer<Lanes> {
      lanes + stride * (isKept ? group : worker * groupsOfWorker + (groupsOfWorker > 1 ? group : 0))
    }
  }
}
