extension Model {
  /// The name of a model that was given none, as in Keras.
  public static let standardName = "sequential"

  /// What titles and messages call it: its own name, or that of the session where its own is only the one that all have.
  public var title: String { name == Self.standardName ? calledName ?? name : name }

  /// A model with the same layers.
  /// - Parameter seed: of its start weights, which are drawn anew; nil for one that is trained as far as this one, and in the
  ///   same way.
  public func copy(seed: UInt64? = nil) throws(ModelError) -> Model {
    guard let seed else {
      let copy = Model(
        name: name, inputShape: inputShape, nodes: nodes, parameters: parameters, isExtractor: isExtractor)
      copy.isRead = isRead
      copy.restore(state)
      return copy
    }
    let copy = try Model(
      name: name, input: inputShape,
      elements: nodes.map { Element($0.layer, name: $0.name, inputs: $0.inputs, sharing: $0.sharing) },
      seed: seed)
    copy.setTrainable(false, layers: nodes.indices.filter { !nodes[$0].isTrainable })
    return copy
  }
}
