import Core

/// A model of ONNX becomes layers and weights, operator by operator.
///
/// Tensors are followed with their layout: maps may have their channels first, as PyTorch has them, while the layers here have
/// them last. So Transposes between the two vanish, and a Dense layer behind a flattened map has the rows of its kernel in
/// another order.
struct ONNXImporter {
  /// What a tensor is, for one image.
  struct Value {
    /// The layer that gives it; -1 is the model's input.
    let source: Int
    /// As the layer gives it, channels last.
    let shape: Shape
    /// Whether the tensor has the channels before height and width.
    var isChannelsFirst = false
    /// Of a vector the map, channels last, whose values it has with the channels first.
    var flattened: Shape?
    /// Whether the tensor is a map of one pixel where the layer gives a vector.
    var isPixel = false
    /// Whether nothing but the way to this tensor takes what the layer gives.
    var isAlone = true

    /// The lengths of the tensor's axes behind the batch's.
    var lengths: Shape {
      if isPixel { return isChannelsFirst ? shape + [1, 1] : [1, 1] + shape }
      return isChannelsFirst ? shape.suffix(1) + shape.dropLast() : shape
    }

    /// The tensor's axis, the batch's included, in which the channels are.
    var channelAxis: Int { isChannelsFirst ? 1 : lengths.count }
  }

  /// A layer to which operators behind it may still belong.
  struct Draft {
    var type: any Layer.Type
    let name: String?
    var inputs: [Int]
    /// The shapes of its inputs.
    var shapes: [Shape]
    /// The name of its operator.
    let node: String
    /// Its options, as Keras describes them.
    var config: [String: JSON]
    /// Its weights' values, in order.
    var weights: [[Float]]
    /// The names of the constants that its operators take.
    var constants: [String]
    /// What its operators' notes say, where they describe it.
    var note = ""

    func has(_ option: String) -> Bool { type.declaration.parameters.contains { $0.name == option } }
  }

  let model: ONNXModel
  private(set) var constants: [String: ONNXTensor] = [:]
  /// Lengths that operators reckon with; nil is the number of images.
  var lengths: [String: [Int?]] = [:]
  private(set) var values: [String: Value] = [:]
  var drafts: [Draft] = []
  /// The tensors that a Transpose takes as maps with the channels last, to put these first.
  private(set) var turned: Set<String> = []
  /// How many take each tensor.
  private var uses: [String: Int] = [:]
  private var names: Set<String> = []
  private var weightCount = 0

  /// The most lengths that operators reckon with at once; tensors have far fewer axes.
  static let greatestRank = 64

  /// - Throws: where something of the model is none of the layers here.
  static func model(_ onnx: ONNXModel) throws(ModelError) -> Model {
    var importer = try ONNXImporter(onnx.fused())
    for node in try importer.neededNodes() {
      do throws(ModelError) { try importer.read(node) } catch {
        throw ModelError("\(node.title): \(error.message)")
      }
    }
    return try importer.finished()
  }

  private init(_ model: ONNXModel) throws(ModelError) {
    self.model = model
    for constant in model.constants {
      guard constants.updateValue(constant, forKey: constant.name) == nil else {
        throw ModelError("two of its tensors are called \(constant.name)")
      }
    }
    // Before version 4 of the format constants were among the inputs.
    let inputs = model.inputs.filter { constants[$0.name] == nil }
    guard inputs.count == 1 else {
      throw ModelError(
        "it has \(inputs.count) inputs (\(inputs.map(\.name).joined(separator: ", "))); a model here has one")
    }
    guard model.outputs.count == 1 else {
      throw ModelError(
        "it has \(model.outputs.count) outputs (\(model.outputs.map(\.name).joined(separator: ", "))); "
          + "a model here has one")
    }
    for name in model.nodes.flatMap(\.inputs) + model.outputs.map(\.name) { uses[name, default: 0] += 1 }
    for node in model.nodes where node.attributes["perm"] == .integers([0, 3, 1, 2]) {
      turned.formUnion(node.inputs)
    }
    values[inputs[0].name] = try Self.input(inputs[0], of: model)
  }

  // MARK: - Beginning and end

