import Core

/// The layers of a functional model as Keras describes them, each use behind those whose outputs it takes.
///
/// Source: `Functional.get_config` and `functional_from_config` in keras/src/models/functional.py of Keras 3.15.1; before Keras 3
/// `inbound_nodes` were lists.
struct KerasGraph {
  /// A layer at one of its places in the model.
  struct Use {
    /// The layer's number in ``layers``.
    let layer: Int
    /// Which of the layer's uses it is, from 0.
    let number: Int
    /// The uses whose outputs it takes, by their places in ``uses``; -1 is the input.
    let inputs: [Int]
  }

  /// The description of the input.
  let input: JSON
  /// Those of the other layers, as they stand in the file.
  let layers: [JSON]
  /// The one that gives the model's output last.
  private(set) var uses: [Use] = []

  /// - Throws: where the model has several inputs or outputs, or a layer takes what is not there.
  init(_ all: [JSON], _ config: JSON) throws(ModelError) {
    let entries = all.filter { $0["class_name"] == "InputLayer" }
    guard let input = entries.first, entries.count == 1 else {
      throw ModelError(
        entries.isEmpty
          ? "its input is not among its layers"
          : "it has \(entries.count) inputs (\(entries.map(\.nameOfLayer).joined(separator: ", "))); a model here has one"
      )
    }
    self.input = input
    layers = all.filter { $0["class_name"] != "InputLayer" }
    let outputs = config["output_layers"].map(Self.sources) ?? []
    guard outputs.count <= 1 else {
      throw ModelError(
        "it has \(outputs.count) outputs (\(outputs.map(\.layer).joined(separator: ", "))); a model here has one"
      )
    }
    let calls = try layers.map { (json) throws(ModelError) in
      let calls = (json["inbound_nodes"]?.list ?? []).map(Self.sources)
      guard !calls.isEmpty, calls.allSatisfy({ !$0.isEmpty }) else {
        throw ModelError("layer \(json.nameOfLayer) takes its input from nowhere")
      }
      return calls
    }
    let numbering = Numbering(layers, calls, outputs)
    let entriesOfUses = calls.indices.flatMap { layer in
      calls[layer].indices.map { number in
        Entry(
          layer: layer, number: number, key: Key(layer: layers[layer].nameOfLayer, number: number),
          sources: calls[layer][number].map(numbering.key))
      }
    }
    let missing = place(entriesOfUses, behind: Key(layer: input.nameOfLayer, number: 0))
    if let entry = entriesOfUses.first(where: { $0.sources.contains(where: missing.contains) }) {
      throw ModelError(
        "layer \(entry.key.layer) takes its input from "
          + "\(entry.sources.filter(missing.contains).map(\.layer).joined(separator: " and ")), which is not there"
      )
    }
    if let output = outputs.first.map(numbering.key), let last = uses.last,
      Key(layer: layers[last.layer].nameOfLayer, number: last.number) != output
    {
      throw ModelError("its output is that of \(output.layer), and other layers come after it")
    }
  }

  /// A layer's output at one of its uses.
  private struct Key: Hashable {
    let layer: String
    let number: Int
  }

  /// A use that is not placed yet.
  private struct Entry {
    let layer, number: Int
    let key: Key
    let sources: [Key]
  }

  /// Which use a reference means. A model within a model begins to count at 1 in some files: its first use is where it was made.
  private struct Numbering {
    private var counts: [String: Int] = [:]
    private var firsts: [String: Int] = [:]

    init(_ layers: [JSON], _ calls: [[[Key]]], _ outputs: [Key]) {
      var greatest: [String: Int] = [:]
      for source in calls.flatMap({ $0.flatMap { $0 } }) + outputs {
        greatest[source.layer] = max(greatest[source.layer, default: 0], source.number)
      }
      for (layer, calls) in zip(layers, calls) {
        counts[layer.nameOfLayer] = calls.count
        let isBehind = greatest[layer.nameOfLayer, default: 0] >= calls.count
        firsts[layer.nameOfLayer] = layer.isKerasModel && isBehind ? 1 : 0
      }
    }

