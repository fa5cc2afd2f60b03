import Core
import Kernels

/// What a model's passes move between the processor and memory, and what memory they take, by their plan: nothing is measured.
///
/// Each operation counts as if it read all that it takes from memory and wrote all that it gives there; what stays in a cache
/// between two operations counts nevertheless. An activation counts where it is no part of the operation, and a sum that goes
/// over a whole batch, as of a BatchNormalization, once more for each time that the values are read for it.
public struct Traffic: Sendable {
  /// Bytes read and written for one image.
  public let bytesPerImage: Int
  /// Bytes of values, gradients and rearranged weights, for as long as a `fit` or an `evaluate` goes on.
  public let memory: Int

  init(_ model: Model, _ plan: Plan, groups: Int, workers: Int) {
    memory = Workspace.Layout.bytes(plan, Lifetimes(plan), groups: groups, workers: workers)
    let values = plan.steps.map { $0.valuesMoved(in: plan) }.reduce(0, +)
    let weights = model.parameters.count
    // Weights are read by each group, and by the way back once more, where it also writes the group's part of their gradient. At the
    // end of the step the parts are added up, and the optimizer reads and writes each weight.
    let ofWeights =
      plan.purpose == .training ? weights * (4 * groups + 2) / (groups * laneCount) : weights / laneCount
    bytesPerImage = (values + ofWeights) * MemoryLayout<Float>.size
  }
}

extension Plan.Step {
  /// Numbers read and written for one image.
  fileprivate func valuesMoved(in plan: Plan) -> Int {
    guard !passesThrough else { return 0 }
    let taken = inputs.map { plan.values[$0].count }
    let (input, output) = (taken.reduce(0, +), outputShape.elementCount ?? 0)
    var moved = input + output
    if activation != .linear, !operation.appliesActivation { moved += 2 * output }
    guard plan.purpose == .training else { return moved }
    // Means, then squares.
    if isBatchWide { moved += 2 * input }
    guard plan.values[self.output].wantsGradient else { return moved }
    moved += output
    var readsInput = operation.backwardReadsInput
    if case .perBatch = operation.weightGradient { readsInput = true }
    if readsInput { moved += input }
    if operation.backwardReadsOutput { moved += output }
    if activation != .linear, !operation.appliesActivationGradient { moved += 3 * output }
    if isBatchWide { moved += input + output }
    for (count, use) in zip(taken, gradients) {
      switch use {
      case .sets?: moved += count
      case .adds?, .addsInPlace?: moved += 2 * count
      case nil: break
      }
    }
    return moved
  }
}

extension Model {
  /// What `fit` moves and takes, on batches of this size.
  /// - Parameter workers: how many threads.
  public func trainingTraffic(batchSize: Int, workers: Int) -> Traffic {
    let groups = groupCount(batchSize)
    return Traffic(self, Plan(self, groups: groups, for: .training), groups: groups, workers: workers)
  }

  /// What `evaluate` moves and takes.
  public func inferenceTraffic(workers: Int) -> Traffic {
    let groups = Workspace.groupsAtOnce(self)
    return Traffic(self, Plan(self, groups: groups, for: .use), groups: groups, workers: workers)
  }
}
