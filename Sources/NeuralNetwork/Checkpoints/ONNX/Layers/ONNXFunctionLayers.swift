import Core

/// Layers that apply a function to each value, or only do so while training.

extension ReLU: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let slope = Float(options[Self.slope])
    let threshold = Float(options[Self.threshold])
    let greatest = options[Self.greatest].map { Float($0) }
    func scalar(_ name: String, _ number: Float) -> String { graph.constant(name, [], .floats([number])) }
    func limited(_ name: String) -> String {
      greatest.map { graph.add("Min", [name, scalar("max", $0)]) } ?? name
    }
    if threshold > 0 {
      let isBelow = graph.add("LessOrEqual", [value.name, scalar("threshold", threshold)])
      guard slope > 0 else {
        return graph.add("Where", [isBelow, scalar("zero", 0), limited(value.name)])
      }
      let under = graph.add("Sub", [value.name, scalar("threshold", threshold)])
      let below = graph.add("Mul", [under, scalar("slope", slope)])
      return graph.add("Where", [isBelow, below, limited(value.name)])
    }
    if slope > 0 {
      return limited(graph.add("LeakyRelu", [value.name], ["alpha": .number(slope)]))
    }
    return greatest.map { graph.addClip(to: value, ceiling: $0).name } ?? graph.add("Relu", [value.name])
  }
}

extension LeakyReLU: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    graph.add("LeakyRelu", [value.name], ["alpha": .number(Float(options[Self.slope]))])
  }
}

extension ELU: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    graph.add("Elu", [value.name], ["alpha": .number(Float(options[Self.alpha]))])
  }
}

extension PReLU: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let rank = node.inputShape.count
    let axes = inputs[0].isChannelsFirst ? [rank - 1] + Array(0..<rank - 1) : nil
    return graph.add("PRelu", to: inputs[0], graph.weight("alpha", axes: axes))
  }
}

extension SoftmaxLayer: ONNXNotedLayer {
  /// The activation follows by itself, as in every layer.
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String { value.name }
}

// MARK: - Those that give what they take in once the model is used

/// A layer that only works while training.
protocol ONNXPassingLayer: ONNXNotedLayer {}

extension ONNXPassingLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String { graph.add("Identity", [value.name]) }
}

extension SpatialDropout2D: ONNXPassingLayer {}
extension GaussianNoise: ONNXPassingLayer {}
extension GaussianDropout: ONNXPassingLayer {}
extension RandomFlip: ONNXPassingLayer {}
extension RandomRotation: ONNXPassingLayer {}
extension RandomTranslation: ONNXPassingLayer {}
extension RandomZoom: ONNXPassingLayer {}
extension RandomContrast: ONNXPassingLayer {}
