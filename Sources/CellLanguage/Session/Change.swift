import NeuralNetwork

/// What a statement found and may change, to go back to. Values and weights are shared until they change, so that
/// taking one copies nothing.
struct Change {
  /// The statement's text.
  let source: String
  /// The name that it gives a value to, if it does, and the value that the name had.
  let name: String?
  let oldValue: Value?
  let seed: UInt64
  let randomOperations: UInt64
  /// All names, where a verb may change more than the one.
  let values: [String: Value]?
  private let models: [(model: Model, state: Model.State)]

  init(_ statement: Statement, in source: String, of session: Session, randomOperations: UInt64) {
    self.source = statement.range.text(in: source)
    name = statement.target?.text
    oldValue = name.flatMap { session.values[$0] }
    seed = session.seed
    self.randomOperations = randomOperations
    let all = statement.expression.changesSession ? session.values : nil
    values = all
    models = (all ?? [:]).values.compactMap { value in
      if case .model(let model) = value { (model, model.state) } else { nil }
    }
  }

  /// Whether a model has been trained since, also by a statement that failed in the end.
  var hasTrained: Bool { models.contains { $0.model.steps != $0.state.steps } }

  func restoreModels() {
    for (model, state) in models { model.restore(state) }
  }

  /// The statement's first line.
  var title: String {
    let lines = source.split(separator: "\n")
    return String(lines.first ?? "") + (lines.count > 1 ? " ..." : "")
  }
}
