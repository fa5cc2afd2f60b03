import Core

/// The layers of a functional model as Keras describes them, each behind those whose outputs it takes.
///
/// Source: `Functional.get_config` and `functional_from_config` in keras/src/models/functional.py of Keras 3.15.1; before Keras 3
/// `inbound_nodes` were lists.
struct KerasGraph {
  /// The description of the input.
  let input: JSON
  /// Those of the layers, the one that gives the model's output last.
  private(set) var layers: [JSON] = []
  /// The layers that each takes, by their numbers; -1 is the input.
  private(set) var inputs: [[Int]] = []

  /// - Throws: where the model has several inputs or outputs, a layer is used twice, or takes what is not there.
  init(_ all: [JSON], _ config: JSON) throws(ModelError) {
    func name(_ layer: JSON) -> String { layer["name"]?.text ?? layer["config"]?["name"]?.text ?? "" }
    let entries = all.filter { $0["class_name"] == "InputLayer" }
    guard let input = entries.first, entries.count == 1 else {
      throw ModelError(
        entries.isEmpty
          ? "its input is not among its layers"
          : "it has \(entries.count) inputs (\(entries.map(name).joined(separator: ", "))); a model here has one"
      )
    }
    self.input = input
    let outputs = config["output_layers"].map(Self.sources) ?? []
    guard outputs.count <= 1 else {
      throw ModelError(
        "it has \(outputs.count) outputs (\(outputs.joined(separator: ", "))); a model here has one")
    }
    var numbers = [name(input): -1]
    var waiting = all.filter { $0["class_name"] != "InputLayer" }.map { ($0, name: name($0)) }
    while !waiting.isEmpty {
      var later: [(JSON, name: String)] = []
      for (layer, name) in waiting {
        let uses = layer["inbound_nodes"]?.list ?? []
        guard uses.count == 1 else {
          throw ModelError(
            uses.isEmpty
              ? "layer \(name) takes its input from nowhere"
              : "layer \(name) is used \(uses.count) times; here a layer is used once")
        }
        let sources = Self.sources(in: uses[0])
        let places = sources.compactMap { numbers[$0] }
        if places.count < sources.count || sources.isEmpty {
          later.append((layer, name))
          continue
        }
        numbers[name] = layers.count
        layers.append(layer)
        inputs.append(places)
      }
      guard later.count < waiting.count else {
        let missing = Self.sources(in: later[0].0["inbound_nodes"] ?? .null).filter { numbers[$0] == nil }
        throw ModelError(
          "layer \(later[0].name) takes its input from \(missing.joined(separator: " and ")), which is not there"
        )
      }
      waiting = later
    }
    if let output = outputs.first, numbers[output] != layers.count - 1 {
      throw ModelError("its output is that of \(output), and other layers come after it")
    }
  }

  /// The layers that are named in Keras 2's `["conv2d", 0, 0, {}]`, at any depth, and in Keras 3's `keras_history`.
  private static func sources(in json: JSON) -> [String] {
    switch json {
    case .list(let elements):
      if let name = elements.first?.text { return [name] }
      return elements.flatMap(sources)
    case .object(let members):
      if let history = members["keras_history"] { return sources(in: history) }
      return ["args", "config"].flatMap { members[$0].map(sources) ?? [] }
    default: return []
    }
  }
}

extension Model {
  /// A functional model as Keras describes it.
  func functionalConfig(batch: JSON) -> [String: JSON] {
    var inputName = "input_layer"
    while nodes.contains(where: { $0.name == inputName }) { inputName += "_1" }
    func described(_ layer: JSON, _ name: String, from sources: [String]) -> JSON {
      guard case .object(var members) = layer else { return layer }
      members["name"] = .text(name)
      members["inbound_nodes"] =
        sources.isEmpty ? [] : [.list(sources.map { [.text($0), 0, 0, .object([:])] })]
      return .object(members)
    }
    let input = described(
      .keras(
        "keras.layers", "InputLayer",
        ["batch_input_shape": batch, "dtype": "float32", "name": .text(inputName)]), inputName, from: [])
    let layers = kerasOrder.map { index in
      let node = nodes[index]
      return described(
        node.kerasLayer, node.name, from: node.inputs.map { $0 < 0 ? inputName : nodes[$0].name })
    }
    return [
      "class_name": "Functional",
      "config": [
        "name": .text(name), "layers": .list([input] + layers), "input_layers": [[.text(inputName), 0, 0]],
        "output_layers": [[.text(nodes.last?.name ?? ""), 0, 0]],
      ],
    ]
  }
}