  private static func input(_ info: ONNXValueInfo, of model: ONNXModel) throws(ModelError) -> Value {
    guard info.type == ONNXTensorType.float.rawValue else {
      throw ModelError("its input \(info.name) is of type \(info.type), not of 32-bit floats (type 1)")
    }
    let lengths = (info.shape ?? []).dropFirst()
    let shape = lengths.compactMap { $0 }
    guard (1...3).contains(shape.count), shape.count == lengths.count else {
      let found = (info.shape ?? []).map { $0.map(String.init) ?? "?" }.joined(separator: "x")
      throw ModelError(
        "the shape of its input \(info.name) is \(found.isEmpty ? "left open" : found); a model here needs the batch, and "
          + "then one to three lengths that are said")
    }
    guard let count = shape.elementCount, count <= Model.valueLimit else {
      throw ModelError("its input \(info.name) of \(shape.crossDescription) is too large")
    }
    guard shape.count == 3, hasChannelsFirst(info.name, shape, model) else {
      return Value(source: -1, shape: shape)
    }
    return Value(source: -1, shape: Array(shape[1...] + shape[..<1]), isChannelsFirst: true)
  }

  /// Whether an input has its channels first: the first operator on the way from it that is not one for each value by itself
  /// tells. Where none does, a length of 1 or 3 does.
  private static func hasChannelsFirst(_ input: String, _ shape: Shape, _ model: ONNXModel) -> Bool {
    if model.producer == ONNXModel.producer { return false }
    var followed: Set = [input]
    for node in model.nodes where node.inputs.contains(where: followed.contains) {
      switch node.operation {
      case "Transpose" where node.attributes["perm"] == .integers([0, 3, 1, 2]): return false
      case "Transpose" where node.attributes["perm"] == .integers([0, 2, 3, 1]): return true
      case "Conv", "ConvTranspose", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool",
        "BatchNormalization", "InstanceNormalization", "GroupNormalization", "Resize", "Upsample":
        return true
      case "Transpose", "Flatten", "Reshape", "Concat", "ReduceMean", "ReduceMax", "Softmax": break
      default: followed.formUnion(node.outputs)
      }
    }
    return [1, 3].contains(shape[0]) && ![1, 3].contains(shape[2])
  }

  /// The operators that the output needs, in order. - Throws: where two give tensors of one name.
  private func neededNodes() throws(ModelError) -> [ONNXNode] {
    var given = Set(constants.keys).union(values.keys)
    for name in model.nodes.flatMap(\.outputs) where !name.isEmpty {
      guard given.insert(name).inserted else { throw ModelError("two of its tensors are called \(name)") }
    }
    var needed = Set(model.outputs.map(\.name))
    var nodes: [ONNXNode] = []
    for node in model.nodes.reversed() where node.outputs.contains(where: needed.contains) {
      nodes.append(node)
      needed.formUnion(node.inputs)
    }
    return nodes.reversed()
  }

  private func finished() throws(ModelError) -> Model {
    let name = model.outputs[0].name
    guard let output = values[name], output.source == drafts.count - 1, !drafts.isEmpty else {
      throw ModelError("its output \(name) is given by no layer, or is not the last one's")
    }
    guard output.flattened == nil else {
      throw ModelError(
        "its output \(name) is a flattened map with the channels first, and here they are last; only a layer that takes "
          + "all of it, as Dense, can stand behind")
    }
    var elements: [Model.Element] = []
    let sharing = firstUses()
    for (draft, first) in zip(drafts, sharing) {
      elements.append(
        Model.Element(try layer(draft), name: draft.name, inputs: draft.inputs, sharing: first))
    }
    let made: Model
    do throws(ModelError) {
      let title = model.name.printableLine
      made = try Model(
        name: KerasName.isValid(title) ? title : "model", input: inputShape, elements: elements, seed: 0)
    } catch {
      guard let index = error.layer else { throw error }
      throw ModelError("operator \(drafts[index].node): the layer \(error.message)")
    }
    for (node, draft) in zip(made.nodes, drafts) where node.weights.map(\.count) != draft.weights.map(\.count)
    {
      throw ModelError("operator \(draft.node): its weights are not those of \(node.typeName)")
    }
    made.setParameters(
      zip(drafts, sharing).flatMap { $1 == nil ? $0.weights.flatMap { $0 } : [] })
    made.isRead = true
    return made
  }

