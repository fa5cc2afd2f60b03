import Core

/// Layers of vectors, and those that take any layout.

extension Dense: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let weights = graph.weight("kernel") + graph.weight("bias")
    return ONNXValue(name: graph.add("Gemm", [inputs[0].name] + weights), shape: node.outputShape)
  }
}

extension Flatten: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let map = graph.channelsLast(inputs[0])
    return ONNXValue(name: graph.add("Flatten", [map], ["axis": .integer(1)]), shape: node.outputShape)
  }
}

extension Dropout: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    // Without an input that says so, the operator is not training, and passes its input on.
    let ratio = graph.constant("ratio", [], .floats([Float(rate)]))
    return graph.add("Dropout", to: inputs[0], [ratio])
  }
}

extension ActivationLayer: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    activation == .linear ? graph.add("Identity", to: inputs[0]) : inputs[0]
  }
}
