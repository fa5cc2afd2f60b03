import Core

/// A model as Keras describes it in `model_config` and `config.json`.
extension Model {
  /// A description that Keras 2 and 3 understand: Sequential, or Functional where there are branches.
  /// - Throws: where Keras would not take one of the names.
  func kerasConfig() throws(ModelError) -> [String: JSON] {
    for name in [name] + nodes.map(\.name) { try KerasName.check(name) }
    let batch: JSON = .list([.null] + inputShape.map(JSON.integer))
    if !isKerasSequential { return functionalConfig(batch: batch) }
    let input = JSON.keras("keras.layers", "InputLayer", ["batch_input_shape": batch, "dtype": "float32"])
    return [
      "class_name": "Sequential",
      "config": [
        "name": .text(name), "layers": .list([input] + nodes.map(\.kerasLayer)), "build_input_shape": batch,
      ],
    ]
  }

  /// Whether Keras would describe it as Sequential: a chain whose layers are used once.
  var isKerasSequential: Bool { isChain && nodes.allSatisfy { $0.sharing == nil } }

  /// The model that Keras described, with its start weights.
  /// - Returns: also where the file has its weights, and what of the description is lost.
  static func described(
    by description: JSON
  ) throws(ModelError) -> (model: Model, layout: KerasLayout, notes: [String]) {
    let contents = try KerasContents(description)
    var notes = contents.notes
    var elements: [Element] = []
    for place in contents.places {
      let layer: any Layer
      if let first = place.first {
        layer = elements[first].layer
      } else {
        let described = try KerasLayer(place.json)
        notes += described.notes
        layer = described.layer
      }
      elements.append(
        Element(
          layer, name: place.name.isEmpty ? nil : place.name, inputs: place.inputs, sharing: place.first))
    }
    let model: Model
    do throws(ModelError) {
      model = try Model(
        name: description["config"]?["name"]?.text ?? Model.standardName, input: inputShape(of: description),
        elements: elements, seed: 0)
    } catch {
      guard let index = error.layer else { throw error }
      throw ModelError("layer \(elements[index].name ?? "\(index + 1)"): \(error.message)")
    }
    for (node, place) in zip(model.nodes, contents.places) {
      try node.checkAxis(place.json["config"]?["axis"])
    }
    model.setTrainable(false, layers: contents.places.indices.filter { contents.places[$0].isFrozen })
    return (model, KerasLayout(contents), notes)
  }

  /// The shape of one image: said by the first layer, which may be a model again, or, in Keras 2, by the first one with weights.
  private static func inputShape(of description: JSON) throws(ModelError) -> Shape {
    let config = description["config"] ?? .null
    let layers = config["layers"]?.list ?? config.list ?? []
    let first = (layers.first { $0["class_name"] == "InputLayer" } ?? layers.first)?["config"]
    var batch = first?["batch_shape"] ?? first?["batch_input_shape"] ?? config["build_input_shape"] ?? .null
    if batch == .null, let inner = layers.first, inner.isKerasModel { return try inputShape(of: inner) }
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
