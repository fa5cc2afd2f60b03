import Core

/// Operators that lay values out in another way, and what exporters reckon with shapes for.
extension ONNXOperator {
  static func flatten(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let value = try model.anyValue(node)
    let axis = try node.integer("axis", 1)
    guard axis == 1 || axis == -value.lengths.count else {
      throw ModelError("axis=\(axis) is not known here, only 1: the values of an image in a row")
    }
    try flatten(value, &model, node)
  }

  /// The values of each image in a row.
  private static func flatten(
    _ value: ONNXImporter.Value, _ model: inout ONNXImporter, _ node: ONNXNode
  ) throws(ModelError) {
    if value.shape.count == 1 {
      if model.isOwn, node.note == Flatten.declaration.name {
        return try model.add(Flatten.self, to: [value], for: node, flattened: value.flattened)
      }
      var vector = value
      (vector.isPixel, vector.isChannelsFirst) = (false, false)
      return model.give(node, vector)
    }
    if value.shape.dropLast().allSatisfy({ $0 == 1 }), let index = model.joinable(value, node),
      model.drafts[index].config["keepdims"] == true
    {
      // A pooling of whole maps that gives a vector.
      model.drafts[index].config["keepdims"] = false
      return model.give(node, ONNXImporter.Value(source: index, shape: value.shape.suffix(1)))
    }
    let pixels = value.shape.dropLast().reduce(1, *)
    let isTurned = value.isChannelsFirst && pixels > 1 && value.shape.last != 1
    try model.add(Flatten.self, to: [value], for: node, flattened: isTurned ? value.shape : nil)
  }

  static func reshape(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let value = try model.anyValue(node)
    guard let target = model.lengths(of: node.inputs[1]) else {
      throw ModelError("the shape that it gives is not in the file")
    }
    // The first length is the batch's: unknown, the same as before, what is left, or the 1 of a model for single images.
    let rest = target.dropFirst()
    let count = value.shape.elementCount ?? 0
    guard let batch = target.first, batch == nil || [-1, 0, 1].contains(batch) else {
      throw ModelError("it gives \(text(target)), which changes the number of images")
    }
    if rest.count == 1, let length = rest.last, length == count || length == -1 && batch != -1 {
      return try flatten(value, &model, node)
    }
    if rest.count == value.lengths.count, zip(rest, value.lengths).allSatisfy({ $0 == $1 }) {
      return model.give(node, value)
    }
    let lengths = rest.compactMap { $0 }
    guard (1...3).contains(lengths.count), lengths.count == rest.count, !lengths.contains(0),
      value.flattened == nil, !value.isPixel, !(batch == -1 && lengths.contains(-1))
    else {
      throw ModelError("it gives \(text(target)), which no layer here does with its input")
    }
    try reshape(value, lengths, &model, node)
  }

  /// Values in another shape, in the order in which the operator has them: for maps with the channels first that is not the layer's.
  private static func reshape(
    _ value: ONNXImporter.Value, _ lengths: [Int], _ model: inout ONNXImporter, _ node: ONNXNode
  ) throws(ModelError) {
    var value = value
    func next() -> ONNXImporter.Value { model.values[node.outputs[0]] ?? value }
    if value.isChannelsFirst {
      let dims = [value.shape.count] + Array(1..<value.shape.count)
      try model.add(
        Permute.self, ["dims": .list(dims.map(JSON.integer))], to: [value], for: node, isChannelsFirst: false)
      value = next()
    }
    try model.add(
      Reshape.self, ["target_shape": .list(lengths.map(JSON.integer))], to: [value], for: node,
      isChannelsFirst: false)
    // What a convolution takes next has its channels first.
    guard lengths.count == 3, !model.turned.contains(node.outputs[0]), !model.isOwn else { return }
    try model.add(
      Permute.self, ["dims": [2, 3, 1]], to: [next()], for: node, isChannelsFirst: true)
  }

  private static func text(_ lengths: [Int?]) -> String {
    lengths.map { $0.map(String.init) ?? "batch" }.joined(separator: "x")
  }

  /// Leaves out height and width of a map of one pixel.
  static func squeeze(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    if let lengths = model.lengths(of: node.inputs[0]) {
      model.lengths[node.outputs[0]] = lengths
      return
    }
    let value = try model.anyValue(node)
    let rank = value.lengths.count + 1
    let axes = try model.axes(node, rank: rank)
    guard rank == 4, axes.sorted() == (value.isChannelsFirst ? [2, 3] : [1, 2]),
      value.isPixel || value.shape.dropLast() == [1, 1]
    else {
      throw ModelError("it leaves out other axes than height and width of a map of one pixel")
    }
    try flatten(value, &model, node)
  }

  /// Makes a map of one pixel of a vector.
  static func unsqueeze(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    if let lengths = model.lengths(of: node.inputs[0]) {
      model.lengths[node.outputs[0]] = lengths
      return
    }
    var value = try model.value(node)
    let axes = try model.axes(node, rank: value.lengths.count + 3)
    guard value.shape.count == 1, [[1, 2], [2, 3]].contains(axes.sorted()) else {
      throw ModelError("it adds other axes than height and width to a vector")
    }
    (value.isPixel, value.isChannelsFirst) = (true, axes.sorted() == [2, 3])
    model.give(node, value)
  }

