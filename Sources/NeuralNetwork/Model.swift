import Core
import Kernels

/// A network: layers one after the other, their weights, and, once compiled, how it is trained.
///
/// As in Keras a model is an object: `fit` changes its weights in place, under every name it has.
public final class Model {
  /// Whether it was read from a file, perhaps one of Keras.
  public internal(set) var isRead = false
  /// A layer at its place in the network.
  public struct Node: Sendable {
    public let layer: any Layer
    /// Keras's kind of name: `conv2d`, `conv2d_1`, or the learner's own.
    public let name: String
    /// The layers whose outputs it takes, all of them before it; -1 is the model's input.
    public let inputs: [Int]
    public let inputShapes: [Shape]
    /// The layer on these inputs.
    public let built: BuiltLayer
    /// Where the layer's weights lie in ``Model/parameters``.
    public let range: Range<Int>
    /// The layer that is used here again, with the same weights, of a layer that is used several times.
    public let sharing: Int?
    /// Whether training changes the layer's weights; where not, the layer works as in a model that is only used.
    public internal(set) var isTrainable = true

    /// Of a layer of one input; of another the first one's.
    public var inputShape: Shape { inputShapes[0] }
    public var outputShape: Shape { built.output }
    public var weights: [Weight] { built.weights }
    public var activation: Activation { built.activation }

    /// The weights that training changes.
    public var trainableWeights: [Weight] { isTrainable ? weights.filter(\.isTrainable) : [] }

    public var typeName: String { type(of: layer).declaration.name }
  }

  /// A layer before it is built.
  public struct Element {
    public let layer: any Layer
    /// The learner's name for it, if any.
    public let name: String?
    /// The elements whose outputs it takes, all of them before it; -1 is the model's input.
    public let inputs: [Int]
    /// The element that is used here again, with the same weights.
    public let sharing: Int?

    public init(_ layer: any Layer, name: String? = nil, inputs: [Int], sharing: Int? = nil) {
      (self.layer, self.name, self.inputs, self.sharing) = (layer, name, inputs, sharing)
    }
  }

  /// What `compile` sets.
  public struct Training: Sendable {
    /// Its learning rate may change during a fit.
    public internal(set) var optimizer: any Optimizer
    public let loss: Loss
    public let lossOptions: LossOptions
    /// What is measured besides the loss, each once.
    public let metrics: [Metric]

    public init(
      optimizer: any Optimizer, loss: Loss, lossOptions: LossOptions = LossOptions(), metrics: [Metric] = []
    ) {
      self.optimizer = optimizer
      self.loss = loss
      self.lossOptions = lossOptions
      self.metrics = metrics
    }

    /// The keys under which a fit notes its measurements.
    public func keys(withValidation: Bool) -> [String] {
      let keys = ["loss"] + metrics.map(\.rawValue)
      return withValidation ? keys + keys.map { HistoryKey($0).onValidation.name } : keys
    }
  }

  /// Keras's name, which `summary` and files have.
  public let name: String
  /// What the learner's first name for it is; nil where it has none.
  public var calledName: String?
  public let inputShape: Shape
  /// Whether these are layers of another model, taken out to be looked at.
  let isExtractor: Bool
  public internal(set) var nodes: [Node] { didSet { version += 1 } }
  /// All weights, layer after layer, tensor after tensor, each in Keras's shape and row-major.
  public internal(set) var parameters: [Float] { didSet { version += 1 } }
  public internal(set) var training: Training? { didSet { version += 1 } }
  /// - Throws: where the model is not compiled. The sentence has no name: the model's own is not the one that a session knows.
  var compiledTraining: Training {
    get throws(ModelError) {
      guard let training else {
        throw ModelError(
          "the model is not compiled yet: compile it first, with an optimizer and a loss", subject: "model")
      }
      return training
    }
  }
  /// How many running values the optimizer keeps, of all weights.
  public var slotCount: Int { slots.count }
  /// The optimizer's running values, slot after slot, and the steps taken with them.
  var slots: [Float] = [] { didSet { version += 1 } }
  public internal(set) var steps = 0 { didSet { version += 1 } }
  /// Grows with each change of anything above, whoever makes it: by it one sees whether a model is still what it was.
  public private(set) var version = 0

  /// The most values that one image may have in all layers together (16 images of them are 1 GiB), and the most
  /// weights.
  static let valueLimit = 1 << 24
  static let weightLimit = 1 << 27

