import Core
import Kernels

/// Takes training steps with a compiled model: forward, loss, backward, update.
///
/// A step has two parallel loops. The first runs over groups of 16 images: each goes forward and backward through
/// all layers. The second runs over fixed ranges of weights: their gradient is added up over the groups, in order,
/// and the optimizer changes them. Which thread does what never shows in the result.
final class Trainer {
  private let model: Model
  /// Read at each step: `fit` puts in a changed learning rate.
  var training: Model.Training
  private let workspace: Workspace
  private let pool: WorkerPool
  private let pieces: [Piece]
  /// The gradients of the pieces that the workers are at, `gradientStride` floats each.
  private let gradients: UnsafeMutablePointer<Float>
  private let gradientStride: Int
  /// The other stages with the weights of a stage, of a layer that is used several times.
  private let otherUses: [Int: [Int]]
  private let losses: UnsafeMutablePointer<Float>
  private let objective: Objective
  /// What the outputs should be, where that is not classes: a row for each image.
  /// Read at each step: `fit` puts in those of an epoch.
  var values: Tensor?
  /// Whether images have classes, so that hits can be counted.
  private let hasClasses: Bool
  /// What the loss of an image of each class counts; nil where all count the same.
  private let classWeights: [Float]?
  /// What metrics need besides hits; `fit` begins it anew for each epoch.
  let measures: Measures?
  /// Room for the targets of a group, for each worker, where they are numbers.
  private let targets: UnsafeMutablePointer<Lanes>?
  /// One per group.
  private let hits: UnsafeMutablePointer<Hits>
  private let regularized: [(range: Range<Int>, regularizer: Regularizer)]
  private let constrained: [(range: Range<Int>, shape: Shape, constraint: Constraint)]
  private let rules: StepRules
  /// How the learning rate goes from step to step, if it does not stay.
  private let schedule: Schedule?
  /// Which of the slots has the means of the weights, where they are kept.
  private let averageSlot: Int
  /// Where gradients are clipped by their norms.
  private let norms: GradientNorms?
  /// The seed of Dropout's random numbers.
  private let seed: UInt64

  /// A range of one layer's weights, updated in one go.
  private struct Piece {
    let stage: Int
    /// Rows of a Dense kernel, or weights within the layer.
    let range: Range<Int>
    let isBias: Bool
    /// Its weights among all parameters.
    let parameters: Range<Int>
  }

  /// The weights of a piece, about: enough work to be worth a thread's while.
  private static let pieceSize = 8192

  /// - Parameters:
  ///   - values: what the outputs should be, where that is not classes: a row for each image.
  ///   - mixes: whether there will be values, though images have classes.
  ///   - classWeights: what the loss of an image of each class counts.
  ///   - keepsAll: for ``inputAndGradient(layer:images:)``.
  init(
    _ model: Model, _ training: Model.Training, batchSize: Int, pool: WorkerPool, seed: UInt64 = 0,
    values: Tensor? = nil, mixes: Bool = false, classWeights: [Float]? = nil, keepsAll: Bool = false
  ) throws(ModelError) {
    let objective = Objective(model, training, hasValues: mixes || values != nil)
    self.objective = objective
    (self.values, self.classWeights) = (values, classWeights)
    hasClasses = values == nil
    measures = Measures(
      training.metrics, outputs: objective.outputs, workers: pool.count,
      capacity: groupCount(batchSize) * laneCount)
    targets = objective.valueLoss.map { _ in allocateAligned(objective.outputs * pool.count, of: Lanes()) }
    self.seed = seed
    regularized = model.regularized
    constrained = model.constrained
    self.model = model
    self.training = training
    rules = training.rules
    schedule = training.optimizer.schedule
    averageSlot = training.slotCount - 1
    norms = GradientNorms(model, rules.clipping)
    self.pool = pool
    let groups = groupCount(batchSize)
    workspace = try Workspace(
      model, groups: groups, workers: pool.count, for: .training, keepsAll: keepsAll)
    losses = .allocate(capacity: groups * laneCount)
    hits = .allocate(capacity: groups)
    var pieces: [Piece] = []
    var firstUses = [Range<Int>: Int]()
    var otherUses = [Int: [Int]]()
    for (index, stage) in workspace.stages.enumerated() where stage.trainable > 0 {
      if case .none = stage.operation.weightGradient { continue }
      if let first = firstUses[stage.parameters] {
        otherUses[first, default: []].append(index)
        continue
      }
      firstUses[stage.parameters] = index
      func add(_ range: Range<Int>, isBias: Bool = false, first: Int, count: Int) {
        let start = stage.parameters.lowerBound + first
        pieces.append(
          Piece(stage: index, range: range, isBias: isBias, parameters: start..<start + count))
      }
      switch stage.operation.weightGradient {
      case .none: break
      case .perGroup, .batchWide:
        for range in cut(stage.trainable, by: Self.pieceSize) {
          add(range, first: range.lowerBound, count: range.count)
        }
      case .perBatch(let inputs, let outputs, let hasBias):
        // Whole blocks of the kernel gradient's six rows.
        let rows = max(6, Self.pieceSize / max(1, outputs) / 6 * 6)
        for range in cut(inputs, by: rows) {
          add(range, first: range.lowerBound * outputs, count: range.count * outputs)
        }
        if hasBias { add(0..<outputs, isBias: true, first: inputs * outputs, count: outputs) }
      }
    }
    self.pieces = pieces
    self.otherUses = otherUses
    let stride = paddedToLanes(pieces.map(\.parameters.count).max() ?? 0)
    // Twice, for that of another use.
    gradientStride = otherUses.isEmpty ? stride : 2 * stride
    gradients = allocateAligned(gradientStride * pool.count, of: 0)
  }

