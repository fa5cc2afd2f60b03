import Kernels

/// The memory of a model's passes over one batch, allocated once and used for every step.
///
/// A worker computes one group of images through all layers, so that its values stay in the processor's cache: it
/// needs one set of buffers, not one per group. Only what the weight gradients of a whole batch need is kept for
/// each group: the inputs of Dense layers and the gradients of their outputs.
final class Workspace {
  struct Stage {
    let operation: any LayerOperation
    let activation: Activation
    let parameters: Range<Int>
    let outputCount: Int
    /// The length of the output's last axis, along which softmax goes.
    let outputChannels: Int
    /// Whether the output is kept for each group, because the next layer's weight gradient needs it.
    let keepsOutput: Bool
    let output: UnsafeMutablePointer<Lanes>
    let outputGradient: UnsafeMutablePointer<Lanes>
    let packed: UnsafeMutablePointer<Float>
    /// The groups' parts of the weight gradient, `gradientStride` floats each.
    let gradient: UnsafeMutablePointer<Float>
    let gradientStride: Int
  }

  let stages: [Stage]
  let inputCount: Int
  let keepsInput: Bool
  let input: UnsafeMutablePointer<Lanes>
  let scratch: UnsafeMutablePointer<Lanes>
  let scratchLanes: Int
  /// The most groups that a batch may have.
  let groups: Int
  private var allocations: [UnsafeMutableRawPointer] = []

  /// - Parameter trains: whether gradients are wanted; without, a pass needs the outputs only.
  init(_ model: Model, groups: Int, workers: Int, trains: Bool) {
    self.groups = groups
    var allocations: [UnsafeMutableRawPointer] = []
    func allocate<T>(_ count: Int, of zero: T) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: zero, count: max(1, count))
      allocations.append(UnsafeMutableRawPointer(pointer))
      return pointer
    }
    let operations = model.nodes.map { $0.layer.operation(for: $0.inputShape) }
    func needsKeptInput(_ index: Int) -> Bool {
      guard trains, index < operations.count else { return false }
      if case .perBatch = operations[index].weightGradient { return true }
      return false
    }
    inputCount = model.inputShape.elementCount ?? 0
    keepsInput = needsKeptInput(0)
    input = allocate(inputCount * (keepsInput ? groups : workers), of: Lanes())
    stages = model.nodes.enumerated().map { index, node in
      let operation = operations[index]
      let outputCount = node.outputShape.elementCount ?? 0
      let keeps = needsKeptInput(index + 1)
      let gradientStride: Int
      switch operation.weightGradient {
      case .none: gradientStride = 0
      case .perGroup: gradientStride = node.range.count
      case .perBatch(_, let outputs): gradientStride = laneCount * paddedToLanes(outputs)
      }
      return Stage(
        operation: operation, activation: node.layer.activation, parameters: node.range,
        outputCount: outputCount, outputChannels: max(1, node.outputShape.last ?? 1), keepsOutput: keeps,
        output: allocate(outputCount * (keeps ? groups : workers), of: Lanes()),
        outputGradient: allocate(trains ? outputCount * workers : 0, of: Lanes()),
        packed: allocate(operation.packedCount, of: Float(0)),
        // Lanes are allocated so that the rows start where a vector may.
        gradient: UnsafeMutableRawPointer(
          allocate(trains ? groupCount(gradientStride) * groups : 0, of: Lanes())
        ).assumingMemoryBound(to: Float.self),
        gradientStride: paddedToLanes(gradientStride))
    }
    scratchLanes = operations.map(\.scratchLanes).max() ?? 0
    scratch = allocate(scratchLanes * workers, of: Lanes())
    self.allocations = allocations
  }

  deinit { for pointer in allocations { pointer.deallocate() } }

  func input(group: Int, worker: Int) -> UnsafeMutablePointer<Lanes> {
    input + inputCount * (keepsInput ? group : worker)
  }

  func output(_ stage: Stage, group: Int, worker: Int) -> UnsafeMutablePointer<Lanes> {
    stage.output + stage.outputCount * (stage.keepsOutput ? group : worker)
  }

  /// Rearranges the weights of every layer for the passes that follow.
  func prepare(_ weights: UnsafePointer<Float>) {
    for stage in stages {
      stage.operation.prepare(weights: weights + stage.parameters.lowerBound, packed: stage.packed)
    }
  }

  private func pass(
    _ index: Int, group: Int, worker: Int, weights: UnsafePointer<Float>, wantsInputGradient: Bool
  ) -> LayerPass {
    let stage = stages[index]
    let inputGradient: UnsafeMutablePointer<Lanes>? =
      index > 0 && wantsInputGradient
      ? stages[index - 1].outputGradient + stages[index - 1].outputCount * worker : nil
    return LayerPass(
      input: UnsafePointer(
        index > 0
          ? output(stages[index - 1], group: group, worker: worker) : input(group: group, worker: worker)),
      output: output(stage, group: group, worker: worker), weights: weights + stage.parameters.lowerBound,
      packed: UnsafePointer(stage.packed), scratch: scratch + scratchLanes * worker,
      outputGradient: stage.outputGradient + stage.outputCount * worker, inputGradient: inputGradient,
      gradient: stage.gradient + stage.gradientStride * group)
  }

  /// Computes all layers for one group whose input is in place, and returns the last output.
  /// - Parameter stopsBeforeLastActivation: leaves the last output as logits, for a loss that takes them.
  func forward(
    group: Int, worker: Int, weights: UnsafePointer<Float>, stopsBeforeLastActivation: Bool
  ) -> UnsafeMutablePointer<Lanes> {
    var last = input(group: group, worker: worker)
    for index in stages.indices {
      let pass = pass(index, group: group, worker: worker, weights: weights, wantsInputGradient: false)
      stages[index].operation.forward(pass)
      if !(stopsBeforeLastActivation && index == stages.count - 1) {
        stages[index].activation.apply(
          pass.output, count: stages[index].outputCount, channels: stages[index].outputChannels)
      }
      last = pass.output
    }
    return last
  }

  /// Takes the gradient of the last output, which is in place, back through all layers.
  func backward(
    group: Int, worker: Int, weights: UnsafePointer<Float>, startsBeforeLastActivation: Bool
  ) {
    for index in stages.indices.reversed() {
      let stage = stages[index]
      let pass = pass(index, group: group, worker: worker, weights: weights, wantsInputGradient: true)
      if !(startsBeforeLastActivation && index == stages.count - 1) {
        stage.activation.applyGradient(
          output: UnsafePointer(pass.output), gradient: pass.outputGradient, count: stage.outputCount,
          channels: stage.outputChannels)
      }
      stage.operation.backward(pass)
    }
  }
}
