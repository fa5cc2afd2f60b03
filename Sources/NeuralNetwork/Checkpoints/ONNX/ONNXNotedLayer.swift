import Core

/// A layer of which its operators do not tell all, as of a layer that only does something in training, or which takes several. In
/// files of ours a note at each of them tells it.
///
/// Its weights are one number for each channel, or one alone.
protocol ONNXNotedLayer: ONNXLayer {
  /// How maps lie for its operators.
  static var layout: ONNXLayout { get }

  /// Adds the layer's operators, which take a value and give one in the same layout.
  /// - Parameter weights: the constants, by the names of the layer's weights.
  /// - Returns: what they give.
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String
}

enum ONNXLayout {
  /// As they come.
  case same
  case channelsFirst, channelsLast
}

extension ONNXNotedLayer {
  static var layout: ONNXLayout { .same }

  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    var value = inputs[0]
    switch Self.layout {
    case .same: break
    case .channelsFirst:
      value = ONNXValue(
        name: graph.channelsFirst(value), shape: value.shape, isChannelsFirst: value.shape.count > 1)
    case .channelsLast: value = ONNXValue(name: graph.channelsLast(value), shape: value.shape)
    }
    var names: [(String, String)] = []
    for weight in node.weights {
      let shape = weight.shape.isEmpty ? [] : value.alongChannels
      names += graph.weight(weight.name, as: shape).map { (weight.name, $0) }
    }
    graph.annotate(ONNXNote(node, constants: names.map(\.1)).text)
    let name = try write(value, Dictionary(names) { $1 }, node, to: &graph)
    return ONNXValue(
      name: name, shape: node.outputShape,
      isChannelsFirst: value.isChannelsFirst && node.outputShape.count > 1)
  }
}

extension ONNXValue {
  /// The shape of a constant with one number for each channel.
  var alongChannels: Shape {
    let channels = [shape.last ?? 1]
    return isChannelsFirst ? channels + [Int](repeating: 1, count: shape.count - 1) : channels
  }

  /// The axis of the tensor, the batch's included, in which the channels are.
  var channelAxis: Int { isChannelsFirst ? 1 : shape.count }

  /// The axes of height and width of a map.
  var planeAxes: [Int] { isChannelsFirst ? [2, 3] : [1, 2] }
}

/// A layer in words: its class, then its options as Keras has them and the names of its weights' constants, as JSON.
struct ONNXNote {
  let typeName: String
  let config: JSON
  let constants: [String]

  init(_ node: Model.Node, constants: [String]) {
    typeName = node.typeName
    config = .object(type(of: node.layer).declaration.config(node.layer.options))
    self.constants = constants
  }

  /// - Returns: nil where the text is no more than the name of a class.
  /// - Throws: where it is no such note.
  init?(_ text: String) throws(ModelError) {
    guard let space = text.firstIndex(of: " "), text[space...].hasPrefix(" {") else { return nil }
    let description = try JSON(parsing: Array(text[space...].utf8))
    typeName = String(text[..<space])
    config = description["config"] ?? .null
    constants = description["weights"]?.list?.compactMap(\.text) ?? []
  }

  var text: String {
    let description: JSON = ["config": config, "weights": .list(constants.map(JSON.text))]
    return "\(typeName) \(description.description)"
  }
}

extension ONNXImporter {
  /// Reads an operator of a layer that a note describes.
  /// - Returns: whether it is one.
  mutating func readNoted(_ node: ONNXNode) throws(ModelError) -> Bool {
    guard isOwn, let note = try ONNXNote(node.note) else { return false }
    guard let input = node.inputs.firstIndex(where: { values[$0] != nil }) else {
      // It reckons with constants alone.
      return true
    }
    if let last = drafts.indices.last, drafts[last].note == node.note,
      node.name.hasPrefix(drafts[last].node + "/")
    {
      give(node, try value(node, input).of(last, built(drafts[last]).output))
      return true
    }
    guard let type = layerTypes.first(where: { $0.declaration.name == note.typeName }),
      let layout = (type as? any ONNXNotedLayer.Type)?.layout, case .object(let config) = note.config
    else { throw ModelError("its note describes no layer that is known here") }
    let value = try value(node, input)
    guard layout == .same || value.shape.count < 2 || value.isChannelsFirst == (layout == .channelsFirst)
    else { throw ModelError("its input does not lie as the operators of \(note.typeName) take it") }
    let weights = try note.constants.map { (name) throws(ModelError) in
      guard let floats = constants[name]?.floats else {
        throw ModelError("its note names the weights \(name), which are not in the file")
      }
      return floats
    }
    try add(type, config, weights: weights, to: [value], for: node)
    drafts[drafts.count - 1].note = node.note
    drafts[drafts.count - 1].constants = note.constants
    return true
  }
}

extension ONNXImporter.Value {
  /// What a layer gives that has the channels where this has them.
  fileprivate func of(_ source: Int, _ shape: Shape) -> ONNXImporter.Value {
    ONNXImporter.Value(source: source, shape: shape, isChannelsFirst: isChannelsFirst && shape.count > 1)
  }
}
