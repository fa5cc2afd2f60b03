import Core

/// All layers of a model that Keras described, in an order in which each stands behind those whose outputs it takes. Those of a model
/// that stands in it as a layer are among them, as if they had been written there.
struct KerasContents {
  /// A layer at one of its places.
  struct Place {
    let json: JSON
    /// No other layer has it: that of the file, where it is free.
    let name: String
    let inputs: [Int]
    /// The place of its first use, of a layer that is used again.
    let first: Int?
    /// Whether it, or a model in which it stands, is frozen.
    let isFrozen: Bool
    /// Where a file has its weights.
    let path: KerasPath
  }

  private(set) var places: [Place] = []
  /// What is said of the models in it, and is lost.
  private(set) var notes: [String] = []
  private var names: Set<String> = []

  /// More than a network would have; a model that is used several times in one that is used several times doubles with each line.
  private static let placeLimit = 100_000
  /// How many models may stand within each other.
  static let depthLimit = 32

  /// - Throws: where it is no model, or layers do not fit together.
  init(_ description: JSON) throws(ModelError) {
    let output = try append(description, behind: -1, in: .init(), isFrozen: false)
    guard output == places.count - 1 else {
      throw ModelError("its output is that of \(places[max(0, output)].name), and other layers come after it")
    }
  }

  /// The models in which a layer stands.
  private struct Surroundings {
    var path = KerasPath()
    var name: String?
    var depth = 0
  }

  /// Appends the layers of a model, and gives the place of the one that gives its output.
  private mutating func append(
    _ description: JSON, behind input: Int, in around: Surroundings, isFrozen: Bool
  ) throws(ModelError) -> Int {
    let config = description["config"] ?? .null
    let className = description.className
    try description.checkIsKerasOwn("the model")
    // Early Keras 2 has the layers alone.
    guard description.isKerasModel, let all = config["layers"]?.list ?? config.list else {
      throw ModelError("it holds a model of the class '\(className)'; known are Sequential and Functional")
    }
    guard around.depth < Self.depthLimit else {
      throw ModelError("more than \(Self.depthLimit) models stand within each other")
    }
    for (key, value, _) in KerasKeys.model.strange(
      in: config, known: ["name", "layers", "input_layers", "output_layers"])
    where key != "trainable" {
      notes.append("\(key)=\(value.description) of the model is left out: it is not known here")
    }
    let isFrozen = isFrozen || config["trainable"] == false
    if className == "Sequential" {
      let layers = all.filter { $0["class_name"] != "InputLayer" }
      let keys = KerasLayout.keys(of: layers.map(\.className))
      try checkNames(layers)
      var last = input
      for (number, layer) in layers.enumerated() {
        last = try append(
          layer, inputs: [last], at: (number, keys[number]), in: around, isFrozen: isFrozen)
      }
      return last
    }
    let graph = try KerasGraph(all, config)
    let keys = KerasLayout.keys(of: graph.layers.map(\.className))
    try checkNames(graph.layers)
    var firstPlaces: [Int: Range<Int>] = [:]
    var outputs: [Int] = []
    for use in graph.uses {
      let inputs = use.inputs.map { $0 < 0 ? input : outputs[$0] }
      if let first = firstPlaces[use.layer] {
        outputs.append(try appendAgain(first, number: use.number, inputs: inputs))
      } else {
        let start = places.count
        outputs.append(
          try append(
            graph.layers[use.layer], inputs: inputs, at: (use.layer, keys[use.layer]), in: around,
            isFrozen: isFrozen))
        firstPlaces[use.layer] = start..<places.count
      }
    }
    return outputs.last ?? input
  }

  private func checkNames(_ layers: [JSON]) throws(ModelError) {
    var names: Set<String> = []
    for name in layers.map(\.nameOfLayer) where !names.insert(name).inserted {
      throw ModelError("two of its layers are called '\(name)'")
    }
  }

  /// Appends a layer, or the layers of a model that stands as one.
  private mutating func append(
    _ layer: JSON, inputs: [Int], at place: (number: Int, key: String), in around: Surroundings,
    isFrozen: Bool
  ) throws(ModelError) -> Int {
    let name = layer.nameOfLayer
    let path = around.path.appending(number: place.number, key: place.key, name: name)
    if layer.isKerasModel {
      guard inputs.count == 1 else {
        throw ModelError("model \(name) takes \(inputs.count) inputs; here it takes one")
      }
      let inside = Surroundings(path: path, name: name, depth: around.depth + 1)
      return try append(layer, behind: inputs[0], in: inside, isFrozen: isFrozen)
    }
    return try add(
      Place(
        json: layer, name: freeName(name, in: around.name), inputs: inputs, first: nil,
        isFrozen: isFrozen || layer["config"]?["trainable"] == false, path: path))
  }

  /// Appends the layers of these places once more, with other inputs.
  private mutating func appendAgain(
    _ range: Range<Int>, number: Int, inputs: [Int]
  ) throws(ModelError) -> Int {
    if range.isEmpty { return inputs[0] }
    let shift = places.count - range.lowerBound
    // A layer takes all inputs; the layers of a model take the model's only one where they take none of each other.
    for index in range {
      let place = places[index]
      let isAlone = range.count == 1
      _ = try add(
        Place(
          json: place.json, name: freeName("\(places[place.first ?? index].name)_use\(number + 1)", in: nil),
          inputs: isAlone ? inputs : place.inputs.map { range.contains($0) ? $0 + shift : inputs[0] },
          first: place.first ?? index, isFrozen: place.isFrozen, path: place.path))
    }
    return places.count - 1
  }

  private mutating func add(_ place: Place) throws(ModelError) -> Int {
    guard places.count < Self.placeLimit else {
      throw ModelError("it has more than \(Self.placeLimit) layers, those of the models in it included")
    }
    places.append(place)
    return places.count - 1
  }

  /// A name that no layer has yet: its own, or with that of the model in which it stands before it.
  private mutating func freeName(_ name: String, in model: String?) -> String {
    if name.isEmpty || names.insert(name).inserted { return name }
    let stem = model.map { "\($0)_\(name)" } ?? name
    var free = stem
    var number = 1
    while !names.insert(free).inserted {
      number += 1
      free = "\(stem)_\(number)"
    }
    return free
  }
}
