import Core

/// Where the weights lie in Keras's HDF5 files.
///
/// - Keras 3: `layers/conv2d_1/vars/0`, named by the layers' classes, whatever names they have of their own.
/// - Keras 2, and whole models in HDF5 up to today: `model_weights/<layer>/<path of the weight>`, with the order in the
///   attributes `layer_names` and `weight_names`. A file of weights alone has this at its root.
enum KerasWeights {
  // MARK: - Writing

  /// Keras 3's layout.
  static func writeVars(of model: Model, to file: HDF5Writer) throws(ModelError) {
    try file.addGroup("vars")
    try file.setAttribute("name", of: "vars", to: model.name)
    let keys = model.kerasKeys
    for index in model.kerasOrder {
      let group = "layers/\(keys[index])/vars"
      try file.addGroup(group)
      try file.setAttribute("name", of: group, to: model.nodes[index].name)
      for (number, tensor) in model.tensors(layer: index).enumerated() {
        try file.add(model.parameters[tensor.range], shape: tensor.weight.shape, at: "\(group)/\(number)")
      }
    }
  }

  /// Keras 2's layout.
  static func writeNamed(of model: Model, to file: HDF5Writer) throws(ModelError) {
    let root = "model_weights"
    try file.addGroup(root)
    try file.setAttribute("layer_names", of: root, to: model.kerasOrder.map { model.nodes[$0].name })
    try file.setAttribute("backend", of: root, to: KerasFile.backend)
    try file.setAttribute("keras_version", of: root, to: KerasFile.version)
    for index in model.kerasOrder {
      let node = model.nodes[index]
      let group = "\(root)/\(node.name)"
      try file.addGroup(group)
      let tensors = model.tensors(layer: index)
      try file.setAttribute(
        "weight_names", of: group, to: tensors.map { "\(model.name)/\(node.name)/\($0.weight.name)" })
      for tensor in tensors {
        try file.add(
          model.parameters[tensor.range], shape: tensor.weight.shape,
          at: "\(group)/\(model.name)/\(node.name)/\(tensor.weight.name)")
      }
    }
  }

  // MARK: - Reading

  /// A layer's weights in a file, in order.
  private struct Stored {
    let name: String
    let tensors: [HDF5Dataset]
  }

  /// All weights of a model, as ``Model/parameters`` has them.
  /// - Throws: where layers or shapes in the file are not those of the model.
  static func read(from root: HDF5Group, for model: Model) throws(ModelError) -> [Float] {
    let nodes = model.kerasOrder.filter { !model.nodes[$0].weights.isEmpty }
    let stored: [Stored]
    if try !root.list("layer_names").isEmpty {
      stored = try named(root)
    } else if root.contains("model_weights") {
      stored = try named(root.group("model_weights"))
    } else if let layers = ["layers", "_layer_checkpoint_dependencies"].first(where: root.contains) {
      stored = try vars(root.group(layers), model.kerasKeys, nodes, model)
    } else {
      throw ModelError("it has no weights in it that Keras would find")
    }
    guard stored.count == nodes.count else {
      throw ModelError(
        "\(model.name) has \(nodes.count) layers with weights, and the file has \(stored.count): "
          + stored.map(\.name).joined(separator: ", "))
    }
    var parameters = model.parameters
    for (index, layer) in zip(nodes, stored) {
      let node = model.nodes[index]
      parameters.replaceSubrange(node.range, with: try values(layer, for: node))
    }
    return parameters
  }

  private static func values(_ stored: Stored, for node: Model.Node) throws(ModelError) -> [Float] {
    let title = "layer \(node.name) (\(node.typeName))"
    guard stored.tensors.count == node.weights.count else {
      throw ModelError(
        "\(title) has \(node.weights.map(\.name).joined(separator: ", ")), but \(stored.name) in the file has "
          + "\(stored.tensors.count) arrays")
    }
    var values: [Float] = []
    for (weight, tensor) in zip(node.weights, stored.tensors) {
      guard tensor.shape == weight.shape else {
        throw ModelError(
          "\(title) expects a \(weight.name) of \(weight.shape.tupleDescription), but that of \(stored.name) in the "
            + "file is \(tensor.shape.tupleDescription)")
      }
      do throws(ModelError) { values += try tensor.floats() } catch {
        throw ModelError("\(weight.name) of \(stored.name): \(error.message)")
      }
    }
    return values
  }

