import Core
import Kernels

/// The memory of a model's passes over one batch, allocated once and used for every step.
///
/// A worker computes one group of images through all layers, so that its values stay in the processor's cache: it
/// needs one set of buffers, not one per group. Only what the weight gradients of a whole batch need is kept for
/// each group: the inputs of Dense layers and the gradients of their outputs. A model with a layer that looks at the
/// whole batch (``BatchWideOperation``) stops there until all groups have come so far, and keeps everything.
final class Workspace {
  /// What a pass is about.
  struct Batch {
    let images: Int
    let isTraining: Bool
    let seed: UInt64
    let step: Int
  }

  let stages: [Stage]
  /// The gradient of the model's input, where it is inspected.
  let inputGradient: Buffer?
  /// The stages between two stops; every one but the first begins with a batch-wide layer or a parted one.
  let segments: [Range<Int>]
  let input: Buffer
  private let scratch: UnsafeMutablePointer<Lanes>
  private let scratchLanes: Int
  /// For a worker's input gradient that is to be added to one that is there.
  private let addend: UnsafeMutablePointer<Lanes>
  private let addendLanes: Int
  /// The stages whose weights are rearranged, part by part.
  private let packings: [(stage: Int, part: Int)]
  /// The stages that give what the model's layers give.
  private let stageOfLayer: [Int: Stage]
  /// The first stage through which a gradient goes back; none does where it is behind the last.
  private let firstThatGoesBack: Int
  /// What the layers' outputs have added to the loss of each image, for each group or, in a model that is used, for each
  /// of a worker's.
  private let penalties: UnsafeMutablePointer<SIMD16<Double>>
  private let groupsOfWorker: Int
  /// The bands of each stage that is done together with the next one.
  private let bands: [PooledBands?]
  private var allocations: [UnsafeMutableRawPointer] = []

  /// How many groups a worker computes at once in a model that is used.
  static func groupsAtOnce(_ model: Model) -> Int { model.weighsMore(thanValuesOf: 2) ? 2 : 1 }

