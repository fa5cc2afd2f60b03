import Core

/// A model of ONNX while it is written: gives names to operators and tensors, and turns maps where an operator takes the channels first.
///
/// The first operator of a layer has the layer's name and those that follow it `layer/Operator`, and so have the tensors that they give. By
/// this a reader knows what belongs together.
struct ONNXGraph {
  private(set) var model: ONNXModel
  private var taken: Set<String>
  /// The names of maps that were turned, by those of the maps.
  private var turned: [String: String] = [:]
  /// The layer that is being written.
  private var layer = ""
  private var note = ""
  private var weights: [(weight: Weight, values: [Float])] = []
  /// The first layer that has these weights.
  private var owner = 0
  /// The constants of layers' weights, by the layer, the weight and how it is laid out: a layer that is used again has the same.
  private var written: [String: String] = [:]
  private var isFirst = true

  init(name: String, layerNames: [String]) {
    model = ONNXModel(name: name)
    taken = Set(layerNames)
  }

  mutating func addInput(_ shape: Shape) -> ONNXValue {
    let name = free("input")
    model.inputs = [ONNXValueInfo(name: name, shape: [nil] + shape)]
    return ONNXValue(name: name, shape: shape)
  }

  /// - Parameter owner: the layer at `node`, or the first one with its weights.
  mutating func begin(_ node: Model.Node, owner: Int, weights: [(weight: Weight, values: [Float])]) {
    (layer, note, self.weights, isFirst) = (node.name, node.typeName, weights, true)
    self.owner = owner
  }

  /// What stands beside each operator of the layer from now on, instead of its class alone.
  mutating func annotate(_ note: String) { self.note = note }

  /// The output of the last layer, as the model gives it.
  mutating func finish(_ value: ONNXValue) -> ONNXValue {
    let last = ONNXValue(name: channelsLast(value), shape: value.shape)
    model.outputs = [ONNXValueInfo(name: last.name, shape: [nil] + last.shape)]
    return last
  }

  // MARK: - What layers add

  /// Adds an operator. - Returns: the name of what it gives.
  mutating func add(
    _ operation: String, _ inputs: [String], _ attributes: [String: ONNXAttribute] = [:]
  ) -> String {
    let name = isFirst ? layer : free("\(layer)/\(operation)")
    isFirst = false
    return append(operation, name, inputs, attributes)
  }

  /// Adds an operator that only prepares an input of the layer. - Returns: the name of what it gives.
  mutating func prepare(_ operation: String, _ inputs: [String]) -> String {
    append(operation, free("\(layer)/\(operation)"), inputs, [:], note: "")
  }

  /// Adds an operator of the layer that works on constants alone. - Returns: the name of what it gives.
  mutating func reckon(_ operation: String, _ inputs: [String]) -> String {
    append(operation, free("\(layer)/\(operation)"), inputs, [:])
  }

  /// Adds an operator that changes neither shape nor layout.
  mutating func add(
    _ operation: String, to value: ONNXValue, _ others: [String] = [],
    _ attributes: [String: ONNXAttribute] = [:]
  ) -> ONNXValue {
    ONNXValue(
      name: add(operation, [value.name] + others, attributes), shape: value.shape,
      isChannelsFirst: value.isChannelsFirst)
  }

  /// A weight of the layer as a constant.
  ///
  /// - Parameters:
  ///   - shape: the weight's own, where it is looked at in another way.
  ///   - axes: which of its axes each of the constant's is.
  /// - Returns: its name; none where the layer has no such weight.
  mutating func weight(_ name: String, as shape: Shape? = nil, axes: [Int]? = nil) -> [String] {
    guard let (weight, values) = weights.first(where: { $0.weight.name == name }) else { return [] }
    let shape = shape ?? weight.shape
    let axes = axes ?? Array(shape.indices)
    return [
      constantOfOwner(name, axes.map { shape[$0] }, axes) { permuted(values, shape: shape, axes: axes) }
    ]
  }

  /// A constant in place of a weight that the layer is without. - Returns: its name.
  mutating func standIn(_ name: String, _ number: Float, count: Int) -> String {
    constantOfOwner(name, [count], [0]) { [Float](repeating: number, count: count) }
  }

  /// A constant that all uses of a layer have together.
  private mutating func constantOfOwner(
    _ name: String, _ shape: Shape, _ axes: [Int], _ values: () -> [Float]
  ) -> String {
    let key = "\(owner) \(name) \(shape) \(axes)"
    if let constant = written[key] { return constant }
    let constant = constant(name, shape, .floats(values()))
    written[key] = constant
    return constant
  }

  /// Adds a constant of this layer. - Returns: its name.
  mutating func constant(_ name: String, _ shape: Shape, _ values: ONNXTensor.Values) -> String {
    let name = free("\(layer)/\(name)")
    model.constants.append(ONNXTensor(name: name, shape: shape, values: values))
    return name
  }

  // MARK: - Layouts

  /// The name of a value with its channels before height and width.
  mutating func channelsFirst(_ value: ONNXValue) -> String {
    value.isChannelsFirst || value.shape.count < 2
      ? value.name : turn(value, [0, value.shape.count] + Array(1..<value.shape.count))
  }

  /// The name of a value with its channels last.
  mutating func channelsLast(_ value: ONNXValue) -> String {
    value.isChannelsFirst ? turn(value, [0] + Array(2...value.shape.count) + [1]) : value.name
  }

  private mutating func turn(_ value: ONNXValue, _ axes: [Int]) -> String {
    if let name = turned[value.name] { return name }
    let name = append(
      "Transpose", free("\(layer)/Transpose"), [value.name], ["perm": .integers(axes)], note: "")
    turned[value.name] = name
    return name
  }

  // MARK: - Names

  private mutating func append(
    _ operation: String, _ name: String, _ inputs: [String], _ attributes: [String: ONNXAttribute],
    note: String? = nil
  ) -> String {
    model.nodes.append(
      ONNXNode(
        name: name, operation: operation, note: note ?? self.note, inputs: inputs, outputs: [name],
        attributes: attributes))
    return name
  }

  /// A name that nothing else has.
  private mutating func free(_ stem: String) -> String {
    var (name, number) = (stem, 0)
    while !taken.insert(name).inserted {
      number += 1
      name = "\(stem)_\(number)"
    }
    return name
  }
}

/// Values row-major in one shape, row-major in the shape whose axis k is its axis `axes[k]`.
func permuted(_ values: [Float], shape: Shape, axes: [Int]) -> [Float] {
  guard axes != Array(shape.indices), values.count == shape.elementCount, !values.isEmpty else {
    return values
  }
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
  let lengths = axes.map { shape[$0] }
  let steps = axes.map { strides[$0] }
  var place = [Int](repeating: 0, count: axes.count)
  var source = 0
  return values.indices.map { _ in
    let value = values[source]
    // The next place, like the hands of a clock.
    for axis in axes.indices.reversed() {
      place[axis] += 1
      source += steps[axis]
      if place[axis] < lengths[axis] { break }
      source -= lengths[axis] * steps[axis]
      place[axis] = 0
    }
    return value
  }
}