  /// For each layer the first one with its weights, where it is another. Elsewhere layers may have one tensor by chance.
  private func firstUses() -> [Int?] {
    var firsts: [[String]: Int] = [:]
    return drafts.indices.map { index in
      let draft = drafts[index]
      guard isOwn, !draft.weights.isEmpty else { return nil }
      guard let first = firsts[draft.constants] else {
        firsts[draft.constants] = index
        return nil
      }
      return drafts[first].type == draft.type && drafts[first].config == draft.config ? first : nil
    }
  }

  private var inputShape: Shape {
    model.inputs.compactMap { values[$0.name] }.first { $0.source < 0 }?.shape ?? []
  }

  /// A layer on its inputs. - Throws: where it does not fit them, or gives more than any model here may.
  func built(_ draft: Draft) throws(ModelError) -> BuiltLayer {
    let built = try Model.built(layer(draft), for: draft.shapes)
    guard let count = built.output.elementCount, count <= Model.valueLimit else {
      throw ModelError("its output would be too large: \(built.output.crossDescription)")
    }
    return built
  }

  private func layer(_ draft: Draft) throws(ModelError) -> any Layer {
    var notes: [String] = []
    return try draft.type.init(draft.type.declaration.options(.object(draft.config), notes: &notes))
  }

  // MARK: - Operators

  private mutating func read(_ node: ONNXNode) throws(ModelError) {
    guard ["", "ai.onnx"].contains(node.domain) else {
      throw ModelError("it is of the domain \(node.domain); only ONNX's own operators are known here")
    }
    guard try !readNoted(node) else { return }
    guard let operation = ONNXOperator.all[node.operation] else {
      throw ModelError("no layer here does what this operator does")
    }
    guard operation.inputs.contains(node.inputs.count),
      node.outputs.first?.isEmpty == false
    else {
      throw ModelError("it has \(node.inputs.count) inputs and \(node.outputs.count) outputs")
    }
    if let name = node.attributes.keys.filter({ !operation.attributes.contains($0) }).min() {
      throw ModelError("its attribute \(name) is not known here")
    }
    try operation.read(&self, node)
  }

  /// Whether the model was written here.
  var isOwn: Bool { model.producer == ONNXModel.producer }

  /// The tensor that an operator takes, whatever its layout. - Throws: where it is none that a layer gives.
  func anyValue(_ node: ONNXNode, _ number: Int = 0) throws(ModelError) -> Value {
    let name = node.inputs[number]
    guard var value = values[name] else {
      throw ModelError(
        constants[name] != nil
          ? "it takes the constant \(name) where the output of a layer is expected"
          : "it takes '\(name)', which no operator before it gives")
    }
    value.isAlone = value.isAlone && uses[name] == 1
    return value
  }

  /// The tensor that an operator takes, which has the values that the layer gives in its layout.
  func value(_ node: ONNXNode, _ number: Int = 0) throws(ModelError) -> Value {
    let value = try anyValue(node, number)
    guard !value.isPixel, value.flattened == nil else {
      throw ModelError(
        "it takes a \(value.isPixel ? "vector as a map of one pixel" : "flattened map with the channels first"), which no "
          + "layer here does")
    }
    return value
  }

  /// A map with its channels first.
  func map(_ node: ONNXNode) throws(ModelError) -> Value {
    let value = try value(node)
    guard value.shape.count == 3, value.isChannelsFirst else {
      throw ModelError(
        "it takes channels x height x width, but its input is \(value.lengths.crossDescription)"
          + (value.shape.count == 3 ? " with the channels last" : ""))
    }
    return value
  }

  /// Whether an input was given that may be left out.
  func has(_ node: ONNXNode, _ number: Int) -> Bool {
    node.inputs.indices.contains(number) && !node.inputs[number].isEmpty
  }

