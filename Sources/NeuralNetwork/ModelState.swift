extension Model {
  /// All of a model that can change, to go back to. The arrays are shared with the model until it changes them.
  public struct State {
    fileprivate let nodes: [Node]
    fileprivate let parameters: [Float]
    fileprivate let training: Training?
    fileprivate let slots: [Float]
    fileprivate let steps: Int
    /// The model's ``Model/version`` at that time.
    public let version: Int
  }

  public var state: State {
    State(
      nodes: nodes, parameters: parameters, training: training, slots: slots, steps: steps, version: version)
  }

  /// Makes the model what it was. The state must be one of its own.
  public func restore(_ state: State) {
    setParameters(state.parameters)
    (nodes, training, slots, steps) = (state.nodes, state.training, state.slots, state.steps)
  }
}