  deinit {
    gradients.deallocate()
    losses.deallocate()
    targets?.deallocate()
    hits.deallocate()
  }

  /// One step on the images at `rows`. Returns what was measured on them, before the update. After a loss that is not
  /// a number the weights are left alone.
  func step(
    images: Tensor, labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, count: Int
  ) -> Tally {
    let result = computeGradients(images: images, labels: labels, rows: rows, count: count)
    guard result.loss.isFinite else { return result }
    followSchedule()
    model.steps += 1
    let step = model.steps
    let size = model.parameters.count
    // One copy: its references are counted here, and not by all threads at each piece.
    let optimizer = training.optimizer
    model.parameters.withUnsafeMutableBufferPointer { weights in
      model.slots.withUnsafeMutableBufferPointer { slots in
        guard let weights = weights.baseAddress else { return }
        let slots = slots.baseAddress ?? weights
        if let norms {
          pool.forEach(pieces.count) { index, worker in
            let piece = pieces[index]
            self.addUp(
              piece, images: count, weights, into: norms.gradient + piece.parameters.lowerBound,
              scratch: gradients + gradientStride * worker)
          }
          norms.clip(pool)
        }
        pool.forEach(pieces.count) { index, worker in
          let piece = pieces[index]
          let start = piece.parameters.lowerBound
          let own = gradients + gradientStride * worker
          let gradient = norms.map { $0.gradient + start } ?? own
          if norms == nil {
            self.addUp(piece, images: count, weights, into: gradient, scratch: own + gradientStride / 2)
          }
          rules.update(
            weights: weights + start, gradient: gradient, slots: { slots + $0 * size + start },
            averageSlot: averageSlot, count: piece.parameters.count, step: step, by: optimizer)
        }
        pool.forEach(constrained.count) { index, _ in
          let tensor = self.constrained[index]
          tensor.constraint.apply(weights + tensor.range.lowerBound, shape: tensor.shape)
        }
      }
    }
    return result
  }

  /// Gives the optimizer the learning rate of the next step.
  func followSchedule() {
    if let schedule { training.optimizer.learningRate = schedule.rate(model.steps) }
  }

  /// What is done when the training is over: where a mean of the weights is kept, they become it.
  func finish() {
    guard rules.average != nil else { return }
    let start = model.parameters.count * averageSlot
    for range in model.learnedRanges {
      model.parameters.replaceSubrange(
        range, with: model.slots[start + range.lowerBound..<start + range.upperBound])
    }
  }