  /// The constant that an operator takes.
  func constant(_ node: ONNXNode, _ number: Int) throws(ModelError) -> ONNXTensor {
    guard node.inputs.indices.contains(number), let constant = constants[node.inputs[number]] else {
      throw ModelError("its input \(number + 1) is none of the constants in the file")
    }
    return constant
  }

  /// The weights that an operator takes.
  func weights(_ node: ONNXNode, _ number: Int) throws(ModelError) -> (shape: Shape, values: [Float]) {
    let tensor = try constant(node, number)
    guard let floats = tensor.floats else {
      throw ModelError("its tensor \(tensor.name) is not of floats of 16, 32 or 64 bits")
    }
    return (tensor.shape, floats)
  }

  mutating func add(constant: ONNXTensor, as name: String) { constants[name] = constant }

  // MARK: - Layers

  /// Says what an operator's output is.
  mutating func give(_ node: ONNXNode, _ value: Value) { values[node.outputs[0]] = value }

  /// Adds a layer for an operator.
  mutating func add(
    _ type: any Layer.Type, _ config: [String: JSON] = [:], weights: [[Float]] = [], to inputs: [Value],
    for node: ONNXNode, flattened: Shape? = nil, isChannelsFirst: Bool? = nil
  ) throws(ModelError) {
    // Many operators may share a tensor.
    weightCount += weights.map(\.count).reduce(0, +)
    guard weightCount <= Model.weightLimit else { throw ModelError("the model has too many weights") }
    let draft = Draft(
      type: type, name: freeName(node), inputs: inputs.map(\.source), shapes: inputs.map(\.shape),
      node: node.name, config: config, weights: weights,
      constants: node.inputs.filter { constants[$0] != nil })
    let built = try built(draft)
    drafts.append(draft)
    give(
      node,
      Value(
        source: drafts.count - 1, shape: built.output,
        isChannelsFirst: (isChannelsFirst ?? inputs[0].isChannelsFirst) && built.output.count > 1,
        flattened: flattened))
  }

  /// Makes more of a layer by an operator behind its own.
  mutating func extend(
    _ index: Int, as type: any Layer.Type, _ config: [String: JSON], weights: [[Float]], _ node: ONNXNode
  ) throws(ModelError) {
    weightCount += weights.map(\.count).reduce(0, +)
    guard weightCount <= Model.weightLimit else { throw ModelError("the model has too many weights") }
    drafts[index].type = type
    drafts[index].config.merge(config) { $1 }
    drafts[index].weights += weights
    drafts[index].constants += node.inputs.filter { constants[$0] != nil }
    let built = try built(drafts[index])
    give(
      node,
      Value(
        source: index, shape: built.output, isChannelsFirst: values[node.inputs[0]]?.isChannelsFirst ?? false)
    )
  }

  /// Adds an input to a layer.
  mutating func join(_ value: Value, to index: Int, _ node: ONNXNode) throws(ModelError) {
    drafts[index].inputs.append(value.source)
    drafts[index].shapes.append(value.shape)
    let built = try built(drafts[index])
    give(node, Value(source: index, shape: built.output, isChannelsFirst: value.isChannelsFirst))
  }

  /// The layer that gives a tensor, where an operator on it may belong to the layer.
  func joinable(_ value: Value, _ node: ONNXNode) -> Int? {
    guard value.source >= 0, value.isAlone else { return nil }
    return !isOwn || node.name.hasPrefix(drafts[value.source].node + "/") ? value.source : nil
  }

  /// A name for the layer of an operator: in files of ours the operator's own, else that of the last folder in
  /// `/features/conv1/Conv`. None where the operator is only called by its kind, as `/Relu_1`.
  private mutating func freeName(_ node: ONNXNode) -> String? {
    var name = node.name
    if !isOwn {
      let parts = name.split(separator: "/")
      let own = String((parts.count > 1 ? parts.dropLast().last : parts.last) ?? "")
      let isKind = own.hasPrefix(node.operation) || ONNXOperator.all[String(own.prefix { $0 != "_" })] != nil
      name = KerasName.isValid(own) && !isKind ? own : ""
    }
    return name.isEmpty || name.utf8.count > 200 || !names.insert(name).inserted ? nil : name
  }
}
