import Core

/// Operators that give maps another size.
extension ONNXOperator {
  /// Rows and columns that come several times.
  static func resize(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.value(node)
    guard map.shape.count == 3 else {
      throw ModelError("it takes maps, but its input is \(map.lengths.crossDescription)")
    }
    try node.check("antialias", is: 0)
    let mode = try node.text("mode", "nearest")
    let place = try node.text("coordinate_transformation_mode", "half_pixel")
    let rounding = try node.text("nearest_mode", "round_prefer_floor")
    let repeats =
      node.operation == "Upsample" || place == "asymmetric" && rounding == "floor"
      || place == "half_pixel" && rounding.hasPrefix("round_prefer")
    let isLinear =
      ["linear", "bilinear"].contains(mode) && ["half_pixel", "pytorch_half_pixel"].contains(place)
    guard isLinear || mode == "nearest" && repeats else {
      throw ModelError(
        "mode=\(mode) with \(place) and \(rounding) is not known here, only what repeats rows and columns: nearest with "
          + "asymmetric and floor; or what mixes pixels, linear with half_pixel")
    }
    if isLinear, let (height, width) = try lengths(model, node, map) {
      return try model.add(
        Resizing.self, ["height": .integer(height), "width": .integer(width)], to: [map], for: node)
    }
    let factors = try factors(model, node, map)
    guard let rows = factors.first, let columns = factors.last else { return }
    var config: [String: JSON] = ["size": [.integer(rows), .integer(columns)]]
    if isLinear { config["interpolation"] = "bilinear" }
    try model.add(UpSampling2D.self, config, to: [map], for: node)
  }

  /// Height and width that are said, of which one at least is no multiple of what it was.
  private static func lengths(
    _ model: ONNXImporter, _ node: ONNXNode, _ map: ONNXImporter.Value
  ) throws(ModelError) -> (height: Int, width: Int)? {
    guard model.has(node, 3), let sizes = model.lengths(of: node.inputs[3]), sizes.count == 4,
      sizes[map.channelAxis] == map.shape[2]
    else { return nil }
    let first = map.isChannelsFirst ? 2 : 1
    guard let height = sizes[first], let width = sizes[first + 1], height > 0, width > 0,
      height % map.shape[0] > 0 || width % map.shape[1] > 0
    else { return nil }
    return (height, width)
  }

  /// How often rows and columns come.
  private static func factors(
    _ model: ONNXImporter, _ node: ONNXNode, _ map: ONNXImporter.Value
  ) throws(ModelError) -> [Int] {
    var scales: [Float] = []
    let number = node.operation == "Resize" && model.model.operators > 10 ? 2 : 1
    if case .numbers(let numbers)? = node.attributes["scales"] {
      scales = numbers
    } else if model.has(node, 3), let sizes = model.lengths(of: node.inputs[3]), sizes.count == 4 {
      scales = zip(sizes.dropFirst(), map.lengths).map { Float($0 ?? 0) / Float($1) }
      scales.insert(1, at: 0)
    } else if model.has(node, number) {
      scales = try model.weights(node, number).values
    }
    let places = map.isChannelsFirst ? [2, 3] : [1, 2]
    guard scales.count == 4, scales[0] == 1, scales[map.channelAxis] == 1 else {
      throw ModelError("it makes more of images or channels, or by a scale that is not in the file")
    }
    return try places.map { (place) throws(ModelError) in
      guard let factor = Int(exactly: scales[place]), factor > 0 else {
        throw ModelError("its scale of \(scales[place]) is no whole number")
      }
      return factor
    }
  }

  /// Zeros around a map.
  static func pad(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.value(node)
    let mode = try node.text("mode", "constant")
    let number =
      try model.has(node, 2) ? model.weights(node, 2).values.first ?? 0 : node.number("value", 0)
    guard map.shape.count == 3, mode == "constant", number == 0, !model.has(node, 3) else {
      throw ModelError("mode=\(mode) with \(number) is not known here, only zeros around a map")
    }
    let pads = try model.has(node, 1) ? model.constant(node, 1).integers : node.integers("pads")
    guard let pads, pads.count == 8, pads.allSatisfy((0...10_000).contains) else {
      throw ModelError("its pads are not eight lengths that are in the file")
    }
    let first = map.isChannelsFirst ? 2 : 1
    let own = [first, first + 1, first + 4, first + 5]
    guard pads.indices.allSatisfy({ own.contains($0) || pads[$0] == 0 }) else {
      throw ModelError("its pads are \(pads); known here are those of height and width alone")
    }
    try model.add(
      ZeroPadding2D.self, ["padding": borders(own.map { pads[$0] })], to: [map], for: node)
  }

  /// - Parameter borders: top, left, bottom, right.
  static func borders(_ borders: [Int]) -> JSON {
    .list([
      .list([.integer(borders[0]), .integer(borders[2])]),
      .list([.integer(borders[1]), .integer(borders[3])]),
    ])
  }

  /// Rows and columns of a map, or lengths.
  static func slice(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    func numbers(_ number: Int, _ name: String) throws(ModelError) -> [Int]? {
      try model.has(node, number) ? model.constant(node, number).integers : node.integers(name)
    }
    guard let starts = try numbers(1, "starts"), let ends = try numbers(2, "ends"),
      starts.count == ends.count, starts.count <= ONNXImporter.greatestRank,
      case let axes = try numbers(3, "axes") ?? Array(starts.indices), axes.count == starts.count
    else { throw ModelError("where it begins and ends is not in the file") }
    let steps = try model.has(node, 4) ? model.constant(node, 4).integers ?? [] : [1]
    guard steps.allSatisfy({ $0 == 1 }) else {
      throw ModelError("steps=\(steps) are not known here, only 1")
    }
    let given = model.lengths(of: node.inputs[0])
    let map = try given == nil ? model.value(node) : nil
    let lengths = given.map { [$0.count] } ?? [1] + (map?.lengths ?? [])
    var ranges = lengths.map { 0..<$0 }
    for ((start, end), axis) in zip(zip(starts, ends), axes) {
      guard (-lengths.count..<lengths.count).contains(axis) else {
        throw ModelError("it has no axis \(axis)")
      }
      let axis = axis < 0 ? axis + lengths.count : axis
      func place(_ number: Int) -> Int {
        min(max(number < 0 ? number + lengths[axis] : number, 0), lengths[axis])
      }
      ranges[axis] = place(start)..<max(place(start), place(end))
    }
    if let given {
      model.lengths[node.outputs[0]] = Array(given[ranges[0]])
      return
    }
    guard let map, map.shape.count == 3, ranges[0] == 0..<1,
      ranges[map.channelAxis] == 0..<map.shape[2]
    else { throw ModelError("it takes other parts of its input than rows and columns of a map") }
    let first = map.isChannelsFirst ? 2 : 1
    let (rows, columns) = (ranges[first], ranges[first + 1])
    let cropping = [
      rows.lowerBound, columns.lowerBound, map.shape[0] - rows.upperBound, map.shape[1] - columns.upperBound,
    ]
    try model.add(Cropping2D.self, ["cropping": borders(cropping)], to: [map], for: node)
  }
}
