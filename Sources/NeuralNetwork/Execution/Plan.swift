import Core
import Kernels

/// What the passes of a model are made of: which operations, on which values, and who is to have which gradient. The memory for it
/// is the ``Workspace``'s.
///
/// A value is what the model takes in (number 0) or what a step gives. A step that gives what it takes, number for number, gives no
/// value of its own.
struct Plan {
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

  /// A layer, or two in one, or an activation that keeps what it takes in.
  struct Step {
    var operation: any LayerOperation
    /// What is left to be applied to the output.
    var activation: Activation
    /// What the output adds to the loss.
    var penalty: ActivityPenalty?
    /// The layer that has the weights.
    let node: Model.Node
    /// The number of the layer that gives the output.
    var index: Int
    var outputShape: Shape
    var inputs: [Int]
    var output: Int
    /// Whether the output is the input.
    var passesThrough = false
    /// Where the gradient of each input goes: to the value's own memory, or to be added to what is there; nil where nobody asks
    /// for it.
    var gradients: [GradientUse?] = []

    var isBatchWide: Bool { operation is any BatchWideOperation }
    var isParted: Bool { operation is any PartedOperation }
    fileprivate var takesSeveralGroups: Bool {
      if case .perBatch = operation.weightGradient { return true }
      return isParted || operation is any ManyGroupsOperation
    }
  }

  enum GradientUse {
    case sets
    /// By way of a worker's own memory.
    case adds
    /// In place: by an operation that ``LayerOperation/addsToGradient``.
    case addsInPlace
  }

  struct Value {
    let count: Int
    /// The length of its last axis.
    let channels: Int
    /// How many pixels there are of these.
    var pixels: Int { count / max(1, channels) }
    /// The value whose pixels begin with this one's: it lies there, and nowhere else.
    fileprivate(set) var host: Int?
    /// The step that gives it; nil of what the model takes in.
    var producer: Int?
    /// The steps that take it, in order; one that takes it twice is there twice.
    var users: [Int] = []
    var wantsGradient = false
    /// Whether somebody computes several groups of it at once, which therefore lie behind each other without a gap.
    var isDense = false

    fileprivate init(_ shape: Shape) {
      (count, channels) = (shape.elementCount ?? 0, shape.last ?? 1)
    }
  }

  let purpose: Purpose
  /// Whether somebody looks at each layer's value and gradient when the passes are over.
  let keepsAll: Bool
  private(set) var steps: [Step] = []
  private(set) var values: [Value]
  /// The steps before which all groups of a batch come together.
  private(set) var stops: [Int] = []

  /// - Parameters:
  ///   - groups: of the batch.
  ///   - keepsAll: whether somebody looks at each layer's value and gradient when the passes are over.
  init(_ model: Model, groups: Int, for purpose: Purpose, keepsAll: Bool = false) {
    self.purpose = purpose
    self.keepsAll = keepsAll || purpose == .inspection
    values = [Value(model.inputShape)]
    values[0].wantsGradient = purpose == .inspection
    let needed = model.nodesNeeded
    /// How many of the layers that are needed take what a layer gives.
    var takers = [Int: Int]()
    for index in needed { for input in model.nodes[index].inputs { takers[input, default: 0] += 1 } }
    let weighsMore = model.weighsMore(thanValuesOf: groups)
    var valueOf = [-1: 0]
    for index in needed {
      let node = model.nodes[index]
      let operation = Self.operation(of: node, for: purpose, weighsMore: weighsMore)
      let count = node.outputShape.elementCount ?? 0
      let isAlone = takers[node.inputs[0], default: 0] == 1
      if isAlone, let last = steps.last, last.index == node.inputs[0], last.penalty == nil,
        let both = joined(last, node, operation)
      {
        values[last.output] = Value(node.outputShape)
        valueOf[index] = last.output
        let end = steps.count - 1
        (steps[end].operation, steps[end].activation) = (both, node.activation)
        (steps[end].index, steps[end].outputShape) = (index, node.outputShape)
        continue
      }
      var step = Step(
        operation: operation, activation: node.activation, node: node, index: index,
        outputShape: node.outputShape, inputs: node.inputs.compactMap { valueOf[$0] }, output: 0)
      step.passesThrough = operation.passesThrough(isTraining: purpose == .training)
      // Where others take the input too, an inspection keeps its gradient apart from the output's.
      if step.passesThrough, !isAlone, purpose == .inspection {
        step.operation = CopyOperation(count: count)
        step.passesThrough = false
      }
      if step.passesThrough {
        step.output = step.inputs[0]
        steps.append(step)
      } else {
        if !purpose.isForwardOnly, let activation = node.activation.operation(count: count) {
          step.activation = .linear
          // A layer that only copies needs no step before it.
          if !(operation is CopyOperation) {
            append(&step)
            step.inputs = [step.output]
          }
          step.operation = activation
        }
        step.penalty = node.built.activityPenalty
        append(&step)
      }
      valueOf[index] = step.output
    }
    findUsers()
    for step in steps where step.takesSeveralGroups {
      for value in step.inputs + [step.output] { values[value].isDense = true }
    }
    if !self.keepsAll { findHosts() }
    if !purpose.isForwardOnly { findGradients() }
  }

