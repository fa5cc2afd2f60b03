import Core

/// The transposed convolution, which lays kernels on its output.
extension ONNXOperator {
  static func transposedConvolution(_ model: inout ONNXImporter, _ node: ONNXNode) throws(ModelError) {
    let map = try model.map(node)
    let (shape, values) = try model.weights(node, 1)
    try node.check("group", is: 1)
    guard shape.count == 4, shape[0] == map.shape[2] else {
      throw ModelError(
        "its kernel of \(shape.crossDescription) does not fit \(map.shape[2]) channels")
    }
    let size = Array(shape[2...])
    guard try node.integers("kernel_shape") ?? size == size else {
      throw ModelError("its kernel_shape is not that of its kernel, \(size.crossDescription)")
    }
    let rates = try node.integers("dilations") ?? [1, 1]
    guard rates == [1, 1] else {
      throw ModelError("dilations=\(rates.crossDescription) are not known here, only 1")
    }
    let bias = try bias(model, node, filters: shape[1])
    let strides = try strides(node, size)
    let config: [String: JSON] = [
      "filters": .integer(shape[1]), "kernel_size": .list(size.map(JSON.integer)),
      "strides": .list(strides.map(JSON.integer)), "use_bias": .flag(bias != nil),
    ]
    let (placement, cropping) = try Self.placement(
      node, size, strides, on: map.shape, config)
    try model.add(
      Conv2DTranspose.self, config.merging(placement) { $1 },
      weights: [permuted(values, shape: shape, axes: [2, 3, 1, 0])] + (bias.map { [$0] } ?? []), to: [map],
      for: node)
    guard let cropping, let whole = model.values[node.outputs[0]] else { return }
    try model.add(Cropping2D.self, ["cropping": borders(cropping)], to: [whole], for: node)
  }

  /// The options with which the layer's output lies as the operator's does, and what is to be cut off besides: top, left, bottom, right.
  private static func placement(
    _ node: ONNXNode, _ size: [Int], _ strides: [Int], on input: Shape, _ config: [String: JSON]
  ) throws(ModelError) -> (options: [String: JSON], cropping: [Int]?) {
    let way = try node.text("auto_pad", "NOTSET")
    guard ["NOTSET", "VALID", ""].contains(way) else {
      throw ModelError("auto_pad=\(way) is not known here, only VALID")
    }
    let pads = try way == "VALID" ? [0, 0, 0, 0] : Self.pads(node)
    let more = try node.integers("output_padding") ?? [0, 0]
    guard more.count == 2, more.allSatisfy((0...10_000).contains) else {
      throw ModelError("its output_padding is not two lengths")
    }
    let between: [Int] = [(input[0] - 1) * strides[0], (input[1] - 1) * strides[1]]
    let lengths: [Int] = [0, 1].map { axis in
      between[axis] + size[axis] + more[axis] - pads[axis] - pads[axis + 2]
    }
    // All ways in which Keras says where the output lies.
    for padding in [Padding.valid, .same] {
      let rest: [Int] = [0, 1].map { axis in
        let window = padding == .valid ? size[axis] : size[axis] % 2
        return lengths[axis] - between[axis] - window
      }
      let name = JSON.text(padding.rawValue)
      let options: [[String: JSON]] = [
        ["padding": name], ["padding": name, "output_padding": .list(rest.map(JSON.integer))],
      ]
      for options in options {
        var notes: [String] = []
        let json = JSON.object(config.merging(options) { $1 })
        if let given = try? Conv2DTranspose.declaration.options(json, notes: &notes),
          let geometry = try? Conv2DTranspose(given).geometry(for: input),
          [geometry.inputHeight, geometry.inputWidth] == lengths,
          [geometry.padTop, geometry.padLeft] == Array(pads[..<2])
        {
          return (options, nil)
        }
      }
    }
    // Else all of it, of which something is cut off.
    let ends: [Int] = [0, 1].map { axis in
      between[axis] + max(size[axis], strides[axis]) - pads[axis] - lengths[axis]
    }
    let cropping = [pads[0], pads[1]] + ends
    guard cropping.allSatisfy({ $0 >= 0 }), lengths.allSatisfy({ $0 > 0 }) else {
      throw ModelError("its pads \(pads) with output_padding \(more) are none that a layer here can have")
    }
    return (["padding": "valid"], cropping)
  }
}
