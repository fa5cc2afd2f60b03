extension Model {
  /// The layers up to `last` as a model of its own, with these layers' weights as they are now: what it predicts is
  /// what layer `last` gives, summed up as ``explain(_:layer:place:)`` shows it (the whole model's output may differ from
  /// that in its last digits: see ``WinogradConvolution``).
  /// Keras: `Model(inputs=model.inputs, outputs=model.layers[last].output)`.
  public func extractor(through last: Int) -> Model {
    let kept = Array(nodes[...last])
    return Model(
      name: name, inputShape: inputShape, nodes: kept,
      parameters: Array(parameters[..<(kept.last?.range.upperBound ?? 0)]), isExtractor: true)
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
  public func setTrainable(_ isTrainable: Bool, layers: [Int]) {
    for index in layers { nodes[index].isTrainable = isTrainable }
  }

  /// What one output of the layer is called: a filter makes a whole map, a unit one value.
  public func outputName(layer index: Int) -> String {
    nodes[index].outputShape.count == 3 ? "filter" : "unit"
  }
}
