import Core

/// Operators of several inputs.
extension ONNXOperator {
  /// A layer, or the bias of the layer before.
  static func addition(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    for (number, other) in [(0, 1), (1, 0)] {
      guard let constant = try? model.weights(node, number) else { continue }
      let value = try model.anyValue(node, other)
      guard let index = model.joinable(value, node), model.drafts[index].config["use_bias"] == false,
        model.drafts[index].config["activation"] == nil, let channels = value.shape.last,
        let bias = alongChannels(constant, value, channels)
      else {
        throw ModelError(
          "it adds the constant \(node.inputs[number]), which is not the bias of a layer before it")
      }
      model.drafts[index].config["use_bias"] = true
      model.drafts[index].weights.append(bias)
      model.drafts[index].constants.append(node.inputs[number])
      return model.give(node, value)
    }
    try merge(Add.self, &model, node)
  }

  /// The values of a constant that has one for each channel; nil of another one.
  private static func alongChannels(
    _ constant: (shape: Shape, values: [Float]), _ value: ONNXImporter.Value, _ channels: Int
  ) -> [Float]? {
    // Axes are told from the last one, as they are for operators on tensors of different rank.
    let fromLast = value.lengths.count - value.channelAxis
    var expected = [Int](repeating: 1, count: constant.shape.count)
    guard expected.indices.contains(expected.count - 1 - fromLast), constant.values.count == channels else {
      return nil
    }
    expected[expected.count - 1 - fromLast] = channels
    return constant.shape == expected ? constant.values : nil
  }

  static func merging(_ type: any Layer.Type) -> Reading {
    { (model, node) throws(ModelError) in try merge(type, &model, node) }
  }

  private static func merge(
    _ type: any Layer.Type, _ model: inout ONNXImporter, _ node: ONNXNode
  ) throws(ModelError) {
    let values = try node.inputs.indices.map { (number) throws(ModelError) in try model.anyValue(node, number)
    }
    guard let most = values.max(by: { $0.lengths.count < $1.lengths.count }) else { return }
    guard values.count > 1 else { return model.give(node, most) }
    let isVector = most.lengths.count == 1
    // A vector beside a map would lie along its last axis.
    guard values.allSatisfy({ $0.lengths.count == most.lengths.count }),
      isVector || !values.allSatisfy(\.isPixel),
      isVector || values.allSatisfy({ $0.isChannelsFirst == most.isChannelsFirst }),
      values.allSatisfy({ $0.flattened == values[0].flattened })
    else {
      throw ModelError(
        "it takes \(values.map(\.lengths.crossDescription).joined(separator: " and ")), whose axes are not the same ones"
      )
    }
    // A chain of operators may be one layer.
    if model.isOwn, let index = model.joinable(values[0], node), model.drafts[index].type == type {
      return try model.join(values[1], to: index, node)
    }
    try model.add(
      type, to: values, for: node, flattened: values[0].flattened, isChannelsFirst: most.isChannelsFirst)
  }

  static func concatenation(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let lists = node.inputs.compactMap(model.lengths(of:))
    if lists.count == node.inputs.count, lists.map(\.count).reduce(0, +) <= ONNXImporter.greatestRank {
      model.lengths[node.outputs[0]] = lists.flatMap { $0 }
      return
    }
    let values = try node.inputs.indices.map { (number) throws(ModelError) in try model.value(node, number) }
    let rank = values[0].lengths.count + 1
    let axis = try node.integer("axis", 1)
    guard values.allSatisfy({ $0.channelAxis == values[0].channelAxis && $0.lengths.count == rank - 1 }),
      (axis < 0 ? axis + rank : axis) == values[0].channelAxis
    else {
      throw ModelError("axis=\(axis) is not known here, only that of the channels")
    }
    guard values.count > 1 else { return model.give(node, values[0]) }
    try model.add(Concatenate.self, to: values, for: node)
  }
}
