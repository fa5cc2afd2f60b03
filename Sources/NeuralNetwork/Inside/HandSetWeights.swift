import Core

extension Model {
  /// Replaces a whole weight tensor of a layer. `values` are as many as it has, row-major in Keras's shape.
  /// - Throws: where the layer has no such tensor, or the shapes differ.
  public func setWeights(_ values: Tensor, tensor name: String, layer: Int) throws(ModelError) {
    let (weight, range) = try tensor(name, layer: layer)
    guard values.shape == weight.shape else {
      throw ModelError(
        "the \(name) of \(nodes[layer].name) has the shape \(weight.shape.tupleDescription), not "
          + values.shape.tupleDescription, subject: "values")
    }
    parameters.replaceSubrange(range, with: values.floats)
  }

  /// Replaces the kernel of one filter (Conv2D) or unit (Dense).
  ///
  /// - Parameters:
  ///   - values: for a Conv2D `(height, width, channels)`, or `(height, width)` for every channel or for `channel` alone;
  ///     for a Dense `(inputs,)`.
  ///   - filter: of the layer, from 0.
  /// - Throws: where the layer has no kernel, or the shapes or numbers do not fit it.
  public func setKernel(
    _ values: Tensor, layer: Int, filter: Int, channel: Int? = nil
  ) throws(ModelError) {
    let (weight, range) = try kernel(layer: layer, filter: filter)
    let shape = weight.filterShape
    let channels = shape.count == 3 ? shape[2] : 1
    if let channel, shape.count != 3 || !(0..<channels).contains(channel) {
      throw ModelError(
        shape.count == 3
          ? "\(nodes[layer].name) has no input channel \(channel): \(counted(channels, "channel"))"
          : "a unit of \(nodes[layer].name) has no channels, only \(shape[0]) inputs", subject: "channel")
    }
    let isPlane = shape.count == 3 && values.shape == [shape[0], shape[1]]
    guard values.shape == shape && channel == nil || isPlane else {
      let plane = shape.count == 3 ? "\(shape[0])x\(shape[1])" : ""
      throw ModelError(
        "a kernel of \(nodes[layer].name) is \(shape.crossDescription), but the values are "
          + values.shape.crossDescription
          + (plane.isEmpty
            ? "" : "\ngive rows of numbers, \(plane): they are set for each channel, or for channel="),
        subject: "values")
    }
    let floats = values.floats
    for k in 0..<(shape.elementCount ?? 0) where channel == nil || k % channels == channel {
      parameters[range.lowerBound + weight.index(ofFilter: filter, k)] = floats[isPlane ? k / channels : k]
    }
  }

  /// Replaces the bias of one filter or unit, or of all.
  /// - Throws: where the layer has no bias, or no such filter.
  public func setBias(_ value: Float, layer: Int, filter: Int?) throws(ModelError) {
    let (_, range) = try tensor("bias", layer: layer)
    if let filter { _ = try kernel(layer: layer, filter: filter) }
    for k in range where filter.map({ k == range.lowerBound + $0 }) ?? true { parameters[k] = value }
  }

  // MARK: - Finding weights

  /// The kernel of a layer that has the filter or unit. - Throws: with the valid numbers or layers.
  func kernel(layer: Int, filter: Int) throws(ModelError) -> (weight: Weight, range: Range<Int>) {
    let found = try tensor("kernel", layer: layer)
    let filters = found.weight.filters
    guard (0..<filters).contains(filter) else {
      let name = outputName(layer: layer)
      throw ModelError(
        "\(nodes[layer].name) has no \(name) \(filter): \(counted(filters, name))", subject: name)
    }
    return found
  }

  func tensor(_ name: String, layer: Int) throws(ModelError) -> (weight: Weight, range: Range<Int>) {
    let tensors = tensors(layer: layer)
    if let found = tensors.first(where: { $0.weight.name == name }) { return found }
    let node = nodes[layer]
    guard tensors.isEmpty || name == "kernel" else {
      throw ModelError(
        "\(node.name) (\(node.typeName)) has no \(name), only \(tensors.map(\.weight.name).joined(separator: ", "))",
        subject: "tensor")
    }
    let others = nodes.indices.filter { index in
      self.tensors(layer: index).contains { $0.weight.name == name }
    }
    throw ModelError(
      "\(node.name) (\(node.typeName)) has no \(name == "kernel" ? "filters" : name)\n"
        + (others.isEmpty
          ? "no layer of \(self.name) has"
          : "these layers have: \(others.map { nodes[$0].name }.joined(separator: ", "))"),
      subject: "layer")
  }
}

/// `it has 6 filters, numbered 0 to 5`
func counted(_ count: Int, _ name: String) -> String {
  count == 1 ? "it has one \(name), number 0" : "it has \(count) \(name)s, numbered 0 to \(count - 1)"
}
