import Core

/// Operators that apply a function to each value.
extension ONNXOperator {
  /// One that always is the same function.
  static func activation(_ activation: Activation) -> Reading {
    { (model, node) throws(ModelError) in try apply(activation, &model, node) }
  }

  static func softmax(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let value = try model.anyValue(node)
    let rank = value.lengths.count + 1
    // Before version 13 all axes from this one on were taken together.
    let isOld = model.model.operators < 13
    let axis = try node.integer("axis", isOld ? 1 : -1)
    guard (axis < 0 ? axis + rank : axis) == value.channelAxis, !isOld || value.channelAxis == rank - 1 else {
      throw ModelError("axis=\(axis) is not known here, only that of the channels")
    }
    try apply(.softmax, &model, node)
  }

  /// ReLU with an end, as MobileNet has it.
  static func clip(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    func bound(_ number: Int, _ name: String, _ otherwise: Float) throws(ModelError) -> Float {
      try model.has(node, number)
        ? model.weights(node, number).values.first ?? otherwise : node.number(name, otherwise)
    }
    let (least, greatest) = (
      try bound(1, "min", -.greatestFiniteMagnitude), try bound(2, "max", .greatestFiniteMagnitude)
    )
    guard least == 0, greatest >= 0 else {
      throw ModelError("values that are held to \(least)...\(greatest) are none of the activations here")
    }
    if greatest == 6 { return try apply(.relu6, &model, node) }
    if greatest >= .greatestFiniteMagnitude { return try apply(.relu, &model, node) }
    try add(ReLU.self, ["max_value": JSON(greatest)], &model, node)
  }

  static func thresholdedRelu(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try add(ReLU.self, ["threshold": JSON(node.number("alpha", 1))], &model, node)
  }

  static func leakyRelu(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let slope = try node.number("alpha", 0.01)
    if slope == 0.2 { return try apply(.leakyRelu, &model, node) }
    try add(LeakyReLU.self, ["negative_slope": JSON(slope)], &model, node)
  }

  static func elu(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let alpha = try node.number("alpha", 1)
    if alpha == 1 { return try apply(.elu, &model, node) }
    try add(ELU.self, ["alpha": JSON(alpha)], &model, node)
  }

  static func selu(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try check(node, "alpha", is: 1.673_263_2)
    try check(node, "gamma", is: 1.050_701)
    try apply(.selu, &model, node)
  }

  static func hardSigmoid(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try check(node, "alpha", is: 1 / 6, otherwise: 0.2)
    try check(node, "beta", is: 0.5)
    try apply(.hardSigmoid, &model, node)
  }

  static func gelu(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let form = try node.text("approximate", "none")
    guard form == "none" else { throw ModelError("approximate=\(form) is not known here, only none") }
    try apply(.gelu, &model, node)
  }

  static func swish(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try check(node, "alpha", is: 1)
    try apply(.silu, &model, node)
  }

  /// Throws where an attribute has another value than the only one that is known here.
  /// - Parameter otherwise: its value where it is left out, if another one.
  private static func check(
    _ node: ONNXNode, _ name: String, is only: Float, otherwise: Float? = nil
  ) throws(ModelError) {
    let number = try node.number(name, otherwise ?? only)
    guard abs(number - only) < 1e-5 else {
      throw ModelError("\(name)=\(number) is not known here, only \(name)=\(only)")
    }
  }

  /// A leaky relu that has learned its slopes. Their axes are told from the last one.
  static func parametricRelu(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let value = try model.value(node)
    let rank = value.lengths.count
    var (shape, slopes) = try model.weights(node, 1)
    shape = [Int](repeating: 1, count: max(0, rank - shape.count)) + shape
    if shape.count == rank + 1, shape[0] == 1 { shape.removeFirst() }
    guard shape.count == rank, zip(shape, value.lengths).allSatisfy({ $0 == 1 || $0 == $1 }) else {
      throw ModelError(
        "its slopes of \(shape.crossDescription) do not fit its input of \(value.lengths.crossDescription)")
    }
    if value.isChannelsFirst {
      let axes = Array(1..<rank) + [0]
      slopes = permuted(slopes, shape: shape, axes: axes)
      shape = axes.map { shape[$0] }
    }
    let shared = shape.indices.filter { shape[$0] < value.shape[$0] }.map { JSON.integer($0 + 1) }
    try model.add(
      PReLU.self, shared.isEmpty ? [:] : ["shared_axes": .list(shared)], weights: [slopes], to: [value],
      for: node)
  }

  /// An activation belongs to the layer before it, where that has none, or is a layer of its own.
  private static func apply(
    _ activation: Activation, _ model: inout ONNXImporter, _ node: ONNXNode
  ) throws(ModelError) {
    let value = try model.anyValue(node)
    if let index = model.joinable(value, node), model.drafts[index].config["activation"] == nil,
      model.drafts[index].has("activation")
    {
      model.drafts[index].config["activation"] = .text(activation.rawValue)
      return model.give(node, value)
    }
    try add(ActivationLayer.self, ["activation": .text(activation.rawValue)], &model, node)
  }

  /// A layer that works on each value.
  private static func add(
    _ type: any Layer.Type, _ config: [String: JSON], _ model: inout ONNXImporter, _ node: ONNXNode
  ) throws(ModelError) {
    let value = try model.anyValue(node)
    guard !value.isPixel else {
      throw ModelError("it takes a vector as a map of one pixel, which no layer here does")
    }
    try model.add(type, config, to: [value], for: node, flattened: value.flattened)
  }
}
