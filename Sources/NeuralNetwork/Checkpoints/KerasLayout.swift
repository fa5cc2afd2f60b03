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
    let order = model.kerasOrder
    let keys = Self.keys(of: order.map { model.nodes[$0].typeName })
    entries = order.indices.map { number in
      Entry(
        node: order[number],
        path: KerasPath().appending(
          number: number, key: keys[number], name: model.nodes[order[number]].name))
    }
  }

  /// As the file has it that described the model.
  init(_ contents: KerasContents) {
    entries = contents.places.indices.filter { contents.places[$0].first == nil }
      .map { Entry(node: $0, path: contents.places[$0].path) }
      .sorted { $0.path.numbers.lexicographicallyPrecedes($1.path.numbers) }
  }

  /// What Keras 3 calls layers of these classes in a file: the classes, numbered. Their own names depend on what else was made in a
  /// session.
  static func keys(of classes: [String]) -> [String] {
    var counts: [String: Int] = [:]
    return classes.map { name in
      let stem = snakeCase(name)
      let number = counts[stem, default: 0]
      counts[stem] = number + 1
      return number == 0 ? stem : "\(stem)_\(number)"
    }
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
