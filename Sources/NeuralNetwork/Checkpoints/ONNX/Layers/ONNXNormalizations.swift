import Core

/// Layers that shift and scale values.

extension BatchNormalization: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    // The operator has all four.
    let channels = node.inputShape.last ?? 1
    var weights = graph.weight("gamma")
    if weights.isEmpty { weights = [graph.standIn("ones", 1, count: channels)] }
    let beta = graph.weight("beta")
    weights += beta.isEmpty ? [graph.standIn("zeros", 0, count: channels)] : beta
    weights += graph.weight("moving_mean") + graph.weight("moving_variance")
    let name = graph.add(
      "BatchNormalization", [graph.channelsFirst(inputs[0])] + weights,
      ["epsilon": .number(epsilon), "momentum": .number(momentum)])
    return ONNXValue(name: name, shape: node.outputShape, isChannelsFirst: node.outputShape.count > 1)
  }
}

extension LayerNormalization: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    // The operator can be without beta, but not without gamma.
    var weights = graph.weight("gamma")
    if weights.isEmpty { weights = [graph.standIn("ones", 1, count: node.inputShape.last ?? 1)] }
    weights += graph.weight("beta")
    let name = graph.add(
      "LayerNormalization", [graph.channelsLast(inputs[0])] + weights,
      ["axis": .integer(-1), "epsilon": .number(Float(options[SetNormalization.epsilon]))])
    return ONNXValue(name: name, shape: node.outputShape)
  }
}

extension GroupNormalization: ONNXNotedLayer {
  static var layout: ONNXLayout { .channelsFirst }

  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let channels = node.inputShape.last ?? 1
    let given = options[Self.groups]
    let groups = given < 0 ? channels : given
    // A group becomes one long channel. A length of 0 is that of the batch.
    let parts = graph.constant("groups", [3], .integers([0, groups, -1]))
    let lengths = [0, channels] + value.shape.dropLast()
    let shape = graph.constant("shape", [lengths.count], .integers(lengths))
    let scale = [graph.standIn("ones", 1, count: groups), graph.standIn("zeros", 0, count: groups)]
    let normalized = graph.add(
      "InstanceNormalization", [graph.add("Reshape", [value.name, parts])] + scale,
      ["epsilon": .number(Float(options[SetNormalization.epsilon]))])
    var name = graph.add("Reshape", [normalized, shape])
    if let gamma = weights["gamma"] { name = graph.add("Mul", [name, gamma]) }
    if let beta = weights["beta"] { name = graph.add("Add", [name, beta]) }
    return name
  }
}

extension UnitNormalization: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let length = graph.add("ReduceL2", [value.name], ["axes": .integers([value.channelAxis])])
    // Zeros stay zeros.
    let least = graph.constant("least", [], .floats([1e-12]))
    return graph.add("Div", [value.name, graph.add("Max", [length, least])])
  }
}

extension NormalizationLayer: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let given = (node.built.operation as? NormalizationOperation)?.given
    func statistic(_ name: String, _ numbers: [Float]?) -> String {
      weights[name] ?? graph.constant(name, value.alongChannels, .floats(numbers ?? []))
    }
    let mean = statistic("mean", given?.mean)
    let root = graph.reckon("Sqrt", [statistic("variance", given?.variance)])
    let deviation = graph.reckon("Max", [root, graph.constant("least", [], .floats([1e-7]))])
    return options[Self.invert]
      ? graph.add("Add", [graph.add("Mul", [value.name, deviation]), mean])
      : graph.add("Div", [graph.add("Sub", [value.name, mean]), deviation])
  }
}

extension Rescaling: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let scaled = graph.add("Mul", [value.name, graph.constant("scale", [], .floats([scale]))])
    return offset == 0
      ? scaled : graph.add("Add", [scaled, graph.constant("offset", [], .floats([offset]))])
  }
}
