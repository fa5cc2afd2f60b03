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
  private let gradient: UnsafeMutablePointer<Float>
  private let losses: UnsafeMutablePointer<Float>
  /// One per group.
  private let hits: UnsafeMutablePointer<Hits>
  private let channels: Int

  /// A range of one layer's weights, updated in one go.
  private struct Piece {
    let stage: Int
    /// Rows of a Dense kernel, or weights within the layer.
    let range: Range<Int>
    let isBias: Bool
  }

  /// The weights of a piece, about: enough work to be worth a thread's while.
  private static let pieceSize = 8192

  init(_ model: Model, _ training: Model.Training, batchSize: Int, pool: WorkerPool) {
    self.model = model
    self.training = training
    self.pool = pool
    let groups = groupCount(batchSize)
    workspace = Workspace(model, groups: groups, workers: pool.count, trains: true)
    gradient = .allocate(capacity: max(1, model.parameters.count))
    losses = .allocate(capacity: groups * laneCount)
    hits = .allocate(capacity: groups)
    channels = model.inputShape.count == 3 ? model.inputShape[2] : 1
    var pieces: [Piece] = []
    for (index, stage) in workspace.stages.enumerated() {
      switch stage.operation.weightGradient {
      case .none: break
      case .perGroup:
        for range in cut(stage.parameters.count, by: Self.pieceSize) {
          pieces.append(Piece(stage: index, range: range, isBias: false))
        }
      case .perBatch(let inputs, let outputs):
        // Whole blocks of the kernel gradient's six rows.
        let rows = max(6, Self.pieceSize / max(1, outputs) / 6 * 6)
        for range in cut(inputs, by: rows) { pieces.append(Piece(stage: index, range: range, isBias: false)) }
        pieces.append(Piece(stage: index, range: 0..<outputs, isBias: true))
      }
    }
    self.pieces = pieces
  }

  deinit {
    gradient.deallocate()
    losses.deallocate()
    hits.deallocate()
  }

  /// One step on the images at `rows`. Returns what was measured on them, before the update. After a loss that is not a number the weights are left alone.
  func step(
    images: Tensor, labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, count: Int
  ) -> Tally {
    let result = computeGradients(images: images, labels: labels, rows: rows, count: count)
    guard result.loss.isFinite else { return result }
    model.steps += 1
    let step = model.steps
    let size = model.parameters.count
    model.parameters.withUnsafeMutableBufferPointer { weights in
      model.slots.withUnsafeMutableBufferPointer { slots in
        guard let weights = weights.baseAddress else { return }
        let slots = slots.baseAddress ?? weights
        pool.forEach(pieces.count) { index, _ in
          let range = self.addUp(pieces[index], images: count)
          training.optimizer.update(
            weights: weights + range.lowerBound, gradient: UnsafePointer(gradient + range.lowerBound),
            slots: { slots + $0 * size + range.lowerBound }, count: range.count, step: step)
        }
      }
    }
    return result
  }

  /// The gradient of the mean loss of the images at `rows`, without a step. Laid out as the parameters.
  func gradients(
    images: Tensor, labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, count: Int
  ) -> (loss: Double, gradient: [Float]) {
    let result = computeGradients(images: images, labels: labels, rows: rows, count: count)
    for piece in pieces { _ = addUp(piece, images: count) }
    return (
      result.loss / Double(count), Array(UnsafeBufferPointer(start: gradient, count: model.parameters.count))
    )
  }

  private func computeGradients(
    images: Tensor, labels: UnsafePointer<Int32>, rows: UnsafePointer<Int32>, count: Int
  ) -> Tally {
    let classes = model.outputCount
    let isLogits = model.endsInSoftmax
    let loss = training.loss
    let scale = 1 / Float(count)
    model.parameters.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      workspace.prepare(weights)
      pool.forEach(groupCount(count)) { group, worker in
        let first = group * laneCount
        let inGroup = min(laneCount, count - first)
        images.fill(
          workspace.input(group: group, worker: worker), rows: rows + first, count: inGroup,
          channels: channels)
        let output = workspace.forward(
          group: group, worker: worker, weights: weights, stopsBeforeLastActivation: isLogits)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: laneCount) { groupLabels in
          guard let groupLabels = groupLabels.baseAddress else { return }
          for n in 0..<inGroup { groupLabels[n] = labels[Int(rows[first + n])] }
          hits[group] = Hits(output, classes: classes, labels: groupLabels, images: inGroup)
          guard let last = workspace.stages.last else { return }
          let outputGradient = last.outputGradient + last.outputCount * worker
          for k in 0..<classes { outputGradient[k] = output[k] }
          loss.evaluate(
            outputGradient, classes: classes, isLogits: isLogits, labels: groupLabels, images: inGroup,
            scale: scale, losses: losses + first)
        }
        workspace.backward(
          group: group, worker: worker, weights: weights, startsBeforeLastActivation: isLogits)
      }
    }
    var tally = Tally(images: count)
    for n in 0..<count { tally.loss += Double(losses[n]) }
    for group in 0..<groupCount(count) { tally.hits += hits[group] }
    return tally
  }

  /// Adds up the gradient of a piece over the batch and returns where its weights lie among the parameters.
  private func addUp(_ piece: Piece, images: Int) -> Range<Int> {
    let stage = workspace.stages[piece.stage]
    let start = stage.parameters.lowerBound
    let groups = groupCount(images)
    switch stage.operation.weightGradient {
    case .none:
      return start..<start
    case .perGroup:
      addPartials(
        stage.gradient, count: groups, stride: stage.gradientStride, range: piece.range,
        into: gradient + start)
      return start + piece.range.lowerBound..<start + piece.range.upperBound
    case .perBatch(let inputs, let outputs):
      let padded = paddedToLanes(outputs)
      if piece.isBias {
        denseBiasGradient(
          outputGradient: stage.gradient, outputs: outputs, paddedOutputs: padded,
          images: groups * laneCount, gradient: gradient + start + inputs * outputs)
        return start + inputs * outputs..<start + (inputs + 1) * outputs
      }
      let input = piece.stage > 0 ? workspace.stages[piece.stage - 1].output : workspace.input
      denseKernelGradient(
        input: input, inputs: inputs, outputGradient: stage.gradient, outputs: outputs,
        paddedOutputs: padded, groups: groups, rows: piece.range, gradient: gradient + start)
      return start + piece.range.lowerBound * outputs..<start + piece.range.upperBound * outputs
    }
  }
}

extension Model {
  /// Whether the last thing that happens is softmax, so that a cross-entropy can work on the logits.
  var endsInSoftmax: Bool { nodes.last?.layer.activation == .softmax }
}

/// 0..<count in ranges of at most `size`.
private func cut(_ count: Int, by size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
}
