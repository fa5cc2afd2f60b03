import Core

/// Operators that shift and scale values.
extension ONNXOperator {
  static func batchNormalization(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try node.check("training_mode", is: 0)
    try node.check("spatial", is: 1)
    let input = try model.anyValue(node)
    guard input.shape.count == 1 && !input.isPixel || input.channelAxis == 1 else {
      throw ModelError("it takes its channels from axis 1, but its input has them last")
    }
    let weights = try (1...4).map { (number) throws(ModelError) in
      rows(try channelWeights(model, node, number, input.shape.last ?? 0), input.flattened)
    }
    var config: [String: JSON] = [
      "epsilon": JSON(try node.number("epsilon", 1e-5)), "momentum": JSON(try node.number("momentum", 0.9)),
    ]
    // In files of ours constants stand in for what the layer is without.
    let isWithout = [model.isStandIn(node.inputs[1]), model.isStandIn(node.inputs[2]), false, false]
    (config["scale"], config["center"]) = (.flag(!isWithout[0]), .flag(!isWithout[1]))
    try model.add(
      BatchNormalization.self, config, weights: zip(weights, isWithout).compactMap { $1 ? nil : $0 },
      to: [input], for: node, flattened: input.flattened)
  }

  /// One number for each channel.
  private static func channelWeights(
    _ model: ONNXImporter, _ node: ONNXNode, _ number: Int, _ channels: Int
  ) throws(ModelError) -> [Float] {
    let (shape, values) = try model.weights(node, number)
    guard shape == [channels] else {
      throw ModelError(
        "its input \(number + 1) of \(shape.tupleDescription) does not fit \(channels) channels")
    }
    return values
  }

  /// Over the channels of each pixel, which are last.
  static func layerNormalization(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let input = try model.value(node)
    let rank = input.lengths.count + 1
    let axis = try node.integer("axis", -1)
    guard (axis < 0 ? axis + rank : axis) == rank - 1, input.channelAxis == rank - 1 else {
      throw ModelError("axis=\(axis) is not known here, only that of the channels alone, as the last one")
    }
    let isScaled = !model.isStandIn(node.inputs[1])
    var weights = isScaled ? [try channelWeights(model, node, 1, input.shape.last ?? 0)] : []
    if model.has(node, 2) { weights.append(try channelWeights(model, node, 2, input.shape.last ?? 0)) }
    try model.add(
      LayerNormalization.self,
      [
        "epsilon": JSON(try node.number("epsilon", 1e-5)), "scale": .flag(isScaled),
        "center": .flag(model.has(node, 2)),
      ], weights: weights, to: [input], for: node)
  }

  /// Groups of channels, or each by itself.
  static func groupNormalization(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.map(node)
    let groups = try node.integer("num_groups", -1)
    let weights = try (1...2).map { (number) throws(ModelError) in
      try channelWeights(model, node, number, map.shape[2])
    }
    try model.add(
      GroupNormalization.self,
      ["groups": .integer(groups), "epsilon": JSON(try node.number("epsilon", 1e-5))], weights: weights,
      to: [map], for: node)
  }
}

extension ONNXImporter {
  /// Whether a constant is in a file of ours for a weight that the layer is without.
  func isStandIn(_ name: String) -> Bool {
    guard isOwn, let part = name.split(separator: "/").last else { return false }
    return part.hasPrefix("ones") || part.hasPrefix("zeros")
  }
}
