import Core

/// Operators of vectors, and those that take any layout.
extension ONNXOperator {
  static func gemm(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    try node.check("transA", is: 0)
    let isTurned = try node.integer("transB", 0) != 0
    let input = try vector(model, node, isTurned: isTurned)
    var (shape, kernel) = try model.weights(node, 1)
    if isTurned {
      kernel = permuted(kernel, shape: shape, axes: [1, 0])
      shape.reverse()
    }
    let (alpha, beta) = (try node.number("alpha", 1), try node.number("beta", 1))
    if alpha != 1 { kernel = kernel.map { $0 * alpha } }
    var bias: [Float]?
    if model.has(node, 2) {
      let (biasShape, values) = try model.weights(node, 2)
      let units = shape[1]
      guard biasShape.dropLast().allSatisfy({ $0 == 1 }), [1, units].contains(values.count) else {
        throw ModelError("its bias of \(biasShape.tupleDescription) does not fit \(units) units")
      }
      bias = (values.count == units ? values : [Float](repeating: values.first ?? 0, count: units))
        .map { beta == 1 ? $0 : $0 * beta }
    }
    try dense(&model, node, input, kernel, units: shape[1], bias)
  }

  static func matMul(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let input = try vector(model, node, isTurned: false)
    let (shape, kernel) = try model.weights(node, 1)
    try dense(&model, node, input, kernel, units: shape[1], nil)
  }

  /// The vector that an operator multiplies with its kernel, which fits. - Parameter isTurned: whether the kernel is units x values.
  private static func vector(
    _ model: ONNXImporter, _ node: ONNXNode, isTurned: Bool
  ) throws(ModelError) -> ONNXImporter.Value {
    let input = try model.anyValue(node)
    guard input.shape.count == 1, !input.isPixel else {
      throw ModelError("it takes a vector, but its input is \(input.lengths.crossDescription)")
    }
    let shape = try model.weights(node, 1).shape
    guard shape.count == 2, shape[isTurned ? 1 : 0] == input.shape[0] else {
      throw ModelError("its kernel of \(shape.crossDescription) does not fit \(input.shape[0]) values")
    }
    return input
  }

  private static func dense(
    _ model: inout ONNXImporter, _ node: ONNXNode, _ input: ONNXImporter.Value, _ kernel: [Float], units: Int,
    _ bias: [Float]?
  ) throws(ModelError) {
    try model.add(
      Dense.self, ["units": .integer(units), "use_bias": .flag(bias != nil)],
      weights: [rows(kernel, input.flattened, width: units)] + (bias.map { [$0] } ?? []), to: [input],
      for: node)
  }

  /// Rows for the values of a flattened map with the channels first, in the order of those with the channels last.
  static func rows(_ values: [Float], _ flattened: Shape?, width: Int = 1) -> [Float] {
    guard let map = flattened else { return values }
    return permuted(values, shape: [map[2], map[0], map[1], width], axes: [1, 2, 0, 3])
  }

  static func dropout(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let input = try model.anyValue(node)
    guard !input.isPixel else { return model.give(node, input) }
    if model.has(node, 2) {
      guard try model.constant(node, 2).integers == [0] else {
        throw ModelError("it drops values when the model is used, not only while it is trained")
      }
    }
    let ratio =
      try model.has(node, 1) ? model.weights(node, 1).values.first ?? 0.5 : node.number("ratio", 0.5)
    try model.add(
      Dropout.self, ["rate": JSON(ratio)], to: [input], for: node, flattened: input.flattened)
  }
}
