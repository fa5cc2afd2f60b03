extension Model {
  /// All of a model that `compile`, `fit` and `load_weights` change, to go back to. The arrays are shared with the model
  /// until it changes them.
  public struct State {
    fileprivate let parameters: [Float]
    fileprivate let training: Training?
    fileprivate let slots: [Float]
    /// How many batches it had learned from since `compile`.
    public let steps: Int
  }

  public var state: State { State(parameters: parameters, training: training, slots: slots, steps: steps) }

  /// Makes the model what it was. The state must be one of its own.
  public func restore(_ state: State) {
    setParameters(state.parameters)
    (training, slots, steps) = (state.training, state.slots, state.steps)
  }
}
