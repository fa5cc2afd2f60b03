import Core
import Kernels

/// The memory of a model's passes over one batch, allocated once and used for every step.
///
/// A worker computes one group of images through all layers, so that its values stay in the processor's cache: it
/// needs one set of buffers, not one per group. Only what the weight gradients of a whole batch need is kept for
/// each group: the inputs of Dense layers and the gradients of their outputs. A model with a layer that looks at the
/// whole batch (``BatchWideOperation``) stops there until all groups have come so far, and keeps everything.
final class Workspace {
  /// By reference: a pass over a group looks at several, and a copy would count references for all that is in it.
  final class Stage {
    let operation: any LayerOperation
    /// Whether the output is the input, and the output's gradient the input's.
    let passesThrough: Bool
    let activation: Activation
    /// All weights, and those of them that are trained.
    let parameters: Range<Int>
    let trainable: Int
    let outputCount: Int
    /// The length of the output's last axis, over which softmax goes.
    let outputChannels: Int
    let output: Buffer
    let outputGradient: Buffer
    let packed: UnsafeMutablePointer<Float>
    /// The groups' parts of the weight gradient, `gradientStride` floats each.
    let gradient: UnsafeMutablePointer<Float>
    let gradientStride: Int
    let batchWide:
      (
        operation: any BatchWideOperation, ofBatch: UnsafeMutablePointer<Float>,
        groups: UnsafeMutablePointer<Float>
      )?
    let parted: (any PartedOperation)?
    let manyGroups: (any ManyGroupsOperation)?

    fileprivate init(
      _ part: Part, passesThrough: Bool, output: Buffer, outputGradient: Buffer,
      packed: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>, gradientStride: Int,
      batchWide: (
        operation: any BatchWideOperation, ofBatch: UnsafeMutablePointer<Float>,
        groups: UnsafeMutablePointer<Float>
      )?
    ) {
      operation = part.operation
      parted = part.operation as? any PartedOperation
      manyGroups = part.operation as? any ManyGroupsOperation
      activation = part.activation
      parameters = part.node.range
      trainable = part.node.trainableWeights.map(\.count).reduce(0, +)
      outputCount = part.outputShape.elementCount ?? 0
      outputChannels = max(1, part.outputShape.last ?? 1)
      self.passesThrough = passesThrough
      self.output = output
      self.outputGradient = outputGradient
      self.packed = packed
      self.gradient = gradient
      self.gradientStride = gradientStride
      self.batchWide = batchWide
    }
  }

  /// Lanes for each group where they are kept, else for each worker.
  struct Buffer {
    let lanes: UnsafeMutablePointer<Lanes>
    let count: Int
    let isKept: Bool
    /// How many a worker has where they are not kept: then `group` counts in those.
    let groupsOfWorker: Int

    func of(group: Int, worker: Int) -> UnsafeMutablePointer<Lanes> {
      lanes + count * (isKept ? group : worker * groupsOfWorker + (groupsOfWorker > 1 ? group : 0))
    }
  }

  /// What the passes are for.
  enum Purpose {
    /// The outputs of a model that is used, alone: layers may be joined, and little is kept.
    case use
    /// The outputs of layers that are looked at: to the last bit what an inspection and an explanation give.
    case extraction
    /// The gradients of the weights.
    case training
    /// What every layer of a model that is used gives, and the gradients of that and of the input.
    case inspection

    var isForwardOnly: Bool { self == .use || self == .extraction }
  }

  /// What a pass is about.
  struct Batch {
    let images: Int
    let isTraining: Bool
    let seed: UInt64
    let step: Int
  }

  let stages: [Stage]
  /// The first stage with weights to train: before it no gradients are wanted. 0 for an inspection.
  let firstTrained: Int
  /// The gradient of the model's input, where it is inspected.
  let inputGradient: Buffer?
  /// The stages between two stops; every one but the first begins with a batch-wide layer or a parted one.
  let segments: [Range<Int>]
  let input: Buffer
  private let scratch: UnsafeMutablePointer<Lanes>
  private let scratchLanes: Int
  /// The stages whose weights are rearranged, part by part.
  private let packings: [(stage: Int, part: Int)]
  private var allocations: [UnsafeMutableRawPointer] = []

