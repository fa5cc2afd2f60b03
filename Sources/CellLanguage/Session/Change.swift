import NeuralNetwork

/// What a statement found, to go back to: the values of the names that it changed, the random numbers, and all models.
/// Weights are shared until they change, so that taking one copies nothing. Whether the statement changed something is
/// seen afterwards: no verb has to say so.
struct Change {
  /// The statement's text.
  let source: String
  /// The name that it gives a value to, if it does.
  let name: String?
  let seed: UInt64
  let randomOperations: UInt64
  /// What the names had that it has changed; nil for those that had nothing. Known when it has ended.
  var values: [String: Value?] = [:]
  private let models: [(model: Model, state: Model.State)]

  init(_ statement: Statement, in source: String, of memory: Memory, models: [Model]) {
    self.source = statement.range.text(in: source)
    name = statement.target?.text
    (seed, randomOperations) = (memory.seed, memory.randomOperations)
    self.models = models.map { ($0, $0.state) }
  }

  /// Whether names have other values than they had, or a model is another; also after a statement that failed in the end.
  var hasChangedValues: Bool {
    !values.isEmpty || models.contains { $0.model.version != $0.state.version }
  }

  /// Whether the random numbers go on from another place.
  func hasChangedRandomNumbers(to now: Memory) -> Bool {
    (seed, randomOperations) != (now.seed, now.randomOperations)
  }

  func restoreModels() {
    for (model, state) in models where model.version != state.version { model.restore(state) }
  }

  /// The statement's first line.
  var title: String {
    let lines = source.split(separator: "\n")
    return String(lines.first ?? "") + (lines.count > 1 ? " ..." : "")
  }
}
