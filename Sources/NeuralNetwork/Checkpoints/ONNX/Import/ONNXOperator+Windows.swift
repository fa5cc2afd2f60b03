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
    let size = Array(shape[2...])
    guard try node.integers("kernel_shape") ?? size == size else {
      throw ModelError("its kernel_shape is not that of its kernel, \(size.crossDescription)")
    }
    var config = try window(node, size, on: map.shape)
    config["use_bias"] = .flag(model.has(node, 2))
    var weights: [[Float]] = []
    let bias = try bias(model, node, filters: shape[0])
    // The second operator of a layer that has two.
    if node.note == SeparableConv2D.declaration.name, size == [1, 1], let index = model.joinable(map, node),
      model.isOwn
    {
      return try model.extend(
        index, as: SeparableConv2D.self,
        ["filters": .integer(shape[0]), "use_bias": .flag(bias != nil)],
        weights: [permuted(values, shape: shape, axes: [2, 3, 1, 0])] + (bias.map { [$0] } ?? []), node)
    }
    config["kernel_size"] = .list(size.map(JSON.integer))
    if let rates = try node.integers("dilations"), rates != [1, 1] {
      config["dilation_rate"] = .list(rates.map(JSON.integer))
    }
    // With a group for each channel both layers do the same.
    let isDepthwise =
      group == channels && (model.isOwn ? node.note != Conv2D.declaration.name : group > 1)
    if isDepthwise {
      config["depth_multiplier"] = .integer(shape[0] / channels)
      weights.append(
        permuted(values, shape: [channels, shape[0] / channels] + size, axes: [2, 3, 0, 1]))
    } else {
      config["filters"] = .integer(shape[0])
      if group > 1 { config["groups"] = .integer(group) }
      weights.append(permuted(values, shape: shape, axes: [2, 3, 1, 0]))
    }
    try model.add(
      isDepthwise ? DepthwiseConv2D.self : Conv2D.self, config, weights: weights + (bias.map { [$0] } ?? []),
      to: [map], for: node)
  }

  /// The third input of a convolution, if it has one.
  static func bias(
    _ model: ONNXImporter, _ node: ONNXNode, filters: Int
  ) throws(ModelError) -> [Float]? {
    guard model.has(node, 2) else { return nil }
    let bias = try model.weights(node, 2)
    guard bias.shape == [filters] else {
      throw ModelError(
        "its bias has the shape \(bias.shape.tupleDescription), not \([filters].tupleDescription)")
    }
    return bias.values
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
    let rates = try node.integers("dilations") ?? [1, 1]
    guard rates == [1, 1] else {
      throw ModelError("dilations=\(rates.crossDescription) are not known here, only 1")
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
    let strides = try self.strides(node, size)
    let rates = try node.integers("dilations") ?? [1, 1]
    guard rates.count == 2, rates.allSatisfy(Dilation.rates.contains) else {
      throw ModelError(
        "dilations=\(rates.crossDescription) are not known here, only 1 to \(Dilation.rates.upperBound)")
    }
    let padding: Padding
    switch try node.text("auto_pad", "NOTSET") {
    case "VALID": padding = .valid
    case "SAME_UPPER": padding = .same
    case "NOTSET", "": padding = try self.padding(node, size, strides, rates, on: shape)
    case let other: throw ModelError("auto_pad=\(other) is not known here, only SAME_UPPER and VALID")
    }
    return ["strides": .list(strides.map(JSON.integer)), "padding": .text(padding.rawValue)]
  }

  /// From one window to the next, of a window whose size fits as well.
  static func strides(_ node: ONNXNode, _ size: [Int]) throws(ModelError) -> [Int] {
    let strides = try node.integers("strides") ?? [1, 1]
    let lengths = 1...10_000
    guard strides.count == 2, (size + strides).allSatisfy(lengths.contains) else {
      throw ModelError(
        "its window of \(size.crossDescription) and strides of \(strides.crossDescription) must be 1 to "
          + "\(lengths.upperBound) pixels long")
    }
    return strides
  }

  /// The pixels that are named as around a map: top, left, bottom, right.
  static func pads(_ node: ONNXNode) throws(ModelError) -> [Int] {
    let pads = try node.integers("pads") ?? [0, 0, 0, 0]
    guard pads.count == 4, pads.allSatisfy((0...10_000).contains) else {
      throw ModelError("its pads are not four lengths")
    }
    return pads
  }

  /// The padding with just these pads.
  private static func padding(
    _ node: ONNXNode, _ size: [Int], _ strides: [Int], _ rates: [Int], on shape: Shape
  ) throws(ModelError) -> Padding {
    let given = try Self.pads(node)
    func own(_ padding: Padding) -> SlidingWindow {
      SlidingWindow(
        size: ImageSize(size[0], size[1]), strides: ImageSize(strides[0], strides[1]), padding: padding,
        dilation: ImageSize(rates[0], rates[1]))
    }
    let spans = [own(.valid).span.height, own(.valid).span.width]
    // What counts is how far the last window reaches: with ceil_mode perhaps beyond the pads, else perhaps not over all of them.
    let roundsUp = try node.integer("ceil_mode", 0) != 0
    var pads = given
    for axis in 0..<2 {
      let way = shape[axis] + given[axis] + given[axis + 2] - spans[axis]
      let steps = max(0, roundsUp ? way + strides[axis] - 1 : way) / strides[axis]
      pads[axis + 2] = max(0, steps * strides[axis] + spans[axis] - shape[axis] - given[axis])
    }
    func ownPads(_ padding: Padding) -> [Int] {
      let pads = own(padding).pads(on: shape)
      return [pads.top, pads.left, pads.bottom, pads.right]
    }
    guard let padding = [Padding.valid, .same].first(where: { ownPads($0) == pads }) else {
      throw ModelError(
        "its pads are \(given) (top, left, bottom, right); known here are none, and on this map \(ownPads(.same)) of padding=same"
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
}