  /// A model whose layers follow one another.
  ///
  /// - Parameters:
  ///   - input: the shape of one image or vector.
  ///   - layers: the layers and the names that the learner gave them, if any.
  ///   - seed: of the start weights.
  /// - Throws: ``ModelError`` with the index of the layer that does not fit.
  public convenience init(
    name: String, input: Shape, layers: [(layer: any Layer, name: String?)], seed: UInt64
  ) throws(ModelError) {
    try self.init(
      name: name, input: input,
      elements: layers.enumerated().map { Element($1.layer, name: $1.name, inputs: [$0 - 1]) }, seed: seed)
  }

  /// Checks that each layer fits those whose outputs it takes, and draws the start weights. The last layer's output is the
  /// model's.
  ///
  /// - Parameters:
  ///   - name: the model's name, for `summary`.
  ///   - input: the shape of one image or vector.
  ///   - seed: of the start weights.
  /// - Throws: ``ModelError`` with the index of the element that does not fit.
  public init(name: String, input: Shape, elements: [Element], seed: UInt64) throws(ModelError) {
    self.name = name
    isExtractor = false
    inputShape = input
    guard var values = input.elementCount, values > 0, values <= Self.valueLimit else {
      throw ModelError("input=\(input.crossDescription) has no values, or too many", subject: "input")
    }
    guard !elements.isEmpty else { throw ModelError("the model has no layers") }
    var nodes: [Node] = []
    var parameters: [Float] = []
    var names = Set(elements.compactMap(\.name))
    var nextNumbers: [String: Int] = [:]
    for (index, element) in elements.enumerated() {
      do throws(ModelError) {
        guard !element.inputs.isEmpty, element.inputs.allSatisfy({ (-1..<index).contains($0) }) else {
          throw ModelError("takes what no layer above it gives")
        }
        let shapes = element.inputs.map { $0 < 0 ? input : nodes[$0].outputShape }
        let built = try Self.built(element.layer, for: shapes)
        guard let outputCount = built.output.elementCount, outputCount <= Self.valueLimit - values else {
          throw ModelError("is too large: its output would be \(built.output.crossDescription)")
        }
        values += outputCount
        var range = parameters.count..<parameters.count
        if let first = element.sharing {
          guard nodes.indices.contains(first), nodes[first].sharing == nil,
            nodes[first].weights.map(\.shape) == built.weights.map(\.shape)
          else {
            throw ModelError("cannot have the weights of another layer, whose input is of another shape")
          }
          range = nodes[first].range
        } else {
          try Self.check(built.weights, behind: parameters.count)
          for (number, weight) in built.weights.enumerated() {
            parameters += try weight.initializer.values(
              for: weight, seed: seed, stream: UInt64(index) << 8 | UInt64(number))
          }
          range = range.lowerBound..<parameters.count
        }
        nodes.append(
          Node(
            layer: element.layer,
            name: element.name ?? Self.freeName(for: element.layer, &names, next: &nextNumbers),
            inputs: element.inputs, inputShapes: shapes, built: built, range: range, sharing: element.sharing)
        )
      } catch {
        throw ModelError(error.message, layer: index)
      }
    }
    let taken = Set(nodes.flatMap(\.inputs))
    if let index = nodes.indices.dropLast().first(where: { !taken.contains($0) }) {
      throw ModelError("leads nowhere: no layer takes what it gives", layer: index)
    }
    self.nodes = nodes
    self.parameters = parameters
  }

  /// Throws where there would be too many weights, with those that are there already.
  private static func check(_ weights: [Weight], behind count: Int) throws(ModelError) {
    var total = count
    for weight in weights {
      try weight.constraint?.check(weight)
      guard let count = weight.shape.elementCount, count <= weightLimit - total else {
        throw ModelError("is too large: its \(weight.name) would be \(weight.shape.crossDescription)")
      }
      total += count
    }
    // Drawn, trained and copied they are there several times.
    if let refusal = MachineMemory.refusal(of: "the model with its weights", bytes: 16 * total) {
      throw ModelError("is too large: \(refusal)")
    }
  }

  /// A layer on its inputs.
  static func built(_ layer: any Layer, for shapes: [Shape]) throws(ModelError) -> BuiltLayer {
    if let merging = layer as? any MergingLayer, shapes.count > 1 { return try merging.built(for: shapes) }
    guard shapes.count == 1 else {
      throw ModelError("takes one input, not \(shapes.count); Add and Concatenate take several")
    }
    return try layer.built(for: shapes[0])
  }

  /// A model of these layers, with these weights.
  init(name: String, inputShape: Shape, nodes: [Node], parameters: [Float], isExtractor: Bool) {
    self.name = name
    self.isExtractor = isExtractor
    self.inputShape = inputShape
    self.nodes = nodes
    self.parameters = parameters
  }