  /// The gradient of the mean loss of the images at `rows`, without a step. Laid out as the parameters.
  func gradients(
    images: Tensor, labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, count: Int
  ) -> (loss: Double, gradient: [Float]) {
    let result = computeGradients(images: images, labels: labels, rows: rows, count: count)
    var gradient = [Float](repeating: 0, count: model.parameters.count)
    model.parameters.withUnsafeBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let weights = weights.baseAddress, let gradient = gradient.baseAddress else { return }
        for piece in pieces {
          addUp(
            piece, images: count, weights, into: gradient + piece.parameters.lowerBound, scratch: gradients)
        }
      }
    }
    return (result.loss / Double(count), gradient)
  }

  /// After ``gradients(images:labels:rows:count:)`` of at most 16 images: what layer `index` took in, and the gradient of
  /// what it gave before its activation, for each image.
  func inputAndGradient(layer index: Int, images: Int) -> (input: [[Float]], gradient: [[Float]]) {
    func read(_ buffer: Workspace.Buffer) -> [[Float]] {
      (0..<images).map { n in (0..<buffer.count).map { buffer.lanes[$0][n] } }
    }
    guard let stage = workspace.stage(ofLayer: index) else { return ([], []) }
    return (read(stage.inputs[0]), read(stage.outputGradient))
  }

  private func computeGradients(
    images: Tensor, labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, count: Int
  ) -> Tally {
    let batch = Workspace.Batch(images: count, isTraining: true, seed: seed, step: model.steps)
    let segments = workspace.segments
    let isLogits = objective.takesLogits
    model.parameters.withUnsafeMutableBufferPointer { mutable in
      guard let mutable = mutable.baseAddress else { return }
      let weights = UnsafePointer(mutable)
      workspace.prepare(weights, pool: pool)
      for (number, segment) in segments.enumerated() {
        pool.forEach(groupCount(count)) { group, worker in
          let first = group * laneCount
          if number == 0 {
            images.fill(
              workspace.input.of(group: group, worker: worker), rows: rows + first,
              count: min(laneCount, count - first))
          }
          workspace.forward(
            segment, group: group, worker: worker, weights: weights, batch,
            stopsBeforeLastActivation: isLogits)
          if number < segments.count - 1 {
            let next = workspace.pass(
              segment.upperBound, group: group, worker: worker, weights: weights, batch)
            workspace.stages[segment.upperBound].batchWide?.operation.gatherForward(next)
          } else {
            self.computeLoss(labels: labels, rows: rows, group: group, worker: worker, batch, weights)
            self.backward(number, group: group, worker: worker, batch, weights)
          }
        }
        if let (operation, sums) = workspace.sums(segment.upperBound, batch) {
          operation.combineForward(
            sums, weights: mutable + workspace.stages[segment.upperBound].parameters.lowerBound)
        }
        workspace.forwardInParts(segment.upperBound, weights: weights, batch, pool: pool)
      }
      for number in segments.indices.dropLast().reversed() {
        let wide = segments[number].upperBound
        let stage = workspace.stages[wide]
        if let (operation, sums) = workspace.sums(wide, batch) {
          operation.combineBackward(
            sums, weights: weights + stage.parameters.lowerBound, gradient: stage.gradient)
        }
        workspace.backwardInParts(wide, weights: weights, batch, pool: pool)
        guard workspace.goesBack(through: wide) else { continue }
        pool.forEach(groupCount(count)) { group, worker in
          if stage.batchWide != nil {
            workspace.backward(
              stage, workspace.pass(wide, group: group, worker: worker, weights: weights, batch),
              group: group, worker: worker)
          }
          self.backward(number, group: group, worker: worker, batch, weights)
        }
      }
    }
    measures?.batchEnded(images: count)
    var tally = Tally(images: count)
    for n in 0..<count { tally.loss += Double(losses[n]) }
    for group in 0..<groupCount(count) {
      tally.hits += hits[group]
      tally.loss += workspace.activityPenalty(
        group: group, worker: 0, images: min(laneCount, count - group * laneCount))
    }
    tally.loss += model.penalty(regularized) * Double(count)
    return tally
  }

  /// A group's losses, and their gradient in the place of the last layer's output gradient.
  private func computeLoss(
    labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, group: Int, worker: Int,
    _ batch: Workspace.Batch, _ weights: UnsafePointer<Float>
  ) {
    guard let last = workspace.stages.last else { return }
    let classes = last.outputCount
    let first = group * laneCount
    let inGroup = min(laneCount, batch.images - first)
    let output = last.output.of(group: group, worker: worker)
    let outputGradient = last.outputGradient.of(group: group, worker: worker)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: laneCount) { groupLabels in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: laneCount) { weights in
        guard let groupLabels = groupLabels.baseAddress, let weights = weights.baseAddress else { return }
        for n in 0..<inGroup { groupLabels[n] = labels[Int(rows[first + n])] }
        if let classWeights { for n in 0..<inGroup { weights[n] = classWeights[Int(groupLabels[n])] } }
        let targets = Objective.Group(
          labels: groupLabels, images: inGroup, targets: targets.map { $0 + worker * classes },
          weights: classWeights == nil ? nil : UnsafePointer(weights))
        objective.fill(targets, values: values, rows: rows + first)
        objective.evaluate(
          output, gradient: outputGradient, targets, scale: 1 / Float(batch.images), losses: losses + first)
        hits[group] =
          hasClasses ? Hits(output, classes: classes, labels: groupLabels, images: inGroup) : Hits()
        measures?.add(
          output, labels: groupLabels, images: inGroup, first: first, worker: worker,
          fill: { objective.fill($0, targets, values: values, rows: rows + first) })
      }
      if objective.takesLogits { workspace.penalizeOutput(group: group, worker: worker) }
    }
  }

  /// Back through a segment. Its first layer, in all but segment 0, is not taken to the end: a batch-wide one only gathers, and
  /// one in parts leaves its input's gradient, until all groups have come here.
  private func backward(
    _ number: Int, group: Int, worker: Int, _ batch: Workspace.Batch, _ weights: UnsafePointer<Float>
  ) {
    let segment = workspace.segments[number]
    let wide = number > 0 ? workspace.stages[segment.lowerBound].batchWide : nil
    workspace.backward(
      wide == nil ? segment : segment.lowerBound + 1..<segment.upperBound, group: group, worker: worker,
      weights: weights, batch, startsBeforeLastActivation: objective.takesLogits)
    wide?.operation.gatherBackward(
      workspace.pass(segment.lowerBound, group: group, worker: worker, weights: weights, batch))
  }

  /// The gradient of a piece: the sum over the batch, and what a regularizer adds.
  /// - Parameter scratch: as much as a piece takes, where a layer is used several times.
  private func addUp(
    _ piece: Piece, images: Int, _ weights: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    addUp(piece, of: workspace.stages[piece.stage], images: images, into: gradient)
    for other in otherUses[piece.stage] ?? [] {
      addUp(piece, of: workspace.stages[other], images: images, into: scratch)
      for k in 0..<piece.parameters.count { gradient[k] += scratch[k] }
    }
    let start = piece.parameters.lowerBound
    for (kept, regularizer) in regularized {
      for k in kept.clamped(to: piece.parameters) {
        gradient[k - start] = regularizer.adding(to: gradient[k - start], at: weights[k])
      }
    }
  }

  /// The sum over the batch of what one use of a layer adds.
  private func addUp(
    _ piece: Piece, of stage: Workspace.Stage, images: Int, into gradient: UnsafeMutablePointer<Float>
  ) {
    let groups = groupCount(images)
    switch stage.operation.weightGradient {
    case .none: break
    case .perGroup, .batchWide:
      addPartials(
        stage.gradient, count: stage.batchWide == nil ? groups : 1, stride: stage.gradientStride,
        range: piece.range, into: gradient)
    case .perBatch(let inputs, let outputs, _):
      let outputGradient = DensePanels(stage.gradient, outputs: outputs)
      if piece.isBias {
        denseBiasGradient(outputGradient: outputGradient, groups: groups, gradient: gradient)
      } else {
        denseKernelGradient(
          input: stage.inputs[0].lanes,
          inputs: inputs, outputGradient: outputGradient, groups: groups, rows: piece.range,
          gradient: gradient)
      }
    }
  }
}

/// 0..<count in ranges of at most `size`.
private func cut(_ count: Int, by size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
}

extension Model {
  /// The bytes of memory that a training takes besides its images: the weights, what the optimizer keeps of each, and what the
  /// layers give for a batch.
  public func bytesToTrain(batchSize: Int, threads: Int) -> Int {
    let groups = groupCount(batchSize)
    let plan = Plan(self, groups: groups, for: .training)
    let (bytes, overflows) = Workspace.Layout.bytes(plan, Lifetimes(plan), groups: groups, workers: threads)
      .addingReportingOverflow(MemoryLayout<Float>.size * (parameters.count + slots.count))
    return overflows ? .max : bytes
  }
}
