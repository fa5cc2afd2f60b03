import Core

/// A model as Keras describes it in `model_config` and `config.json`.
extension Model {
  /// A description that Keras 2 and 3 understand: Sequential, or Functional where there are branches.
  /// - Throws: where Keras would not take one of the names.
  func kerasConfig() throws(ModelError) -> [String: JSON] {
    for name in [name] + nodes.map(\.name) { try KerasName.check(name) }
    let batch: JSON = .list([.null] + inputShape.map(JSON.integer))
    if !isChain { return functionalConfig(batch: batch) }
    let input = JSON.keras("keras.layers", "InputLayer", ["batch_input_shape": batch, "dtype": "float32"])
    return [
      "class_name": "Sequential",
      "config": [
        "name": .text(name), "layers": .list([input] + nodes.map(\.kerasLayer)), "build_input_shape": batch,
      ],
    ]
  }

  /// The model that Keras described, with its start weights, and what of the description is lost.
  static func described(by description: JSON) throws(ModelError) -> (model: Model, notes: [String]) {
    let className = description["class_name"]?.text ?? ""
    let config = description["config"] ?? .null
    try description.checkIsKerasOwn("the model")
    guard ["Sequential", "Functional", "Model"].contains(className),
      // Early Keras 2 has the layers alone.
      var layers = config["layers"]?.list ?? config.list
    else {
      throw ModelError(
        "it holds a model of the class '\(className)'; known are Sequential and Functional")
    }
    let input: Shape
    var sources: [[Int]]
    if className == "Sequential" {
      input = try inputShape(of: layers, config)
      if layers.first?["class_name"] == "InputLayer" { layers.removeFirst() }
      sources = layers.indices.map { [$0 - 1] }
    } else {
      let graph = try KerasGraph(layers, config)
      (layers, sources) = (graph.layers, graph.inputs)
      input = try inputShape(of: [graph.input], .null)
    }

    var names: Set<String> = []
    var notes: [String] = []
    for (key, value, _) in KerasKeys.model.strange(
      in: config, known: ["name", "layers", "input_layers", "output_layers"])
    where key != "trainable" {
      notes.append("\(key)=\(value.description) of the model is left out: it is not known here")
    }
    var elements: [Element] = []
    var frozen: [Int] = []
    for (description, inputs) in zip(layers, sources) {
      let layer = try KerasLayer(description)
      guard names.insert(layer.name).inserted else {
        throw ModelError("two of its layers are called '\(layer.name)'")
      }
      elements.append(Element(layer.layer, name: layer.name.isEmpty ? nil : layer.name, inputs: inputs))
      if !layer.isTrainable || config["trainable"] == false { frozen.append(elements.count - 1) }
      notes += layer.notes
    }
    let model: Model
    do throws(ModelError) {
      model = try Model(
        name: config["name"]?.text ?? "sequential", input: input, elements: elements, seed: 0)
    } catch {
      guard let index = error.layer else { throw error }
      throw ModelError("layer \(elements[index].name ?? "\(index + 1)"): \(error.message)")
    }
    for (node, description) in zip(model.nodes, layers) { try node.checkAxis(description["config"]?["axis"]) }
    model.setTrainable(false, layers: frozen)
    return (model, notes)
  }

  /// The shape of one image: said by the first layer or, in Keras 2, by the first one with weights.
  private static func inputShape(of layers: [JSON], _ config: JSON) throws(ModelError) -> Shape {
    let first = layers.first?["config"]
    var batch = first?["batch_shape"] ?? first?["batch_input_shape"] ?? config["build_input_shape"] ?? .null
    if let inner = batch.list?.first, inner.list != nil { batch = inner }
    guard let lengths = batch.list?.dropFirst().map(\.integer), !lengths.isEmpty,
      lengths.allSatisfy({ $0 ?? 0 > 0 })
    else {
      throw ModelError("the shape of its input is left open (\(batch.description)); a model here needs one")
    }
    return lengths.compactMap { $0 }
  }
}

extension Model.Node {
  /// Throws unless the axis that Keras names, as a number or a list of one, is the last one.
  fileprivate func checkAxis(_ axis: JSON?) throws(ModelError) {
    guard let axis, axis != .null else { return }
    let number = (axis.list?.count == 1 ? axis.list?[0] : axis)?.integer
    guard number == -1 || number == inputShape.count else {
      throw ModelError(
        "layer \(name) (\(typeName)): axis=\(axis.description) is not known here, only the last one")
    }
  }
}