  /// Keras 2's layers, in their order, those without weights left out.
  private static func named(_ root: HDF5Group) throws(ModelError) -> [Stored] {
    var layers: [Stored] = []
    for name in try root.list("layer_names") {
      let group = try root.group(name)
      var tensors: [HDF5Dataset] = []
      for path in try group.list("weight_names") { tensors.append(try group.dataset(path)) }
      if !tensors.isEmpty { layers.append(Stored(name: name, tensors: tensors)) }
    }
    return layers
  }

  /// Keras 3's layers, in the model's order.
  private static func vars(
    _ layers: HDF5Group, _ keys: [String], _ nodes: [Int], _ model: Model
  ) throws(ModelError) -> [Stored] {
    var left: [String: [HDF5Dataset]] = [:]
    for key in layers.names { left[key] = try layers.group(key).vars().nonEmpty }
    let found = left.keys.sorted()
    let stored = try nodes.map { (index) throws(ModelError) in
      guard let tensors = left.removeValue(forKey: keys[index]) else {
        throw ModelError(
          "layer \(model.nodes[index].name) (\(model.nodes[index].typeName)) is not in the file, which has weights of "
            + found.joined(separator: ", "))
      }
      return Stored(name: keys[index], tensors: tensors)
    }
    guard left.isEmpty else {
      throw ModelError(
        "the file has weights of more layers than \(model.name): \(left.keys.sorted().joined(separator: ", "))"
      )
    }
    return stored
  }
}

extension HDF5Group {
  /// The data sets `vars/0`, `vars/1`, ... of Keras 3; none where there is no such group.
  func vars() throws(ModelError) -> [HDF5Dataset] {
    guard contains("vars") else { return [] }
    let group = try group("vars")
    return try group.names.indices.map { (number) throws(ModelError) in try group.dataset("\(number)") }
  }

  /// A list of texts, which h5py cuts into several attributes (`layer_names0`, `layer_names1`) where it is long.
  func list(_ attribute: String) throws(ModelError) -> [String] {
    if let whole = try texts(attribute) { return whole }
    var list: [String] = []
    var number = 0
    while let piece = try texts("\(attribute)\(number)") {
      list += piece
      number += 1
    }
    return list
  }
}

extension Model {
  /// What Keras 3 calls the layers in a file: their classes, numbered. Their own names depend on what else was made in
  /// a session.
  var kerasKeys: [String] {
    var counts: [String: Int] = [:]
    var keys = [String](repeating: "", count: nodes.count)
    for index in kerasOrder {
      let name = snakeCase(nodes[index].typeName)
      let number = counts[name, default: 0]
      counts[name] = number + 1
      keys[index] = number == 0 ? name : "\(name)_\(number)"
    }
    return keys
  }

  /// The layers in the order that Keras gives those of a functional model: those that are further from the output first, and
  /// among equally far ones those first that it meets on its way from the output.
  /// Source: `map_graph` in keras/src/ops/function.py of Keras 3.15.1.
  var kerasOrder: [Int] {
    if isChain { return Array(nodes.indices) }
    var distance = [Int](repeating: 0, count: nodes.count)
    for index in nodes.indices.reversed() {
      for input in nodes[index].inputs where input >= 0 {
        distance[input] = max(distance[input], distance[index] + 1)
      }
    }
    var meeting = [Int?](repeating: nil, count: nodes.count)
    var met = 0
    var stack = [nodes.count - 1]
    while let index = stack.popLast() {
      guard index >= 0, meeting[index] == nil else { continue }
      meeting[index] = met
      met += 1
      stack += nodes[index].inputs.reversed()
    }
    return nodes.indices.sorted {
      (distance[$1], meeting[$0] ?? 0) < (distance[$0], meeting[$1] ?? 0)
    }
  }

  /// The weights of a layer, and where they lie in ``parameters``.
  func tensors(layer index: Int) -> [(weight: Weight, range: Range<Int>)] {
    var start = nodes[index].range.lowerBound
    return nodes[index].weights.map { weight in
      defer { start += weight.count }
      return (weight, start..<start + weight.count)
    }
  }
}

extension Array {
  fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
