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
    let others = try all.filter { $0["class_name"] != "InputLayer" }.map { (json) throws(ModelError) in
      Entry(json, name: name(json), sources: try Self.onlyUse(of: json, name: name(json)))
    }
    let missing = place(others, behind: name(input))
    if let entry = others.first(where: { $0.sources.contains(where: missing.contains) }) {
      throw ModelError(
        "layer \(entry.name) takes its input from "
          + "\(entry.sources.filter(missing.contains).joined(separator: " and ")), which is not there")
    }
    if let output = outputs.first, layers.last.map(name) != output {
      throw ModelError("its output is that of \(output), and other layers come after it")
    }
  }

  private struct Entry {
    let json: JSON
    let name: String
    let sources: [String]

    init(_ json: JSON, name: String, sources: [String]) {
      (self.json, self.name, self.sources) = (json, name, sources)
    }
  }

  /// The layers whose outputs a layer takes. - Throws: where it is used not at all, or several times.
  private static func onlyUse(of layer: JSON, name: String) throws(ModelError) -> [String] {
    let uses = layer["inbound_nodes"]?.list ?? []
    let sources = uses.first.map(Self.sources) ?? []
    guard uses.count <= 1 else {
      throw ModelError("layer \(name) is used \(uses.count) times; here a layer is used once")
    }
    guard !sources.isEmpty else { throw ModelError("layer \(name) takes its input from nowhere") }
    return sources
  }

  /// Appends entries in their order, those that stand before one of their sources right behind it, in time that grows with their number
  /// alone.
  /// - Returns: the sources that are not there, or are there in a circle.
  private mutating func place(_ entries: [Entry], behind input: String) -> Set<String> {
    var numbers = [input: -1]
    /// The entries that wait for a name, and for how many of their sources each waits.
    var waiting: [String: [Int]] = [:]
    var lacks = [Int](repeating: 0, count: entries.count)
    for index in entries.indices {
      for source in Set(entries[index].sources) where numbers[source] == nil {
        waiting[source, default: []].append(index)
        lacks[index] += 1
      }
      var ready = lacks[index] == 0 ? [index] : []
      while let next = ready.popLast() {
        let entry = entries[next]
        inputs.append(entry.sources.compactMap { numbers[$0] })
        numbers[entry.name] = layers.count
        layers.append(entry.json)
        for other in waiting.removeValue(forKey: entry.name) ?? [] {
          lacks[other] -= 1
          if lacks[other] == 0 { ready.append(other) }
        }
      }
    }
    return Set(waiting.keys)
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
