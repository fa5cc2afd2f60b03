import Core
import Kernels

/// Runs a model forward over many images; keeps its memory from call to call.
final class Evaluator {
  private let model: Model
  private let workspace: Workspace
  private let pool: WorkerPool
  private let groupsAtOnce: Int

  init(_ model: Model, pool: WorkerPool) throws(ModelError) {
    self.model = model
    self.pool = pool
    groupsAtOnce = Workspace.groupsAtOnce(model)
    workspace = try Workspace(
      model, groups: groupsAtOnce, workers: pool.count, for: model.isExtractor ? .extraction : .use)
  }

  /// Groups between two reports of ``Work``.
  private static let block = 64

  /// Where a group lies in the workspace.
  typealias GroupPlace = (group: Int, worker: Int)

  /// Calls `body` with the output of each group: where its images start, how many they are, its place, and the output lanes.
  /// - Throws: ``Work/Cancelled``.
  func forEachGroup(
    of images: Tensor, stopsBeforeLastActivation: Bool,
    _ body: (_ first: Int, _ count: Int, _ place: GroupPlace, _ output: UnsafeMutablePointer<Lanes>) -> Void
  ) throws {
    let count = images.count
    try model.parameters.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      workspace.prepare(weights, pool: pool)
      try Work.inBlocks(of: Self.block * laneCount, count) { block in
        let groups = groupCount(block.count)
        pool.forEach((groups + groupsAtOnce - 1) / groupsAtOnce) { turn, worker in
          let ownGroups = turn * groupsAtOnce..<min(groups, (turn + 1) * groupsAtOnce)
          func rows(of group: Int) -> Range<Int> {
            let first = block.lowerBound + group * laneCount
            return first..<min(count, first + laneCount)
          }
          for (own, group) in ownGroups.enumerated() {
            images.fill(workspace.input.of(group: own, worker: worker), rows: rows(of: group))
          }
          workspace.forward(
            groups: ownGroups.count, worker: worker, weights: weights,
            stopsBeforeLastActivation: stopsBeforeLastActivation)
          for (own, group) in ownGroups.enumerated() {
            let images = rows(of: group)
            body(
              images.lowerBound, images.count, (own, worker), workspace.output(group: own, worker: worker))
          }
        }
      }
    }
  }

  /// - Throws: ``Work/Cancelled``.
  func score(_ images: Tensor, _ labels: [Int32], loss: Loss) throws -> Tally {
    let count = images.count
    let classes = model.outputCount
    let activation = model.lastActivation
    var losses = [Float](repeating: 0, count: groupCount(count) * laneCount)
    var hits = [Hits](repeating: Hits(), count: groupCount(count))
    var penalties = [Double](repeating: 0, count: groupCount(count))
    try losses.withUnsafeMutableBufferPointer { losses in
      try hits.withUnsafeMutableBufferPointer { hits in
        try penalties.withUnsafeMutableBufferPointer { penalties in
          try labels.withUnsafeBufferPointer { labels in
            guard let losses = losses.baseAddress, let hits = hits.baseAddress,
              let penalties = penalties.baseAddress, let labels = labels.baseAddress
            else { return }
            nonisolated(unsafe) let (lossOf, hitsOf, penaltyOf, labelOf) = (losses, hits, penalties, labels)
            try forEachGroup(of: images, stopsBeforeLastActivation: model.lossTakesLogits) {
              first, inGroup, place, output in
              withUnsafeTemporaryAllocation(of: Lanes.self, capacity: classes) { gradient in
                guard let gradient = gradient.baseAddress else { return }
                loss.evaluate(
                  output, gradient: gradient, after: activation, classes: classes, labels: labelOf + first,
                  images: inGroup, scale: 1, losses: lossOf + first)
              }
              if model.lossTakesLogits { workspace.penalizeOutput(group: place.group, worker: place.worker) }
              penaltyOf[first / laneCount] = workspace.activityPenalty(
                group: place.group, worker: place.worker, images: inGroup)
              hitsOf[first / laneCount] = Hits(
                output, classes: classes, labels: labelOf + first, images: inGroup)
            }
          }
        }
      }
    }
    var tally = Tally(images: count)
    for n in 0..<count { tally.loss += Double(losses[n]) }
    for group in hits { tally.hits += group }
    for penalty in penalties { tally.loss += penalty }
    tally.loss += model.regularization * Double(count)
    return tally
  }
}

extension Model {
  /// Mean loss and metrics over labelled images, as `evaluate` of Keras.
  ///
  /// - Parameters:
  ///   - images: `(N, height, width, channels)`.
  ///   - labels: the class of each image.
  /// - Throws: ``ModelError`` where the model is not compiled, or images or labels do not fit it; ``Work/Cancelled``.
  public func evaluate(images: Tensor, labels: [Int32], pool: WorkerPool) throws -> Score {
    let training = try compiledTraining
    try check(images: images, labels: labels)
    return Score(
      try Evaluator(self, pool: pool).score(images, labels, loss: training.loss), training.metrics)
  }

  /// The last layer's output for each image: `(N, classes)` probabilities where it ends in softmax, and
  /// `(N, height, width, channels)` where it ends in feature maps.
  /// - Throws: ``ModelError`` where the images do not fit; ``Work/Cancelled``.
  public func predict(images: Tensor, pool: WorkerPool) throws -> Tensor {
    try check(imageShape: images.rowShape)
    let size = outputCount
    let shape = nodes.last?.outputShape ?? inputShape
    let count = [images.count, size].elementCount
    if let refusal = MachineMemory.refusal(
      of: "what \(title) gives for \(images.count) images", bytes: [count ?? .max, 4].elementCount)
    {
      throw ModelError(refusal)
    }
    var result = [Float](repeating: 0, count: images.count * size)
    try result.withUnsafeMutableBufferPointer { result in
      guard let result = result.baseAddress else { return }
      nonisolated(unsafe) let target = result
      try Evaluator(self, pool: pool).forEachGroup(of: images, stopsBeforeLastActivation: false) {
        first, inGroup, _, output in
        for n in 0..<inGroup {
          for k in 0..<size { target[(first + n) * size + k] = output[k][n] }
        }
      }
    }
    return Tensor(shape: [images.count] + shape, floats: result)
  }

  /// Throws unless the images fit the input and the labels the output.
  func check(images: Tensor, labels: [Int32]) throws(ModelError) {
    guard images.count > 0 else { throw ModelError("there are no images", subject: "data") }
    try check(imageShape: images.rowShape)
    guard images.count == labels.count else {
      throw ModelError("there are \(images.count) images but \(labels.count) labels", subject: "data")
    }
    guard let last = nodes.last, last.outputShape.count == 1 else {
      throw ModelError(
        "the last layer's output is \(nodes.last?.outputShape.crossDescription ?? "nothing"), not one value per "
          + "class; end the model with Flatten and Dense", subject: "model")
    }
    if let (index, label) = labels.enumerated().first(where: {
      $0.element < 0 || Int($0.element) >= outputCount
    }) {
      throw ModelError(
        "label \(label) of image \(index) is outside the \(outputCount) classes of \(title) (0 to "
          + "\(outputCount - 1)); its last layer, \(last.name), needs more units",
        subject: "data")
    }
  }
}
