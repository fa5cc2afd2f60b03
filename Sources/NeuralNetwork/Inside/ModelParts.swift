extension Model {
  /// The layers up to `last` as a model of its own, with these layers' weights as they are now: what it predicts is
  /// what layer `last` gives, summed up as ``explain(_:layer:place:)`` shows it (the whole model's output may differ from
  /// that in its last digits: see ``WinogradConvolution``).
  /// Keras: `Model(inputs=model.inputs, outputs=model.layers[last].output)`.
  public func extractor(through last: Int) -> Model {
    let kept = Array(nodes[...last])
    return Model(
      name: name, inputShape: inputShape, nodes: kept,
      parameters: Array(parameters[..<(kept.map(\.range.upperBound).max() ?? 0)]), isExtractor: true)
  }

  /// A copy of the model; a training of one leaves the other as it is.
  public func copy() -> Model {
    let copy = Model(
      name: name, inputShape: inputShape, nodes: nodes, parameters: parameters, isExtractor: isExtractor)
    (copy.training, copy.slots, copy.steps) = (training, slots, steps)
    return copy
  }

  /// Freezes layers, or lets them learn again. As Keras's `layer.trainable`: a frozen layer keeps its weights, and a
  /// frozen BatchNormalization works with its moving averages while the others train. It counts from the next `fit` on.
  /// A layer that is used several times is so in all its uses.
  public func setTrainable(_ isTrainable: Bool, layers: [Int]) {
    let firsts = Set(layers.map { nodes[$0].sharing ?? $0 })
    for index in nodes.indices where firsts.contains(nodes[index].sharing ?? index) {
      nodes[index].isTrainable = isTrainable
    }
  }

  /// The places at which a layer is used, in order: all have its weights.
  func uses(of layer: Int) -> [Int] {
    let first = nodes[layer].sharing ?? layer
    return nodes.indices.filter { $0 == first || nodes[$0].sharing == first }
  }

  /// What one output of the layer is called: a filter makes a whole map, a unit one value.
  public func outputName(layer index: Int) -> String {
    nodes[index].outputShape.count == 3 ? "filter" : "unit"
  }
}
