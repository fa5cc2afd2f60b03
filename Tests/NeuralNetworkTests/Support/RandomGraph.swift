import Core

@testable import NeuralNetwork

/// A network with branches, of every kind of layer, drawn at random: what has no follower at the end is laid side by side.
struct RandomGraph {
  private var random: RandomSequence
  private let input: Shape
  private var elements: [Model.Element] = []
  private var shapes: [Shape] = []
  private var isTaken: Set<Int> = []
  private var hasDropout = true

  /// - Parameters:
  ///   - hasBatch: whether there may be layers whose output for an image depends on the batch.
  ///   - hasDropout: whether there may be layers that draw random numbers.
  static func make(
    seed: Int, hasBatch: Bool = true, hasDropout: Bool = true, layers count: Int = 9
  ) throws -> Model {
    var graph = RandomGraph(seed: seed)
    graph.hasDropout = hasDropout
    for _ in 0..<count { try graph.addLayer(hasBatch: hasBatch) }
    return try graph.finished(seed: seed)
  }

  private init(seed: Int) {
    random = RandomSequence(seed: UInt64(seed), stream: 77)
    input = [random.integer(4...9), random.integer(4...9), random.integer(1...3)]
  }

  private mutating func add(_ layer: any Layer, _ inputs: [Int]) throws {
    let given = inputs.map { $0 < 0 ? input : shapes[$0] }
    let built = try Model.built(layer, for: given)
    elements.append(Model.Element(layer, inputs: inputs))
    shapes.append(built.output)
    isTaken.formUnion(inputs)
  }

  private mutating func addLayer(hasBatch: Bool) throws {
    let maps = [-1] + shapes.indices.filter { shapes[$0].count == 3 }
    // Mostly the latest, so that the network gets deep; the input itself seldom.
    let source = random.integer(0...2) > 0 ? maps[maps.count - 1] : random.element(maps)
    func shape(_ index: Int) -> Shape { index < 0 ? input : shapes[index] }
    let alike = maps.filter { shape($0) == shape(source) }
    let beside = maps.filter { shape($0).dropLast() == shape(source).dropLast() }
    switch random.integer(0...9) {
    case 0...2 where alike.count > 1:
      let type = random.element(
        [Add.self, Multiply.self, Average.self, Maximum.self, Minimum.self] as [any Layer.Type])
      let others = (0..<random.integer(1...2)).map { _ in random.element(alike) }
      try add(layer(type, [:]), [source] + others)
    case 3 where alike.count > 1: try add(layer(Subtract.self, [:]), [random.element(alike), source])
    case 4, 5: try add(layer(Concatenate.self, [:]), [random.element(beside), source])
    case 6: try add(batchOrPooling(hasBatch), [source])
    default:
      try add(
        conv2D(
          random.integer(1...6), random.integer(1...3), activation: random.element([.linear, .relu, .tanh]),
          padding: .same), [source])
    }
  }

  private mutating func batchOrPooling(_ hasBatch: Bool) throws -> any Layer {
    switch random.integer(0...(hasBatch ? 4 : 2)) {
    case 0: try activation(random.element([.relu, .sigmoid]))
    case 1: try averagePooling2D(2, strides: 1, padding: .same)
    case 2: try maxPooling2D(2, strides: 1, padding: .same)
    case 3: try dropout(hasDropout ? 0.3 : 0)
    default: try batchNormalization(epsilon: 0.1)
    }
  }

  private mutating func finished(seed: Int) throws -> Model {
    var ends: [Int] = []
    for index in elements.indices where !isTaken.contains(index) {
      try add(flatten(), [index])
      ends.append(elements.count - 1)
    }
    if ends.count > 1 { try add(layer(Concatenate.self, [:]), ends) }
    try add(dense(5, activation: .tanh), [elements.count - 1])
    // A vector of which one layer takes the half back in.
    try add(dense(5), [elements.count - 1])
    try add(layer(Add.self, [:]), [elements.count - 2, elements.count - 1])
    try add(dense(3, activation: .softmax), [elements.count - 1])
    return try Model(name: "net", input: input, elements: elements, seed: UInt64(seed))
  }
}