  /// Keras's names: the type in snake case, with the first number that is free from the second one on.
  /// - Parameter next: the number from which on a name of a type may be free, so that many layers are named in one walk.
  private static func freeName(
    for layer: any Layer, _ taken: inout Set<String>, next: inout [String: Int]
  ) -> String {
    let type = type(of: layer).declaration.name
    let stem = snakeCase(type)
    var number = next[type, default: 0]
    var name = number == 0 ? stem : "\(stem)_\(number)"
    while !taken.insert(name).inserted {
      number += 1
      name = "\(stem)_\(number)"
    }
    next[type] = number + 1
    return name
  }

  /// Sets how the model is trained; the optimizer starts afresh, the weights stay.
  public func compile(_ training: Training) {
    self.training = training
    slots = [Float](
      repeating: training.optimizer.slotStart, count: parameters.count * training.optimizer.slotNames.count)
    // A mean of weights begins with them: a layer that is unfrozen later keeps its own.
    if training.rules.average != nil {
      let start = slots.count
      slots += [Float](repeating: 0, count: parameters.count)
      for (weight, range) in nodes.indices.flatMap({ tensors(layer: $0) }) where weight.isTrainable {
        for k in range { slots[start + k] = parameters[k] }
      }
    }
    steps = 0
  }

  /// The weights that training changes, each tensor with its place among the parameters.
  private var trained: [(range: Range<Int>, weight: Weight)] {
    nodes.filter { $0.isTrainable && $0.sharing == nil }.flatMap { node in
      var start = node.range.lowerBound
      return node.weights.map { weight in
        defer { start += weight.count }
        return (start..<start + weight.count, weight)
      }
    }
  }

  /// The places of the tensors that an optimizer changes.
  var learnedRanges: [Range<Int>] { trained.filter(\.weight.isTrainable).map(\.range) }

  /// The weights that are kept small.
  var regularized: [(range: Range<Int>, regularizer: Regularizer)] {
    trained.compactMap { $0.weight.regularizer.isNone ? nil : ($0.range, $0.weight.regularizer) }
  }

  /// The weights that are made to keep to something after each step.
  var constrained: [(range: Range<Int>, shape: Shape, constraint: Constraint)] {
    trained.compactMap { tensor in tensor.weight.constraint.map { (tensor.range, tensor.weight.shape, $0) } }
  }

  /// What the regularizers of weights add to the loss.
  var regularization: Double { penalty(regularized) }

  /// What terms that ``regularized`` gave add to the loss.
  func penalty(_ terms: [(range: Range<Int>, regularizer: Regularizer)]) -> Double {
    terms.reduce(0) { $0 + $1.regularizer.penalty(parameters[$1.range]) }
  }

  /// The number of weights that training leaves alone: moving averages, and all those of frozen layers.
  public var nonTrainableCount: Int {
    parameters.count
      - nodes.filter { $0.sharing == nil }.flatMap(\.trainableWeights).map(\.count).reduce(0, +)
  }

  /// The number of values of the last layer's output for one image.
  public var outputCount: Int { nodes.last?.outputShape.elementCount ?? 0 }

  /// The weights' values of layer `index`, tensor by tensor.
  public func weightValues(layer index: Int) -> [(weight: Weight, values: [Float])] {
    var start = nodes[index].range.lowerBound
    return nodes[index].weights.map { weight in
      defer { start += weight.count }
      return (weight, Array(parameters[start..<start + weight.count]))
    }
  }

  /// Replaces all weights. `values` must have as many as ``parameters``.
  public func setParameters(_ values: [Float]) {
    precondition(values.count == parameters.count)
    parameters = values
  }

  /// Throws unless the model gives one value per class.
  public func checkGivesClasses() throws(ModelError) {
    guard nodes.last?.outputShape.count == 1 else {
      throw ModelError(
        "\(name) gives \(nodes.last?.outputShape.crossDescription ?? "nothing"), not one value per class",
        subject: "model")
    }
  }

  /// Throws unless images of this shape fit the model's input. `28x28` images fit an input of 28x28x1.
  public func check(imageShape: Shape) throws(ModelError) {
    guard imageShape == inputShape || imageShape + [1] == inputShape || imageShape == inputShape + [1] else {
      throw ModelError(
        "the images are \(imageShape.crossDescription), but \(name) takes \(inputShape.crossDescription)",
        subject: "data")
    }
  }
}

extension Model {
  /// Whether the weights take more than twice the memory of the values of so many groups, which leave the caches when one layer
  /// is computed for all of them before the next.
  func weighsMore(thanValuesOf groups: Int) -> Bool {
    let values = nodes.map { $0.outputShape.elementCount ?? 0 }.reduce(0, +) * groups * laneCount
    return parameters.count > 2 * values
  }
}
