/// Where a file of Keras has the weights of a layer.
struct KerasPath {
  /// The layer's number in the model in which it stands, behind that of this model in the one in which that stands.
  private(set) var numbers: [Int] = []
  /// Keras 3: groups in `layers`, each of them in a group `layers` of the one before it.
  private(set) var keys: [String] = []
  /// Keras 2: the layer of the whole model that it is, or in which it stands.
  private(set) var name = ""

  func appending(number: Int, key: String, name: String) -> KerasPath {
    var path = self
    path.numbers.append(number)
    path.keys.append(key)
    if path.numbers.count == 1 { path.name = name }
    return path
  }
}

/// The order of a model's layers in a file of Keras, and where it has their weights. A layer that is used several times is there once.
struct KerasLayout {
  struct Entry {
    let node: Int
    let path: KerasPath
  }

  let entries: [Entry]

  /// As Keras would have a model that it does not know yet.
  init(_ model: Model) {
    let keys = model.kerasKeys
    entries = model.kerasOrder.enumerated().map { number, node in
      Entry(
        node: node,
        path: KerasPath().appending(number: number, key: keys[node], name: model.nodes[node].name))
    }
  }

  /// As the file has it that described the model.
  init(_ contents: KerasContents) {
    entries = contents.places.indices.filter { contents.places[$0].first == nil }
      .map { Entry(node: $0, path: contents.places[$0].path) }
      .sorted { $0.path.numbers.lexicographicallyPrecedes($1.path.numbers) }
  }

  /// The weights of a model in this order.
  func tensors(of model: Model) -> [(weight: Weight, range: Range<Int>, isTrainable: Bool)] {
    entries.flatMap { entry in
      model.tensors(layer: entry.node).map {
        ($0.weight, $0.range, $0.weight.isTrainable && model.nodes[entry.node].isTrainable)
      }
    }
  }
}
