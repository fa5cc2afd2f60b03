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

  /// - Parameter values: what the outputs should be, where that is not classes.
  /// - Throws: ``Work/Cancelled``.
  func score(
    _ images: Tensor, _ labels: [Int32], _ training: Model.Training, values: Tensor? = nil
  ) throws -> (tally: Tally, measures: Measures?) {
    let measures = Measures(
      training.metrics, outputs: model.outputCount, workers: pool.count,
      capacity: groupCount(images.count) * laneCount)
    let count = images.count
    let classes = model.outputCount
    let objective = Objective(model, training, hasValues: values != nil)
    let labels = values == nil ? labels : [Int32](repeating: 0, count: count)
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
            try forEachGroup(of: images, stopsBeforeLastActivation: objective.takesLogits) {
              first, inGroup, place, output in
              withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * classes) { room in
                guard let gradient = room.baseAddress else { return }
                let group = Objective.Group(
                  labels: labelOf + first, images: inGroup,
                  targets: objective.valueLoss == nil ? nil : gradient + classes, weights: nil)
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: laneCount) { rows in
                  guard let rows = rows.baseAddress else { return }
                  for n in 0..<inGroup { rows[n] = Int32(first + n) }
                  objective.fill(group, values: values, rows: rows)
                  objective.evaluate(
                    output, gradient: gradient, group, scale: 1, losses: lossOf + first)
                  measures?.add(
                    output, labels: labelOf + first, images: inGroup, first: first, worker: place.worker,
                    fill: { objective.fill($0, group, values: values, rows: rows) })
                }
              }
              if objective.takesLogits { workspace.penalizeOutput(group: place.group, worker: place.worker) }
              penaltyOf[first / laneCount] = workspace.activityPenalty(
                group: place.group, worker: place.worker, images: inGroup)
              guard values == nil else { return }
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
    measures?.batchEnded(images: count)
    return (tally, measures)
  }
}

extension Model {
  /// Mean loss and metrics over labelled images, as `evaluate` of Keras.
  ///
  /// - Parameters:
  ///   - images: `(N, height, width, channels)`.
  ///   - labels: the class of each image.
  ///   - targets: what the outputs should be, where that is not classes: a row for each image. Labels then do not matter.
  /// - Throws: ``ModelError`` where the model is not compiled, or images or labels do not fit it; ``Work/Cancelled``.
  public func evaluate(
    images: Tensor, labels: [Int32], targets: Tensor? = nil, pool: WorkerPool
  ) throws -> Score {
    let training = try compiledTraining
    try check(images: images, labels: labels, targets: targets)
    let (tally, measures) = try Evaluator(self, pool: pool).score(images, labels, training, values: targets)
    return Score(tally, training.metrics, measures)
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

  /// Throws unless the images fit the input, and the labels or targets the output.
  func check(images: Tensor, labels: [Int32], targets: Tensor? = nil) throws(ModelError) {
    guard images.count > 0 else { throw ModelError("there are no images", subject: "data") }
    try check(imageShape: images.rowShape)
    if let targets { return try check(targets, images: images.count) }
    guard images.count == labels.count else {
      throw ModelError("there are \(images.count) images but \(labels.count) labels", subject: "data")
    }
    guard let last = nodes.last, last.outputShape.count == 1 else {
      throw ModelError(
        "the last layer's output is \(nodes.last?.outputShape.crossDescription ?? "nothing"), not one value per "
          + "class; end the model with Flatten and Dense", subject: "model")
    }
    let loss = training?.loss ?? .sparseCategoricalCrossentropy
    if outputCount == 1, !loss.isOfClasses {
      // One output: how likely class 1 is, or a number.
      guard loss == .binaryCrossentropy,
        let (index, label) = labels.enumerated().first(where: { !(0...1).contains($0.element) })
      else { return }
      throw ModelError(
        "label \(label) of image \(index) is neither 0 nor 1: one output, of \(last.name), tells two classes apart; for more "
          + "use a unit for each class, softmax and sparse_categorical_crossentropy", subject: "data")
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

  /// Throws unless there is a number for each output and image, and a loss that takes numbers.
  private func check(_ targets: Tensor, images: Int) throws(ModelError) {
    guard targets.count == images else {
      throw ModelError("there are \(images) images but \(targets.count) targets", subject: "target")
    }
    guard targets.rowSize == outputCount else {
      throw ModelError(
        "a target is \(targets.rowShape.crossDescription), but \(name) gives "
          + "\(nodes.last?.outputShape.crossDescription ?? "nothing")", subject: "target")
    }
    guard let training, training.loss != .sparseCategoricalCrossentropy else {
      throw ModelError(
        "sparse_categorical_crossentropy takes class numbers, not numbers for each output; loss=mse takes these",
        subject: "target")
    }
    if let metric = training.metrics.first(where: \.needsLabels) {
      throw ModelError(
        "\(metric.rawValue) counts classes, but the targets are numbers: compile with metrics=mae, or none",
        subject: "target")
    }
  }
}
