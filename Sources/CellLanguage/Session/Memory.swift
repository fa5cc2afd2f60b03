import NeuralNetwork

/// Names and random numbers: all that `undo` brings back, apart from what models hold themselves.
struct Memory {
  private(set) var values: [String: Value] = [:]
  /// What names had when the statement that runs began, of those that it has changed. A copy of all names for each
  /// statement would make a cell of many lines slow.
  private(set) var replaced: [String: Value?] = [:]
  var seed: UInt64
  /// How many random operations have received a seed of their own.
  var randomOperations: UInt64 = 0
  /// Nil where they must be looked for again.
  private var knownModels: [Model]? = []

  init(seed: UInt64) { self.seed = seed }

  subscript(name: String) -> Value? {
    get { values[name] }
    set {
      let old = values[name]
      if !replaced.keys.contains(name) { replaced.updateValue(old, forKey: name) }
      if old?.mayHoldModels == true || newValue?.mayHoldModels == true { knownModels = nil }
      values[name] = newValue
    }
  }

  /// The models among the values and in their lists, each once.
  mutating func models() -> [Model] {
    if let knownModels { return knownModels }
    let models = values.values.models
    knownModels = models
    return models
  }

  /// Forgets what earlier statements have replaced.
  mutating func beginStatement() { replaced = [:] }

  mutating func goBack(to change: Change) {
    for (name, value) in change.values { self[name] = value }
    (seed, randomOperations) = (change.seed, change.randomOperations)
  }
}

extension Value {
  fileprivate var mayHoldModels: Bool {
    switch self {
    case .model, .list, .verb: true
    default: false
    }
  }
}

extension Collection<Value> {
  /// A list that stands in several places is gone through once.
  fileprivate var models: [Model] {
    var models: [ObjectIdentifier: Model] = [:]
    var lists: Set<ObjectIdentifier> = []
    var rest = filter(\.mayHoldModels)
    while let value = rest.popLast() {
      switch value {
      case .model(let model): models[ObjectIdentifier(model)] = model
      case .list(let list) where lists.insert(ObjectIdentifier(list)).inserted:
        rest += list.filter(\.mayHoldModels)
      case .verb(let verb): rest += verb.parameters.compactMap(\.standard).filter(\.mayHoldModels)
      default: break
      }
    }
    return Array(models.values)
  }
}