  /// Adds a step with a value of its own.
  private mutating func append(_ step: inout Step) {
    step.output = values.count
    values.append(Value(step.outputShape))
    steps.append(step)
  }

  private static func operation(
    of node: Model.Node, for purpose: Purpose, weighsMore: Bool
  ) -> any LayerOperation {
    let operation = node.built.operation
    switch purpose {
    case .use: return operation.forInference.withFewerProducts
    case .extraction: return operation.forInference
    case .training:
      let trained = (node.isTrainable ? operation : operation.frozen).withFewerProducts
      return weighsMore && node.isTrainable ? trained.inParts : trained
    case .inspection: return operation.frozen
    }
  }

  /// The last step and the layer behind it in one, where nobody looks between them.
  private func joined(_ last: Step, _ node: Model.Node, _ operation: any LayerOperation) -> (
    any LayerOperation
  )? {
    // Two layers with weights become one, with other roundings, where their weights lie behind each other.
    let canJoin =
      node.range.isEmpty || (purpose == .use && node.range.lowerBound == last.node.range.upperBound)
    if purpose.isForwardOnly, canJoin, let both = last.operation.joined(last.activation, operation) {
      return both
    }
    guard !keepsAll, operation is CopyOperation, last.activation == .linear, !last.passesThrough else {
      return nil
    }
    return last.operation.applying(node.activation)
  }

  private mutating func findUsers() {
    for (number, step) in steps.enumerated() where !step.passesThrough {
      values[step.output].producer = number
      for input in step.inputs { values[input].users.append(number) }
    }
  }

  /// Finds the values that a Concatenate would copy to the begin of its pixels and that can lie there from the start, as can their
  /// gradients: what a Concatenate gives, where all others that take it go by the pixels' stride and have done so before. So each
  /// layer of a dense block writes its own channels alone.
  private mutating func findHosts() {
    for (number, step) in steps.enumerated() where step.operation is ConcatenateOperation {
      let first = step.inputs[0]
      let users = values[first].users
      guard let producer = values[first].producer, steps[producer].operation is ConcatenateOperation,
        // A Flatten between them makes one pixel of all.
        values[first].pixels == values[step.output].pixels, users.last == number, !values[first].isDense,
        !values[step.output].isDense,
        users.dropLast().allSatisfy({ steps[$0].operation.takesWiderPixels })
      else { continue }
      values[first].host = step.output
    }
  }

  /// The value in whose memory this one lies: itself, for most.
  func host(of value: Int) -> Int {
    var host = value
    while let next = values[host].host { host = next }
    return host
  }

  /// Finds the values whose gradients are wanted, and who writes them first: on the way back the last one that takes a value.
  private mutating func findGradients() {
    for step in steps {
      let isTrained = !step.node.trainableWeights.isEmpty
      let isBehind = step.inputs.contains { values[$0].wantsGradient }
      // A batch-wide layer gathers its sums in any case.
      if purpose == .inspection || isTrained || isBehind || step.isBatchWide {
        values[step.output].wantsGradient = true
      }
    }
    // The loss writes there in any case.
    if let last = steps.last { values[last.output].wantsGradient = true }
    var isWritten = [Bool](repeating: false, count: values.count)
    for number in steps.indices.reversed() where !steps[number].passesThrough {
      steps[number].gradients = steps[number].inputs.map { input in
        guard values[input].wantsGradient else { return nil }
        defer { isWritten[input] = true }
        guard isWritten[input] else { return .sets }
        return steps[number].operation.addsToGradient ? .addsInPlace : .adds
      }
      // Parts write to the memory of all groups.
      if steps[number].isParted, steps[number].gradients.contains(.adds) {
        steps[number].operation = steps[number].node.built.operation.withFewerProducts
      }
    }
    if purpose == .training {
      stops = steps.indices.filter { steps[$0].isBatchWide || steps[$0].isParted }
    }
  }

  /// Whether a step works on the value in training once all groups of the batch have been through.
  func isKept(_ value: Int) -> Bool {
    if !stops.isEmpty { return true }
    guard purpose == .training else { return false }
    return values[value].users.contains {
      if case .perBatch = steps[$0].operation.weightGradient { true } else { false }
    }
  }
}

extension Model {
  /// Whether each layer takes what the one before it gives, and nothing else.
  public var isChain: Bool { nodes.enumerated().allSatisfy { $1.inputs == [$0 - 1] } }

  /// The layers from which the last one's output follows, in order.
  var nodesNeeded: [Int] {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    if let last = isNeeded.indices.last { isNeeded[last] = true }
    for index in nodes.indices.reversed() where isNeeded[index] {
      for input in nodes[index].inputs where input >= 0 { isNeeded[input] = true }
    }
    return nodes.indices.filter { isNeeded[$0] }
  }
}