  static func transpose(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    var value = try model.value(node)
    let rank = value.lengths.count + 1
    let axes = try node.integers("perm") ?? Array((0..<rank).reversed())
    let isSame = axes == Array(0..<rank)
    let turn =
      value.isChannelsFirst ? [0] + Array(2..<max(2, rank)) + [1] : [0, rank - 1] + Array(1..<rank - 1)
    if isSame || rank > 2 && axes == turn {
      if !isSame { value.isChannelsFirst.toggle() }
      return model.give(node, value)
    }
    guard axes.first == 0, axes.sorted() == Array(0..<rank) else {
      throw ModelError("perm=\(axes) is not known here, only what leaves each image by itself")
    }
    /// The layer's axis that is an axis of the tensor, and the other way round.
    let isFirst = value.isChannelsFirst
    func own(_ axis: Int) -> Int { !isFirst ? axis : axis == 1 ? rank - 1 : axis - 1 }
    func place(_ axis: Int) -> Int { !isFirst ? axis : axis == rank - 1 ? 1 : axis + 1 }
    let dims = (1..<rank).map { JSON.integer(own(axes[place($0)])) }
    try model.add(Permute.self, ["dims": .list(dims)], to: [value], for: node)
  }

  static func identity(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    if let constant = try? model.constant(node, 0) {
      model.add(constant: constant, as: node.outputs[0])
    } else if model.isOwn, node.note == ActivationLayer.declaration.name {
      let value = try model.anyValue(node)
      try model.add(
        ActivationLayer.self, ["activation": "linear"], to: [value], for: node, flattened: value.flattened)
    } else {
      model.give(node, try model.anyValue(node))
    }
  }

  static func constant(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let tensor: ONNXTensor
    guard node.attributes.count == 1 else { throw ModelError("it has \(node.attributes.count) values") }
    switch node.attributes.first.map({ ($0.key, $0.value) }) {
    case ("value", .tensor(let value))?: tensor = value
    case ("value_float", .number(let number))?:
      tensor = ONNXTensor(name: "", shape: [], values: .floats([number]))
    case ("value_int", .integer(let number))?:
      tensor = ONNXTensor(name: "", shape: [], values: .integers([number]))
    case ("value_floats", .numbers(let numbers))?:
      tensor = ONNXTensor(name: "", shape: [numbers.count], values: .floats(numbers))
    case ("value_ints", .integers(let numbers))?:
      tensor = ONNXTensor(name: "", shape: [numbers.count], values: .integers(numbers))
    default: throw ModelError("its value is no tensor of numbers")
    }
    model.add(constant: tensor, as: node.outputs[0])
  }

  // MARK: - Reckoning with shapes

  static func shape(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let lengths: [Int?] = [nil] + (try model.anyValue(node)).lengths
    func place(_ name: String, _ otherwise: Int) throws(ModelError) -> Int {
      let place = try node.integer(name, otherwise)
      return min(max(place < 0 ? place &+ lengths.count : place, 0), lengths.count)
    }
    let (start, end) = (try place("start", 0), try place("end", lengths.count))
    model.lengths[node.outputs[0]] = Array(lengths[start..<max(start, end)])
  }

  static func gather(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try node.check("axis", is: 0)
    guard let lengths = model.lengths(of: node.inputs[0]),
      let places = try model.constant(node, 1).integers, places.count <= ONNXImporter.greatestRank,
      places.allSatisfy({ (-lengths.count..<lengths.count).contains($0) })
    else { throw ModelError("it takes values out of others than shapes") }
    model.lengths[node.outputs[0]] = places.map { lengths[$0 < 0 ? $0 + lengths.count : $0] }
  }

  static func cast(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    guard let lengths = model.lengths(of: node.inputs[0]) else {
      throw ModelError("numbers of another type than 32-bit floats are not known here")
    }
    model.lengths[node.outputs[0]] = lengths
  }
}

extension ONNXImporter {
  /// The lengths that a tensor holds; nil where it holds something else.
  func lengths(of name: String) -> [Int?]? {
    if let lengths = lengths[name] { return lengths }
    guard let integers = constants[name]?.integers, integers.count <= Self.greatestRank else { return nil }
    return integers
  }

  /// The axes that an operator names in an attribute or, since version 13, in an input; none where it does not.
  func axes(_ node: ONNXNode, rank: Int) throws(ModelError) -> [Int] {
    let named = try has(node, 1) ? constant(node, 1).integers : node.integers("axes")
    return try (named ?? []).prefix(Self.greatestRank).map { (axis) throws(ModelError) in
      guard (-rank..<rank).contains(axis) else { throw ModelError("it has no axis \(axis)") }
      return axis < 0 ? axis + rank : axis
    }
  }
}
