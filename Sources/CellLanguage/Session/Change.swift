import NeuralNetwork

/// What a statement found, to go back to. Values and weights are shared until they change, so that taking one copies
/// nothing. Whether the statement changed something is seen afterwards: no verb has to say so.
struct Change {
  /// The statement's text.
  let source: String
  /// The name that it gives a value to, if it does.
  let name: String?
  let memory: Session.Memory
  private let models: [(model: Model, state: Model.State)]

  init(_ statement: Statement, in source: String, of memory: Session.Memory) {
    self.source = statement.range.text(in: source)
    name = statement.target?.text
    self.memory = memory
    models = memory.values.values.models.map { ($0, $0.state) }
  }

  /// Whether names have other values than they had, or a model is another; also after a statement that failed in the end.
  func hasChangedValues(to now: Session.Memory) -> Bool {
    memory.version != now.version || models.contains { $0.model.version != $0.state.version }
  }

  /// Whether the random numbers go on from another place.
  func hasChangedRandomNumbers(to now: Session.Memory) -> Bool {
    (memory.seed, memory.randomOperations) != (now.seed, now.randomOperations)
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

extension Sequence<Value> {
  /// The models among the values and in their lists, each once. A list that stands in several places is gone through once.
  fileprivate var models: [Model] {
    var models: [ObjectIdentifier: Model] = [:]
    var lists: Set<ObjectIdentifier> = []
    var rest = Array(self)
    while let value = rest.popLast() {
      switch value {
      case .model(let model): models[ObjectIdentifier(model)] = model
      case .list(let list) where lists.insert(ObjectIdentifier(list)).inserted: rest += list
      default: break
      }
    }
    return Array(models.values)
  }
}
