import Core
import NeuralNetwork

/// Which part of a network is meant: a class, a filter, a place in a layer's maps.
extension Arguments {
  /// The class that was given by number or name; nil where none was. The classes are those that the model knows, or
  /// `count` of them.
  func classNumber(
    _ key: Key<NameOrNumber?>, among count: Int? = nil, of model: Model, names: [String]
  ) throws -> Int? {
    try self[key].map { try Self.classNumber($0, key, among: count, of: model, names: names) }
  }

  func classNumber(
    _ key: Required<NameOrNumber>, among count: Int? = nil, of model: Model, names: [String]
  ) throws -> Int {
    try Self.classNumber(self[key], key, among: count, of: model, names: names)
  }

  private static func classNumber(
    _ label: NameOrNumber, _ key: some Declared, among count: Int?, of model: Model, names: [String]
  ) throws -> Int {
    let count = count ?? model.outputCount
    switch label {
    case .name(let name):
      if let number = names.firstIndex(of: name) { return number }
      throw CellError(
        "there is no class '\(name)'", parameter: key, suggestion: nearestName(to: name, in: names))
    case .number(let value):
      guard let number = Int(exactly: value), (0..<count).contains(number) else {
        throw CellError(
          "\(model.title) has no class \(shortNumber(value)): its classes are 0 to \(count - 1)",
          parameter: key)
      }
      return number
    }
  }

  /// The number given as filter= or as unit=, of a layer that has it; nil where neither was given.
  func filter(_ filter: Key<Int?>, _ unit: Key<Int?>, of model: Model, layer: Int) throws -> Int? {
    guard !isGiven(filter) || !isGiven(unit) else {
      throw CellError("give filter= or unit=, not both", parameter: unit)
    }
    guard let number = self[filter] ?? self[unit] else { return nil }
    let count = model.nodes[layer].outputShape.last ?? 0
    guard number < count else {
      let own = model.outputName(layer: layer)
      throw CellError(
        "\(model.nodes[layer].name) has no \(own) \(number): it has \(count), numbered 0 to \(count - 1)",
        parameter: isGiven(filter) ? filter : unit)
    }
    return number
  }
}

/// The options that say which value of a layer is meant.
struct PlaceKeys {
  let at: Key<[Int]>
  let filter, unit: Key<Int?>
}

extension Arguments {
  /// Which value of a layer is meant: that of at=, filter= and unit=; what they leave open is where the value is
  /// greatest.
  func place(
    _ keys: PlaceKeys, of model: Model, layer: Int, _ image: ShownImage, _ session: Session
  ) throws -> MapPlace {
    let node = model.nodes[layer]
    guard let size = MapSize(node.outputShape) else {
      throw ModelError("\(node.name) gives neither a vector nor maps", subject: "layer")
    }
    let filter = try filter(keys.filter, keys.unit, of: model, layer: layer)
    let at = self[keys.at]
    guard at.isEmpty || node.outputShape.count == 3 else {
      throw CellError(
        "\(node.name) gives a vector of \(size.channels) values, without rows and columns\nchoose one with unit=",
        parameter: keys.at)
    }
    guard at.isEmpty || at.count == 2 else {
      throw CellError("at= is a row and a column, such as at=3,4", parameter: keys.at)
    }
    for (name, value, count) in zip(["row", "column"], at).map({
      ($0, $1, $0 == "row" ? size.height : size.width)
    })
    where value >= count {
      throw CellError(
        "\(name) \(value) lies outside what \(node.name) gives, \(node.outputShape.crossDescription): "
          + (count == 1 ? "there is only \(name) 0" : "\(name)s are 0 to \(count - 1)"),
        parameter: keys.at)
    }
    let values = try model.extractor(through: layer).predict(images: image.pixels, pool: session.pool).floats
    var best: (place: MapPlace, value: Float)?
    for (k, value) in values.enumerated() {
      let place = size.place(k)
      guard filter.map({ $0 == place.channel }) ?? true, at.isEmpty || [place.row, place.column] == at else {
        continue
      }
      if best.map({ value > $0.value }) ?? true { best = (place, value) }
    }
    return best?.place ?? MapPlace(channel: 0)
  }
}
