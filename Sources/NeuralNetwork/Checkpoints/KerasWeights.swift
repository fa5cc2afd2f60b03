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
    for entry in KerasLayout(model).entries {
      let group = "layers/\(entry.path.keys.joined(separator: "/layers/"))/vars"
      try file.addGroup(group)
      try file.setAttribute("name", of: group, to: entry.path.name)
      for (number, tensor) in model.tensors(layer: entry.node).enumerated() {
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

  /// The weights of a layer in a file, or of all layers of a model that stands as one.
  private struct Stored {
    let name: String
    let tensors: [HDF5Dataset]
  }

  /// All weights of a model, as ``Model/parameters`` has them.
  /// - Throws: where layers or shapes in the file are not those of the model.
  static func read(
    from root: HDF5Group, for model: Model, _ layout: KerasLayout
  ) throws(ModelError) -> [Float] {
    let entries = layout.entries.filter { !model.nodes[$0.node].weights.isEmpty }
    if try !root.list("layer_names").isEmpty { return try readNamed(root, for: model, entries) }
    if root.contains("model_weights") {
      return try readNamed(root.group("model_weights"), for: model, entries)
    }
    guard root.contains("layers") || root.contains("_layer_checkpoint_dependencies") else {
      throw ModelError("it has no weights in it that Keras would find")
    }
    return try readVars(root, for: model, entries)
  }

  /// Keras 2's layers, in their order. Of a model that stands as a layer all trainable weights come first.
  private static func readNamed(
    _ root: HDF5Group, for model: Model, _ entries: [KerasLayout.Entry]
  ) throws(ModelError) -> [Float] {
    var layers: [[Int]] = []
    var last: Int?
    for entry in entries {
      if entry.path.numbers.first == last, !layers.isEmpty {
        layers[layers.count - 1].append(entry.node)
      } else {
        layers.append([entry.node])
      }
      last = entry.path.numbers.first
    }
    let stored = try named(root)
    guard stored.count == layers.count else {
      throw ModelError(
        "\(model.name) has \(layers.count) layers with weights, and the file has \(stored.count): "
          + stored.map(\.name).joined(separator: ", "))
    }
    var parameters = model.parameters
    for (nodes, layer) in zip(layers, stored) {
      let tensors = nodes.flatMap { node in
        model.tensors(layer: node).map {
          (node: node, tensor: $0, isTrainable: $0.weight.isTrainable && model.nodes[node].isTrainable)
        }
      }
      let ordered =
        nodes.count == 1 ? tensors : tensors.filter(\.isTrainable) + tensors.filter { !$0.isTrainable }
      try fill(&parameters, ordered.map { (model.nodes[$0.node], $0.tensor) }, from: layer)
    }
    return parameters
  }

  /// Keras 3's layers, by their keys.
  private static func readVars(
    _ root: HDF5Group, for model: Model, _ entries: [KerasLayout.Entry]
  ) throws(ModelError) -> [Float] {
    var left: [[String]: [HDF5Dataset]] = [:]
    try gatherVars(root, at: [], into: &left)
    func title(_ keys: [String]) -> String { keys.joined(separator: "/") }
    let found = left.keys.map(title).sorted()
    let stored = try entries.map { (entry) throws(ModelError) in
      guard let tensors = left.removeValue(forKey: entry.path.keys) else {
        let node = model.nodes[entry.node]
        throw ModelError(
          "layer \(node.name) (\(node.typeName)) is not in the file, which has weights of "
            + found.joined(separator: ", "))
      }
      return Stored(name: title(entry.path.keys), tensors: tensors)
    }
    guard left.isEmpty else {
      throw ModelError(
        "the file has weights of more layers than \(model.name): "
          + left.keys.map(title).sorted().joined(separator: ", "))
    }
    var parameters = model.parameters
    for (entry, layer) in zip(entries, stored) {
      let tensors = model.tensors(layer: entry.node).map { (model.nodes[entry.node], $0) }
      try fill(&parameters, tensors, from: layer)
    }
    return parameters
  }

  /// The weights below the groups `layers`, those of models in models too.
  private static func gatherVars(
    _ group: HDF5Group, at keys: [String], into found: inout [[String]: [HDF5Dataset]]
  ) throws(ModelError) {
    guard keys.count <= KerasContents.depthLimit,
      let layers = ["layers", "_layer_checkpoint_dependencies"].first(where: group.contains)
    else { return }
    let layerGroup = try group.group(layers)
    for key in layerGroup.names {
      let layer = try layerGroup.group(key)
      found[keys + [key]] = try layer.vars().nonEmpty
      try gatherVars(layer, at: keys + [key], into: &found)
    }
  }

  /// Puts a layer's weights, in the order of the file, where a model has them.
  private static func fill(
    _ parameters: inout [Float],
    _ tensors: [(node: Model.Node, tensor: (weight: Weight, range: Range<Int>))], from stored: Stored
  ) throws(ModelError) {
    let title = tensors.first.map { "layer \($0.node.name) (\($0.node.typeName))" } ?? "layer \(stored.name)"
    guard stored.tensors.count == tensors.count else {
      throw ModelError(
        "\(title) has \(tensors.map(\.tensor.weight.name).joined(separator: ", ")), but \(stored.name) in the file has "
          + "\(stored.tensors.count) arrays")
    }
    for ((node, tensor), array) in zip(tensors, stored.tensors) {
      let weight = tensor.weight
      guard array.shape == weight.shape else {
        throw ModelError(
          "layer \(node.name) (\(node.typeName)) expects a \(weight.name) of \(weight.shape.tupleDescription), but that of "
            + "\(stored.name) in the file is \(array.shape.tupleDescription)")
      }
      do throws(ModelError) { parameters.replaceSubrange(tensor.range, with: try array.floats()) } catch {
        throw ModelError("\(weight.name) of \(stored.name): \(error.message)")
      }
    }
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
  /// The layers, each by its first use, in the order that Keras gives those of a functional model: those that are further from the
  /// output first, and among equally far ones those first that it meets on its way from the output.
  /// Source: `map_graph` in keras/src/ops/function.py of Keras 3.15.1.
  var kerasOrder: [Int] {
    if isKerasSequential { return Array(nodes.indices) }
    func first(_ index: Int) -> Int { nodes[index].sharing ?? index }
    let (met, meeting) = kerasTraversal()
    var distance = [Int](repeating: 0, count: nodes.count)
    var distanceOfLayer = [Int](repeating: 0, count: nodes.count)
    for index in met.reversed() {
      distance[index] = max(distance[index], distanceOfLayer[first(index)])
      distanceOfLayer[first(index)] = distance[index]
      for input in nodes[index].inputs where input >= 0 {
        distance[input] = max(distance[input], distance[index] + 1)
      }
    }
    return nodes.indices.filter { nodes[$0].sharing == nil }.sorted {
      (distanceOfLayer[$1], meeting[$0] ?? 0) < (distanceOfLayer[$0], meeting[$1] ?? 0)
    }
  }

  /// The uses of the layers as Keras leaves them on its way from the output, and when it first meets each layer.
  private func kerasTraversal() -> (left: [Int], meeting: [Int: Int]) {
    var left: [Int] = []
    var meeting: [Int: Int] = [:]
    var isDone = [Bool](repeating: false, count: nodes.count)
    var stack = [(index: nodes.count - 1, next: 0)]
    while let (index, next) = stack.last {
      if next == 0 {
        let first = nodes[index].sharing ?? index
        if meeting[first] == nil { meeting[first] = meeting.count }
      }
      let inputs = nodes[index].inputs
      guard next < inputs.count else {
        stack.removeLast()
        if !isDone[index] {
          isDone[index] = true
          left.append(index)
        }
        continue
      }
      stack[stack.count - 1].next += 1
      if inputs[next] >= 0, !isDone[inputs[next]] { stack.append((inputs[next], 0)) }
    }
    return (left, meeting)
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