  /// A layer, or two in one.
  fileprivate struct Part {
    let operation: any LayerOperation
    /// What is left to be applied to the output.
    let activation: Activation
    /// The layer that has the weights.
    let node: Model.Node
    let outputShape: Shape

    static func parts(of model: Model, groups: Int, for purpose: Purpose) -> [Part] {
      var parts: [Part] = []
      let weighsMore = model.weighsMore(thanValuesOf: groups)
      for node in model.nodes {
        var operation = node.layer.operation(for: node.inputShape)
        switch purpose {
        case .use: operation = operation.forInference.withFewerProducts
        case .extraction: operation = operation.forInference
        case .training:
          operation = (node.isTrainable ? operation : operation.frozen).withFewerProducts
          if weighsMore, node.isTrainable { operation = operation.inParts }
        case .inspection: operation = operation.frozen
        }
        if purpose.isForwardOnly, let last = parts.last,
          let both = last.operation.joined(last.activation, operation)
        {
          parts[parts.count - 1] = Part(
            operation: both, activation: node.layer.activation, node: last.node,
            outputShape: node.outputShape)
        } else {
          parts.append(
            Part(
              operation: operation, activation: node.layer.activation, node: node,
              outputShape: node.outputShape))
        }
      }
      return parts
    }
  }

  /// How many groups a worker computes at once in a model that is used.
  static func groupsAtOnce(_ model: Model) -> Int { model.weighsMore(thanValuesOf: 2) ? 2 : 1 }

  /// - Parameters:
  ///   - groups: the most groups that a batch may have; in a model that is used, that a worker computes at once.
  /// - Throws: where that takes more memory than can be had.
  init(_ model: Model, groups: Int, workers: Int, for purpose: Purpose) throws(ModelError) {
    let trains = purpose == .training
    let parts = Part.parts(of: model, groups: groups, for: purpose)
    let operations = parts.map(\.operation)
    let stops = operations.indices.filter {
      trains && (operations[$0] is any BatchWideOperation || operations[$0] is any PartedOperation)
    }
    // First what it would take, then the memory itself.
    var plan = Layout(parts, model, groups: groups, workers: workers, purpose, stops, isPlan: true)
    plan.free()
    if let refusal = MachineMemory.refusal(
      of: "\(model.name) with what its layers give for \(groups * laneCount) images at once",
      bytes: plan.bytes)
    {
      throw ModelError(
        refusal + (trains && groups > 1 ? "; a smaller batch_size takes less" : ""),
        subject: trains ? "batch_size" : nil)
    }
    let layout = Layout(parts, model, groups: groups, workers: workers, purpose, stops, isPlan: false)
    (input, inputGradient, stages) = (layout.input, layout.inputGradient, layout.stages)
    (scratch, scratchLanes, allocations) = (layout.scratch, layout.scratchLanes, layout.allocations)
    firstTrained = trains ? stages.firstIndex { $0.trainable > 0 } ?? stages.count : 0
    segments = zip([0] + stops, stops + [stages.count]).map { $0..<$1 }
    packings = operations.indices.flatMap { stage in
      (0..<operations[stage].packedParts).map { (stage, $0) }
    }
  }

  /// The memory of a workspace, piece by piece.
  private struct Layout {
    let input: Buffer
    let inputGradient: Buffer?
    let stages: [Stage]
    let scratch: UnsafeMutablePointer<Lanes>
    let scratchLanes: Int
    private(set) var allocations: [UnsafeMutableRawPointer]
    /// What all pieces take.
    let bytes: Int

