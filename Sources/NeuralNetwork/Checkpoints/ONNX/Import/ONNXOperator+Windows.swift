import Core

/// Operators with a window that slides over maps.
extension ONNXOperator {
  static func convolution(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.map(node)
    let (shape, values) = try model.weights(node, 1)
    let group = try node.integer("group", 1)
    let channels = map.shape[2]
    guard shape.count == 4, group > 0, channels % group == 0, shape[1] == channels / group,
      shape[0] % group == 0
    else {
      throw ModelError(
        "its kernel of \(shape.crossDescription) in \(group) groups does not fit \(channels) channels")
    }
    guard group == 1 || group == channels else {
      throw ModelError("group=\(group) of \(channels) channels is not known here, only 1 and all of them")
    }
    let size = Array(shape[2...])
    guard try node.integers("kernel_shape") ?? size == size else {
      throw ModelError("its kernel_shape is not that of its kernel, \(size.crossDescription)")
    }
    var config = try window(node, size, on: map.shape)
    config["kernel_size"] = .list(size.map(JSON.integer))
    config["use_bias"] = .flag(model.has(node, 2))
    var weights: [[Float]] = []
    // With one channel both layers do the same.
    let isDepthwise = group > 1 || channels == 1 && node.note == DepthwiseConv2D.declaration.name
    if isDepthwise {
      config["depth_multiplier"] = .integer(shape[0] / channels)
      weights.append(
        permuted(values, shape: [channels, shape[0] / channels] + size, axes: [2, 3, 0, 1]))
    } else {
      config["filters"] = .integer(shape[0])
      weights.append(permuted(values, shape: shape, axes: [2, 3, 1, 0]))
    }
    if model.has(node, 2) {
      let bias = try model.weights(node, 2)
      guard bias.shape == [shape[0]] else {
        throw ModelError(
          "its bias has the shape \(bias.shape.tupleDescription), not \([shape[0]].tupleDescription)")
      }
      weights.append(bias.values)
    }
    try model.add(
      isDepthwise ? DepthwiseConv2D.self : Conv2D.self, config, weights: weights, to: [map], for: node)
  }

  static func maxPooling(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.map(node)
    try model.add(MaxPooling2D.self, pooling(node, on: map.shape), to: [map], for: node)
  }

  static func averagePooling(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.map(node)
    let config = try pooling(node, on: map.shape)
    let countsPads = try node.integer("count_include_pad", 0) != 0
    guard !countsPads || config["padding"] == "valid" else {
      throw ModelError("count_include_pad=1 is not known here: only the pixels count that are there")
    }
    try model.add(AveragePooling2D.self, config, to: [map], for: node)
  }

  private static func pooling(_ node: ONNXNode, on shape: Shape) throws(ModelError) -> [String: JSON] {
    guard let size = try node.integers("kernel_shape"), size.count == 2 else {
      throw ModelError("its kernel_shape is not height and width")
    }
    var config = try window(node, size, on: shape)
    config["pool_size"] = .list(size.map(JSON.integer))
    return config
  }

  /// Strides and padding as a layer says them.
  /// - Throws: where the window is one that no layer has.
  private static func window(
    _ node: ONNXNode, _ size: [Int], on shape: Shape
  ) throws(ModelError) -> [String: JSON] {
    let strides = try node.integers("strides") ?? [1, 1]
    let dilations = try node.integers("dilations") ?? [1, 1]
    guard dilations == [1, 1] else {
      throw ModelError("dilations=\(dilations.crossDescription) are not known here, only 1")
    }
    let lengths = 1...10_000
    guard strides.count == 2, (size + strides).allSatisfy(lengths.contains) else {
      throw ModelError(
        "its window of \(size.crossDescription) and strides of \(strides.crossDescription) must be 1 to "
          + "\(lengths.upperBound) pixels long")
    }
    let padding: Padding
    switch try node.text("auto_pad", "NOTSET") {
    case "VALID": padding = .valid
    case "SAME_UPPER": padding = .same
    case "NOTSET", "": padding = try self.padding(node, size, strides, on: shape)
    case let other: throw ModelError("auto_pad=\(other) is not known here, only SAME_UPPER and VALID")
    }
    return ["strides": .list(strides.map(JSON.integer)), "padding": .text(padding.rawValue)]
  }

  /// The padding with just these pads.
  private static func padding(
    _ node: ONNXNode, _ size: [Int], _ strides: [Int], on shape: Shape
  ) throws(ModelError) -> Padding {
    let given = try node.integers("pads") ?? [0, 0, 0, 0]
    guard given.count == 4, given.allSatisfy((0...10_000).contains) else {
      throw ModelError("its pads are not four lengths")
    }
    // What counts is how far the last window reaches: with ceil_mode perhaps beyond the pads, else perhaps not over all of them.
    let roundsUp = try node.integer("ceil_mode", 0) != 0
    var pads = given
    for axis in 0..<2 {
      let way = shape[axis] + given[axis] + given[axis + 2] - size[axis]
      let steps = max(0, roundsUp ? way + strides[axis] - 1 : way) / strides[axis]
      pads[axis + 2] = max(0, steps * strides[axis] + size[axis] - shape[axis] - given[axis])
    }
    func own(_ padding: Padding) -> [Int] {
      let window = SlidingWindow(
        size: ImageSize(size[0], size[1]), strides: ImageSize(strides[0], strides[1]), padding: padding)
      let pads = window.pads(on: shape)
      return [pads.top, pads.left, pads.bottom, pads.right]
    }
    guard let padding = [Padding.valid, .same].first(where: { own($0) == pads }) else {
      throw ModelError(
        "its pads are \(given) (top, left, bottom, right); known here are none, and on this map \(own(.same)) of padding=same"
      )
    }
    return padding
  }

  static func globalPooling(_ type: any Layer.Type) -> Reading {
    { (model, node) throws(ModelError) in
      try model.add(type, ["keepdims": true], to: [model.map(node)], for: node)
    }
  }

  /// The mean or the greatest value over height and width.
  static func reduction(_ type: any Layer.Type) -> Reading {
    { (model, node) throws(ModelError) in
      let map = try model.value(node)
      let axes = try model.axes(node, rank: map.lengths.count + 1)
      guard map.shape.count == 3, axes.sorted() == (map.isChannelsFirst ? [2, 3] : [1, 2]) else {
        throw ModelError(
          "it takes other axes together than height and width of a map, which no layer here does")
      }
      let keepsDimensions = try node.integer("keepdims", 1) != 0
      try model.add(type, ["keepdims": .flag(keepsDimensions)], to: [map], for: node)
    }
  }

  /// Rows and columns that come several times.
  static func resize(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.value(node)
    guard map.shape.count == 3 else {
      throw ModelError("it takes maps, but its input is \(map.lengths.crossDescription)")
    }
    let mode = try node.text("mode", "nearest")
    let place = try node.text("coordinate_transformation_mode", "half_pixel")
    let rounding = try node.text("nearest_mode", "round_prefer_floor")
    let repeats =
      node.operation == "Upsample" || place == "asymmetric" && rounding == "floor"
      || place == "half_pixel" && rounding.hasPrefix("round_prefer")
    guard mode == "nearest", repeats else {
      throw ModelError(
        "mode=\(mode) with \(place) and \(rounding) is not known here, only what repeats rows and columns: nearest with "
          + "asymmetric and floor")
    }
    let factors = try factors(model, node, map)
    guard let rows = factors.first, let columns = factors.last else { return }
    try model.add(UpSampling2D.self, ["size": [.integer(rows), .integer(columns)]], to: [map], for: node)
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
}