    func key(_ source: Key) -> Key {
      // Of the only use it does not matter what it is called.
      if counts[source.layer, default: 1] == 1 { return Key(layer: source.layer, number: 0) }
      return Key(layer: source.layer, number: source.number - firsts[source.layer, default: 0])
    }
  }

  /// Appends entries in their order, those that stand before one of their sources right behind it, in time that grows with their number
  /// alone.
  /// - Returns: the sources that are not there, or are there in a circle.
  private mutating func place(_ entries: [Entry], behind input: Key) -> Set<Key> {
    var numbers = [input: -1]
    /// The entries that wait for a key, and for how many of their sources each waits.
    var waiting: [Key: [Int]] = [:]
    var lacks = [Int](repeating: 0, count: entries.count)
    for index in entries.indices {
      for source in Set(entries[index].sources) where numbers[source] == nil {
        waiting[source, default: []].append(index)
        lacks[index] += 1
      }
      var ready = lacks[index] == 0 ? [index] : []
      while let next = ready.popLast() {
        let entry = entries[next]
        numbers[entry.key] = uses.count
        uses.append(
          Use(layer: entry.layer, number: entry.number, inputs: entry.sources.compactMap { numbers[$0] }))
        for other in waiting.removeValue(forKey: entry.key) ?? [] {
          lacks[other] -= 1
          if lacks[other] == 0 { ready.append(other) }
        }
      }
    }
    return Set(waiting.keys)
  }

  /// The outputs that are named in Keras 2's `["conv2d", 0, 0, {}]`, at any depth, and in Keras 3's `keras_history`.
  private static func sources(in json: JSON) -> [Key] {
    switch json {
    case .list(let elements):
      if let name = elements.first?.text {
        return [Key(layer: name, number: elements.count > 1 ? elements[1].integer ?? 0 : 0)]
      }
      return elements.flatMap(sources)
    case .object(let members):
      if let history = members["keras_history"] { return sources(in: history) }
      return ["args", "config"].flatMap { members[$0].map(sources) ?? [] }
    default: return []
    }
  }
}

extension JSON {
  /// The name of a layer that Keras described; empty where it has none.
  var nameOfLayer: String { self["name"]?.text ?? self["config"]?["name"]?.text ?? "" }

  /// Whether a description is that of a model, which may stand in another one as a layer.
  var isKerasModel: Bool { ["Sequential", "Functional", "Model"].contains(className) }

  /// The class of what is described; empty where none is named.
  var className: String { self["class_name"]?.text ?? "" }
}

extension Model {
  /// A functional model as Keras describes it.
  func functionalConfig(batch: JSON) -> [String: JSON] {
    var inputName = "input_layer"
    while nodes.contains(where: { $0.name == inputName }) { inputName += "_1" }
    func described(_ layer: JSON, _ name: String, uses: [JSON]) -> JSON {
      guard case .object(var members) = layer else { return layer }
      members["name"] = .text(name)
      members["inbound_nodes"] = .list(uses)
      return .object(members)
    }
    /// The uses of each layer, and which of them a node is.
    var uses: [Int: [Int]] = [:]
    var numbers: [Int] = []
    for index in nodes.indices {
      let first = nodes[index].sharing ?? index
      numbers.append(uses[first, default: []].count)
      uses[first, default: []].append(index)
    }
    func output(of index: Int) -> [JSON] {
      guard index >= 0 else { return [.text(inputName), 0, 0] }
      return [.text(nodes[nodes[index].sharing ?? index].name), .integer(numbers[index]), 0]
    }
    let input = described(
      .keras(
        "keras.layers", "InputLayer",
        ["batch_input_shape": batch, "dtype": "float32", "name": .text(inputName)]), inputName, uses: [])
    let layers = kerasOrder.map { first in
      described(
        nodes[first].kerasLayer, nodes[first].name,
        uses: (uses[first] ?? []).map { use in
          .list(nodes[use].inputs.map { .list(output(of: $0) + [.object([:])]) })
        })
    }
    return [
      "class_name": "Functional",
      "config": [
        "name": .text(name), "layers": .list([input] + layers), "input_layers": [[.text(inputName), 0, 0]],
        "output_layers": [.list(output(of: nodes.count - 1))],
      ],
    ]
  }
}