    /// - Parameter isPlan: whether the pieces are only counted; each is then a place of no length.
    init(
      _ parts: [Part], _ model: Model, groups: Int, workers: Int, _ purpose: Purpose, _ stops: [Int],
      isPlan: Bool
    ) {
      let trains = purpose == .training
      let operations = parts.map(\.operation)
      var allocations: [UnsafeMutableRawPointer] = []
      var bytes = 0
      func allocate<T>(_ count: Int, of zero: T) -> UnsafeMutablePointer<T> {
        bytes += count * MemoryLayout<T>.stride
        let pointer = allocateAligned(isPlan ? 0 : count, of: zero)
        allocations.append(UnsafeMutableRawPointer(pointer))
        return pointer
      }
      /// Floats that begin where a vector may.
      func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(allocate(groupCount(count), of: Lanes())).assumingMemoryBound(to: Float.self)
      }
      let groupsOfWorker = purpose.isForwardOnly ? groups : 1
      func buffer(_ count: Int, isKept: Bool) -> Buffer {
        let isKept = isKept || !stops.isEmpty
        return Buffer(
          lanes: allocate(count * (isKept ? groups : workers * groupsOfWorker), of: Lanes()), count: count,
          isKept: isKept, groupsOfWorker: groupsOfWorker)
      }
      func needsKeptInput(_ index: Int) -> Bool {
        guard trains, index < operations.count else { return false }
        if operations[index].passesThrough(isTraining: trains) { return needsKeptInput(index + 1) }
        if case .perBatch = operations[index].weightGradient { return true }
        return false
      }
      let input = buffer(model.inputShape.elementCount ?? 0, isKept: needsKeptInput(0))
      var lastOutput = input
      let inputGradient =
        purpose == .inspection ? buffer(model.inputShape.elementCount ?? 0, isKept: false) : nil
      var lastGradient = inputGradient
      (self.input, self.inputGradient) = (input, inputGradient)
      stages = parts.enumerated().map { index, part in
        let operation = part.operation
        let passesThrough = operation.passesThrough(isTraining: trains)
        let outputCount = part.outputShape.elementCount ?? 0
        let gradientCount: Int
        switch operation.weightGradient {
        case .none: gradientCount = 0
        case .perGroup, .batchWide: gradientCount = part.node.range.count
        case .perBatch(_, let outputs): gradientCount = DensePanels.floatsPerGroup(outputs: outputs)
        }
        if !passesThrough { lastOutput = buffer(outputCount, isKept: needsKeptInput(index + 1)) }
        let outputGradient =
          lastGradient.flatMap { passesThrough ? $0 : nil }
          ?? buffer(purpose.isForwardOnly ? 0 : outputCount, isKept: false)
        lastGradient = outputGradient
        let batchWide = (operation as? any BatchWideOperation).map {
          ($0, ofBatch: allocateFloats($0.batchSums), groups: allocateFloats($0.groupSums * groups))
        }
        return Stage(
          part, passesThrough: passesThrough, output: lastOutput, outputGradient: outputGradient,
          packed: allocateFloats(operation.packedCount),
          gradient: allocateFloats(purpose.isForwardOnly ? 0 : paddedToLanes(gradientCount) * groups),
          gradientStride: paddedToLanes(gradientCount), batchWide: batchWide)
      }
      scratchLanes = operations.map(\.scratchLanes).max() ?? 0
      scratch = allocate(scratchLanes * workers, of: Lanes())
      self.allocations = allocations
      self.bytes = bytes
    }