  /// - Parameters:
  ///   - groups: the most groups that a batch may have; in a model that is used, that a worker computes at once.
  ///   - keepsAll: whether values and gradients stay when a pass is over.
  /// - Throws: where that takes more memory than can be had.
  init(
    _ model: Model, groups: Int, workers: Int, for purpose: Plan.Purpose, keepsAll: Bool = false
  ) throws(ModelError) {
    let trains = purpose == .training
    let plan = Plan(model, groups: groups, for: purpose, keepsAll: keepsAll)
    let lifetimes = Lifetimes(plan)
    // First what it would take, then the memory itself.
    if let refusal = MachineMemory.refusal(
      of: "\(model.name) with what its layers give for \(groups * laneCount) images at once",
      bytes: Layout.bytes(plan, lifetimes, groups: groups, workers: workers))
    {
      throw ModelError(
        refusal + (trains && groups > 1 ? "; a smaller batch_size takes less" : ""),
        subject: trains ? "batch_size" : nil)
    }
    let layout = Layout(plan, lifetimes, groups: groups, workers: workers, isTrial: false)
    (input, inputGradient, stages) = (layout.input, layout.inputGradient, layout.stages)
    (scratch, scratchLanes, allocations) = (layout.scratch, layout.scratchLanes, layout.allocations)
    (addend, addendLanes) = (layout.addend, layout.addendLanes)
    (penalties, groupsOfWorker) = (layout.penalties, purpose.isForwardOnly ? groups : 0)
    segments = zip([0] + plan.stops, plan.stops + [stages.count]).map { $0..<$1 }
    packings = plan.steps.indices.flatMap { stage in
      (0..<plan.steps[stage].operation.packedParts).map { (stage, $0) }
    }
    stageOfLayer = Dictionary(stages.map { ($0.layer, $0) }, uniquingKeysWith: { _, last in last })
    bands = plan.steps.indices.map { PooledBands(plan, at: $0) }
    firstThatGoesBack = stages.firstIndex(where: \.goesBack) ?? stages.count
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
    return stages[index].batchWide.map { wide in
      (
        wide.operation,
        BatchSums(
          ofBatch: wide.ofBatch, groupSums: wide.groups, stride: wide.operation.groupSums,
          images: batch.images)
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

  /// The memory of the stage at `index` for one group.
  func pass(_ index: Int, group: Int, worker: Int, weights: UnsafePointer<Float>, _ batch: Batch) -> LayerPass
  {
    let stage = stages[index]
    let sums = stage.batchWide
    return LayerPass(
      input: UnsafePointer(stage.inputs[0].of(group: group, worker: worker)),
      inputStride: stage.inputs[0].pixelStride,
      output: stage.output.of(group: group, worker: worker),
      weights: weights + stage.parameters.lowerBound, packed: UnsafePointer(stage.packed),
      scratch: scratch + scratchLanes * worker,
      outputGradient: stage.outputGradient.of(group: group, worker: worker),
      inputGradient: inputGradient(stage, 0, group: group, worker: worker),
      addsInputGradient: stage.inputGradients.first??.use == .addsInPlace,
      gradient: stage.gradient + stage.gradientStride * group, group: group,
      images: min(laneCount, batch.images - group * laneCount), isTraining: batch.isTraining,
      random: Philox(seed: batch.seed, stream: UInt64(stage.layer + 1) << 40 | UInt64(batch.step)),
      groupSums: sums.map { $0.groups + $0.operation.groupSums * group } ?? stage.gradient,
      batchSums: sums?.ofBatch ?? stage.gradient)
  }

  /// Where a stage writes the gradient of the input of this number: the value's own memory, or the worker's, to be added.
  private func inputGradient(
    _ stage: Stage, _ number: Int, group: Int, worker: Int
  ) -> UnsafeMutablePointer<Lanes>? {
    guard number < stage.inputGradients.count, let (buffer, use) = stage.inputGradients[number] else {
      return nil
    }
    return use == .adds ? addend + addendLanes * worker : buffer.of(group: group, worker: worker)
  }

  /// Adds what a stage has written to what others have.
  func addInputGradient(_ stage: Stage, _ number: Int, group: Int, worker: Int) {
    guard number < stage.inputGradients.count, let (buffer, use) = stage.inputGradients[number],
      use == .adds
    else { return }
    add(addend + addendLanes * worker, to: buffer.of(group: group, worker: worker), count: buffer.count)
  }

  /// Computes the stages of `range` for one group whose input is in place. Those in parts are done already.
  /// - Parameter stopsBeforeLastActivation: leaves the model's output as logits, for a loss that takes them.
  func forward(
    _ range: Range<Int>, group: Int, worker: Int, weights: UnsafePointer<Float>, _ batch: Batch,
    stopsBeforeLastActivation: Bool
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      defer { index += 1 }
      let stage = stages[index]
      let pass = pass(index, group: group, worker: worker, weights: weights, batch)
      if let bands = bands[index] {
        if index == 0 { clearPenalties(group: group, worker: worker) }
        forward(bands, at: index, group: group, worker: worker, weights: weights, batch)
        index += 1
        continue
      }
      if let merging = stage.merging {
        withInputs(of: stage, group: group, worker: worker) {
          merging.forward($0, output: pass.output, outputStride: stage.output.pixelStride)
        }
      } else if !stage.passesThrough, stage.parted == nil {
        stage.operation.forward(pass)
      }
      activate(index, pass, worker: worker, stopsBeforeLast: stopsBeforeLastActivation)
    }
  }

  private func withInputs(
    of stage: Stage, group: Int, worker: Int, _ body: (UnsafeBufferPointer<UnsafePointer<Lanes>>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Lanes>.self, capacity: stage.inputs.count) { inputs in
      for (number, input) in stage.inputs.enumerated() {
        inputs[number] = UnsafePointer(input.of(group: group, worker: worker))
      }
      body(UnsafeBufferPointer(inputs))
    }
  }

  private func activate(_ index: Int, _ pass: LayerPass, worker: Int, stopsBeforeLast: Bool) {
    let stage = stages[index]
    if index == 0 { clearPenalties(group: pass.group, worker: worker) }
    let stops = stopsBeforeLast && index == stages.count - 1
    if !stops, !stage.operation.appliesActivation {
      stage.activation.apply(pass.output, count: stage.outputCount, channels: stage.outputChannels)
    }
    if !stops { penalize(stage, pass.output, group: pass.group, worker: worker) }
  }

  // MARK: - What outputs add to the loss

  private func place(group: Int, worker: Int) -> Int { groupsOfWorker * worker + group }

  private func clearPenalties(group: Int, worker: Int) {
    penalties[place(group: group, worker: worker)] = SIMD16<Double>()
  }

  private func penalize(_ stage: Stage, _ output: UnsafePointer<Lanes>, group: Int, worker: Int) {
    stage.penalty?.add(
      of: output, count: stage.outputCount, to: &penalties[place(group: group, worker: worker)])
  }

  /// Adds what the model's output, which is in place, does: of a pass that has stopped before the last activation.
  func penalizeOutput(group: Int, worker: Int) {
    guard let last = stages.last, last.penalty != nil else { return }
    penalize(last, last.output.of(group: group, worker: worker), group: group, worker: worker)
  }

  /// What the outputs of all layers have added to the loss of a group's first images.
  func activityPenalty(group: Int, worker: Int, images: Int) -> Double {
    let sums = penalties[place(group: group, worker: worker)]
    return (0..<images).reduce(0) { $0 + sums[$1] }
  }

  /// Adds the gradient of what a stage's output adds to the mean loss to the gradient of the output.
  private func addPenaltyGradient(
    _ stage: Stage, _ pass: LayerPass, _ batch: Batch, to gradient: UnsafeMutablePointer<Lanes>
  ) {
    guard batch.isTraining else { return }
    stage.penalty?.addGradient(
      of: pass.output, count: stage.outputCount, images: pass.images, scale: 1 / Float(batch.images),
      to: gradient)
  }

  /// The same for the last stage where the gradient is that of what goes into its activation.
  private func addPenaltyGradientBeforeActivation(_ stage: Stage, _ pass: LayerPass, _ batch: Batch) {
    guard batch.isTraining, stage.penalty != nil else { return }
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: stage.outputCount) { lanes in
      guard let gradient = lanes.baseAddress else { return }
      gradient.initialize(repeating: Lanes(), count: stage.outputCount)
      addPenaltyGradient(stage, pass, batch, to: gradient)
      stage.activation.applyGradient(
        output: UnsafePointer(pass.output), gradient: gradient, count: stage.outputCount,
        channels: stage.outputChannels)
      add(gradient, to: pass.outputGradient, count: stage.outputCount)
    }
  }

  /// All stages of a model that is used, not trained, for the first `groups` groups of a worker, whose inputs are in place.
  func forward(
    groups: Int, worker: Int, weights: UnsafePointer<Float>, stopsBeforeLastActivation: Bool
  ) {
    let batch = Batch(images: laneCount * groups, isTraining: false, seed: 0, step: 0)
    for index in stages.indices {
      let stage = stages[index]
      guard let manyGroups = stage.manyGroups else {
        for group in 0..<groups {
          forward(
            index..<index + 1, group: group, worker: worker, weights: weights, batch,
            stopsBeforeLastActivation: stopsBeforeLastActivation)
        }
        continue
      }
      for group in 0..<groups {
        let pass = pass(index, group: group, worker: worker, weights: weights, batch)
        if group == 0 { manyGroups.forward(groups: groups, pass) }
        activate(index, pass, worker: worker, stopsBeforeLast: stopsBeforeLastActivation)
      }
    }
  }

  /// The model's output for a group.
  func output(group: Int, worker: Int) -> UnsafeMutablePointer<Lanes> {
    (stages.last?.output ?? input).of(group: group, worker: worker)
  }

  /// What the layer of this number gives; -1 is the model's input. Nil where the output does not follow from it.
  func output(ofLayer layer: Int) -> Buffer? {
    layer < 0 ? input : stageOfLayer[layer]?.output
  }

  /// The gradient of that.
  func gradient(ofLayer layer: Int) -> Buffer? {
    layer < 0 ? inputGradient : stageOfLayer[layer]?.outputGradient
  }

  /// The stage of a layer without an activation that is a stage of its own.
  func stage(ofLayer layer: Int) -> Stage? { stages.first { $0.layer == layer } }

  /// The stages behind a layer.
  func stages(behindLayer layer: Int) -> Range<Int> {
    (stages.firstIndex { $0.layer > layer } ?? stages.count)..<stages.count
  }

  /// Whether a gradient is wanted at the stage of this number or before it.
  func goesBack(through index: Int) -> Bool { index >= firstThatGoesBack }

  /// Takes the gradient of what the stages of `range` give, which is in place, back through them.
  func backward(
    _ range: Range<Int>, group: Int, worker: Int, weights: UnsafePointer<Float>, _ batch: Batch,
    startsBeforeLastActivation: Bool
  ) {
    var index = range.upperBound
    while index > range.lowerBound {
      index -= 1
      let stage = stages[index]
      guard stage.goesBack else { continue }
      if index > range.lowerBound, let bands = bands[index - 1], stages[index - 1].goesBack {
        index -= 1
        backward(bands, at: index, group: group, worker: worker, weights: weights, batch)
        continue
      }
      let pass = pass(index, group: group, worker: worker, weights: weights, batch)
      if startsBeforeLastActivation && index == stages.count - 1 {
        if let activation = stage.activationAlone {
          activation.passBack(pass)
          addInputGradient(stage, 0, group: group, worker: worker)
          continue
        }
        addPenaltyGradientBeforeActivation(stage, pass, batch)
      } else {
        addPenaltyGradient(stage, pass, batch, to: pass.outputGradient)
        if !stage.operation.appliesActivationGradient {
          stage.activation.applyGradient(
            output: UnsafePointer(pass.output), gradient: pass.outputGradient, count: stage.outputCount,
            channels: stage.outputChannels)
        }
      }
      backward(stage, pass, group: group, worker: worker)
    }
  }

  /// Takes the gradient of a stage's output before its activation back to its inputs.
  func backward(_ stage: Stage, _ pass: LayerPass, group: Int, worker: Int) {
    if stage.passesThrough { return }
    guard let merging = stage.merging else {
      stage.operation.backward(pass)
      return addInputGradient(stage, 0, group: group, worker: worker)
    }
    withInputs(of: stage, group: group, worker: worker) { inputs in
      for number in stage.inputs.indices {
        guard let gradient = inputGradient(stage, number, group: group, worker: worker) else { continue }
        merging.backward(
          number, inputs, output: UnsafePointer(pass.output), outputStride: stage.output.pixelStride,
          outputGradient: UnsafePointer(pass.outputGradient), inputGradient: gradient)
        addInputGradient(stage, number, group: group, worker: worker)
      }
    }
  }
}