    mutating func free() {
      for pointer in allocations { pointer.deallocate() }
      allocations = []
    }
  }

  deinit { for pointer in allocations { pointer.deallocate() } }

  /// Rearranges the weights of every layer for the passes that follow.
  func prepare(_ weights: UnsafePointer<Float>, pool: WorkerPool) {
    pool.forEach(packings.count) { index, _ in
      let stage = self.stages[self.packings[index].stage]
      stage.operation.prepare(
        part: self.packings[index].part, weights: weights + stage.parameters.lowerBound,
        packed: stage.packed)
    }
  }

  /// The sums of the batch-wide layer at `index`; nil where there is none, as after the last segment.
  func sums(_ index: Int, _ batch: Batch) -> (operation: any BatchWideOperation, sums: BatchSums)? {
    guard index < stages.count else { return nil }
    return stages[index].batchWide.map { operation, ofBatch, groups in
      (
        operation,
        BatchSums(ofBatch: ofBatch, groupSums: groups, stride: operation.groupSums, images: batch.images)
      )
    }
  }

  /// Computes the parted layer at `index` for all groups; does nothing for another.
  func forwardInParts(
    _ index: Int, weights: UnsafePointer<Float>, _ batch: Batch, pool: WorkerPool
  ) {
    guard index < stages.count, let parted = stages[index].parted else { return }
    let first = pass(index, group: 0, worker: 0, weights: weights, batch)
    let groups = groupCount(batch.images)
    pool.forEach(pool.count) { part, _ in parted.forward(part: part, of: pool.count, groups: groups, first) }
  }

  /// The gradient of its input.
  func backwardInParts(
    _ index: Int, weights: UnsafePointer<Float>, _ batch: Batch, pool: WorkerPool
  ) {
    let first = pass(index, group: 0, worker: 0, weights: weights, batch)
    guard let parted = stages[index].parted, first.inputGradient != nil else { return }
    let groups = groupCount(batch.images)
    pool.forEach(pool.count) { part, _ in parted.backward(part: part, of: pool.count, groups: groups, first) }
  }

  /// The memory of the layer at `index` for one group.
  func pass(_ index: Int, group: Int, worker: Int, weights: UnsafePointer<Float>, _ batch: Batch) -> LayerPass
  {
    let stage = stages[index]
    let before = index > 0 ? stages[index - 1] : nil
    let sums = stage.batchWide
    return LayerPass(
      input: UnsafePointer((before?.output ?? input).of(group: group, worker: worker)),
      output: stage.output.of(group: group, worker: worker),
      weights: weights + stage.parameters.lowerBound, packed: UnsafePointer(stage.packed),
      scratch: scratch + scratchLanes * worker,
      outputGradient: stage.outputGradient.of(group: group, worker: worker),
      inputGradient: (index > firstTrained ? before?.outputGradient : inputGradient)?
        .of(group: group, worker: worker),
      gradient: stage.gradient + stage.gradientStride * group, group: group,
      images: min(laneCount, batch.images - group * laneCount), isTraining: batch.isTraining,
      random: Philox(seed: batch.seed, stream: UInt64(index + 1) << 40 | UInt64(batch.step)),
      groupSums: sums.map { $0.groups + $0.operation.groupSums * group } ?? stage.gradient,
      batchSums: sums?.ofBatch ?? stage.gradient)
  }

  /// Computes the layers of `range` for one group whose input is in place. Those in parts are done already.
  /// - Parameter stopsBeforeLastActivation: leaves the model's output as logits, for a loss that takes them.
  func forward(
    _ range: Range<Int>, group: Int, worker: Int, weights: UnsafePointer<Float>, _ batch: Batch,
    stopsBeforeLastActivation: Bool
  ) {
    for index in range {
      let stage = stages[index]
      let pass = pass(index, group: group, worker: worker, weights: weights, batch)
      if !stage.passesThrough, stage.parted == nil { stage.operation.forward(pass) }
      activate(index, pass, stopsBeforeLast: stopsBeforeLastActivation)
    }
  }

  private func activate(_ index: Int, _ pass: LayerPass, stopsBeforeLast: Bool) {
    let stage = stages[index]
    if stage.operation.appliesActivation || (stopsBeforeLast && index == stages.count - 1) { return }
    stage.activation.apply(pass.output, count: stage.outputCount, channels: stage.outputChannels)
  }

  /// All layers of a model that is used, not trained, for the first `groups` groups of a worker, whose inputs are in place.
  func forward(
    groups: Int, worker: Int, weights: UnsafePointer<Float>, stopsBeforeLastActivation: Bool
  ) {
    let batch = Batch(images: laneCount * groups, isTraining: false, seed: 0, step: 0)
    for index in stages.indices {
      let stage = stages[index]
      for group in 0..<groups {
        let pass = pass(index, group: group, worker: worker, weights: weights, batch)
        if let manyGroups = stage.manyGroups {
          if group == 0 { manyGroups.forward(groups: groups, pass) }
        } else if !stage.passesThrough {
          stage.operation.forward(pass)
        }
        activate(index, pass, stopsBeforeLast: stopsBeforeLastActivation)
      }
    }
  }

  /// The model's output for a group.
  func output(group: Int, worker: Int) -> UnsafeMutablePointer<Lanes> {
    (stages.last?.output ?? input).of(group: group, worker: worker)
  }

  /// Takes the gradient of the last output of `range`, which is in place, back through its layers.
  func backward(
    _ range: Range<Int>, group: Int, worker: Int, weights: UnsafePointer<Float>, _ batch: Batch,
    startsBeforeLastActivation: Bool
  ) {
    for index in range.reversed() where index >= firstTrained {
      let stage = stages[index]
      let pass = pass(index, group: group, worker: worker, weights: weights, batch)
      if !(startsBeforeLastActivation && index == stages.count - 1) {
        stage.activation.applyGradient(
          output: UnsafePointer(pass.output), gradient: pass.outputGradient, count: stage.outputCount,
          channels: stage.outputChannels)
      }
      if !stage.passesThrough { stage.operation.backward(pass) }
    }
  }
}
