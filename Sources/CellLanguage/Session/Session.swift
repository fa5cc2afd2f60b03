import Core
import Datasets
import NeuralNetwork

/// The state that cells share: names, the seed, threads, and where data is looked for.
///
/// Results depend on the cells and the seed alone, never on the threads or the time.
public final class Session {
  /// What a session is begun with.
  public struct Settings: Sendable {
    /// The seed of all random numbers, until the verb `seed` sets another.
    public var seed: UInt64 = 0
    /// How many threads compute.
    public var threads = 1
    /// Where data sets are looked for.
    public var search: DataSearch
    /// Below which cells may write files; nil for nowhere.
    public var outputFolder: OutputFolder?

    public init(search: DataSearch) { self.search = search }
  }

  public var values: [String: Value] { memory.values }
  private var memory: Memory
  /// Where data sets are looked for.
  public let search: DataSearch
  /// The files that cells write.
  let files: OutputFiles
  /// The threads that compute.
  let pool: WorkerPool
  /// For whom a cell runs; nil while none does.
  private var host: (any SessionHost)?
  /// As many of the host's requests to stop were answered by what this cell did.
  private var answeredInterrupts = 0
  /// The loops and verbs of the learner's own that run.
  var bodies = Bodies()

  public init(_ settings: Settings) {
    memory = Memory(seed: settings.seed)
    search = settings.search
    files = OutputFiles(below: settings.outputFolder)
    pool = WorkerPool(count: settings.threads)
  }

  deinit { pool.close() }

  // MARK: - Random numbers

  /// The session's seed. Setting it starts the sequence of random operations afresh.
  var seed: UInt64 {
    get { memory.seed }
    set { (memory.seed, memory.randomOperations) = (newValue, 0) }
  }

  /// A seed for the next random operation: start weights, a shuffle, a fit. The same cells in the same order
  /// receive the same ones.
  func nextSeed() -> UInt64 {
    let words = Philox(seed: seed, stream: .max).block(memory.randomOperations)
    memory.randomOperations += 1
    return UInt64(words.x) << 32 | UInt64(words.y)
  }

  /// A verb's own `seed=`, or the next of the session's.
  func seed(_ given: UInt64?) -> UInt64 { given ?? nextSeed() }

  /// Does `body` while names have other values, and gives them back their own afterwards.
  func with<Result>(_ names: [(name: String, value: Value)], _ body: () throws -> Result) rethrows -> Result {
    let before = memory
    defer {
      let now = memory
      memory = before
      memory.randomOperations = now.randomOperations
    }
    for (name, value) in names { memory[name] = value }
    return try body()
  }

  /// Does `body` with names of its own: those it is given, and those it gives values to, which are forgotten afterwards. It
  /// draws the session's random numbers.
  func withOwnNames<Result>(
    _ names: [(name: String, value: Value)], _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let before = memory
    defer {
      let now = memory
      memory = before
      (memory.seed, memory.randomOperations) = (now.seed, now.randomOperations)
    }
    for (name, value) in names { memory[name] = value }
    return try body()
  }

  /// Forgets all models and starts the random numbers afresh.
  func reset() {
    for (name, value) in values {
      if case .model = value { memory[name] = nil }
    }
    memory.randomOperations = 0
  }

  // MARK: - Going back

  /// How many statements can be undone. Their old values take memory.
  static let undoLimit = 5
  private var changes: [Change] = []
  /// Whether the statement that runs has gone back, and so is none to go back from.
  private var hasGoneBack = false

  /// Makes everything what it was before the last statement that changed something; nil where there is none.
  func undo() -> Change? {
    guard let change = changes.popLast() else { return nil }
    memory.goBack(to: change)
    change.restoreModels()
    hasGoneBack = true
    return change
  }

  /// Keeps what a statement found, where it has changed something. One that failed is kept for what it did to names and
  /// models, not for random numbers that it drew in vain.
  private func keep(_ change: Change, hasFailed: Bool) {
    defer { hasGoneBack = false }
    var change = change
    change.values = memory.replaced
    guard !hasGoneBack,
      change.hasChangedValues || !hasFailed && change.hasChangedRandomNumbers(to: memory)
    else { return }
    changes = (changes + [change]).suffix(Self.undoLimit)
  }

  // MARK: - Running

  /// Reads and runs a cell. What it gives out goes to `host`, the value of a last expression too.
  /// - Parameter number: of the cell, by which `Out[number]` gives that value again; nil where it has none.
  /// - Throws: ``Diagnostic`` with the place in the cell. Statements before it have been done.
  public func run(_ source: String, number: Int? = nil, for host: any SessionHost) throws(Diagnostic) {
    self.host = host
    defer { self.host = nil }
    do throws(Diagnostic) {
      try pool.serving { () throws(Diagnostic) in try runStatements(of: source, number: number) }
    } catch {
      throw KerasSpellings.answered(error, in: source)
    }
  }

  private func runStatements(of source: String, number: Int?) throws(Diagnostic) {
    let statements = try Session.parser(source, ownVerbs: ownVerbs).parse()
    answeredInterrupts = 0
    bodies = Bodies(text: source)
    for (index, statement) in statements.enumerated() {
      if index > 0, isInterrupted || interruptRequests > 1 {
        throw Diagnostic("interrupted before this was done", at: statement.expression.range)
      }
      memory.beginStatement()
      let change = Change(statement, in: source, of: memory, models: memory.models())
      var hasFailed = true
      defer { keep(change, hasFailed: hasFailed) }
      let value = try perform(statement)
      if index == statements.count - 1, statement.target == nil, statement.expression.showsValue(in: self) {
        emit(.value(value))
        shown.keep(value, ofCell: number)
      }
      hasFailed = false
    }
  }

  /// Does a statement.
  /// - Returns: its value.
  func perform(_ statement: Statement) throws(Diagnostic) -> Value {
    let value = try Evaluation(session: self).value(of: statement.expression)
    if let target = statement.target {
      if case .nothing = value {
        throw Diagnostic(
          "this gives no value that '\(target.text)' could stand for", at: statement.expression.range)
      }
      memory[target.text] = value.named(target.text)
    }
    return value
  }

  /// Gives a name a value as it is.
  func set(_ name: String, to value: Value) { memory[name] = value }

  /// The verbs of the learner's own.
  private var ownVerbs: Set<String> {
    Set(values.compactMap { name, value in if case .verb = value { name } else { nil } })
  }

  /// The most text of a cell: a hundred bytes of memory and more stand for one of text.
  public static let mostBytes = 1 << 20

  /// Whether the text is a valid beginning of a cell that still needs lines: an open block or bracket.
  public static func isIncomplete(_ source: String) -> Bool { parser(source).isIncomplete }

  static func parser(_ source: String, ownVerbs: Set<String> = []) -> Parser {
    Parser(
      source: source, verbs: verbWords, blockVerbs: blockVerbs, comparingVerbs: comparingVerbs,
      ownVerbs: ownVerbs,
      keptVerbs: keptVerbs, layers: layerWords)
  }

  // What decides how a line is read, found once: each line that is typed is.
  static let verbWords = Set(verbTypes.map { $0.declaration.name })
  static let layerWords = Set(layerTypes.map { $0.declaration.name })
  private static let blockVerbs = Set(verbTypes.filter { $0.takesBlock }.map { $0.declaration.name })
  private static let comparingVerbs = Set(
    verbTypes.filter { $0.takesComparison }.map { $0.declaration.name })
  private static let keptVerbs = Set(
    verbTypes.map { $0.declaration }.filter { !$0.parameters.contains(where: \.isRequired) }.map(\.name))

  var interruptRequests: Int { host?.interruptRequests ?? 0 }

  /// Whether what is running is to stop.
  var isInterrupted: Bool { interruptRequests > answeredInterrupts }

  /// Between two pieces of work that tell of no progress. - Throws: ``Work/Cancelled`` where it is to stop.
  func goOn() throws(Work.Cancelled) { if isInterrupted { throw Work.Cancelled() } }

  /// Called by a verb that has stopped and given what it had, so that the cell goes on.
  func answerInterrupt() { answeredInterrupts = interruptRequests }

  // MARK: - Giving out

  /// Says lines that are part of the transcript; `aside` is what differs from run to run.
  func say(_ text: String, aside: String? = nil) { emit(.said(text, aside: aside)) }

  func emit(_ output: Output) { host?.receive(bodies.isEmpty ? output : bodies.noted(output)) }

  /// The values that cells have shown.
  private(set) var shown = ShownValues()

  /// Does the work of a verb and tells how far its loops are.
  func watching<Result>(_ label: String, _ body: () throws -> Result) rethrows -> Result {
    var hasProgress = false
    defer { if hasProgress { emit(.progress(nil)) } }
    return try Work.watched { done, total in
      hasProgress = true
      emit(.progress(.init(label: label, done: done, total: total)))
      return !isInterrupted
    } _: {
      try body()
    }
  }

  /// The names in use, in alphabetical order.
  public var names: [String] { values.keys.sorted() }
}

extension Value {
  /// A data set, split, history or model takes the name that it is given, so that messages, titles and legends use it.
  fileprivate func named(_ name: String) -> Value {
    switch self {
    case .dataset(let dataset): return .dataset(dataset.renamed(name))
    case .examples(let examples, _): return .examples(examples, name: name)
    case .history(let history): return .history(history.named(name))
    case .model(let model):
      // The first name stays, whatever else a model is called later.
      if model.calledName == nil { model.calledName = name }
    default: break
    }
    return self
  }
}

extension Expression {
  private var verb: (any Verb.Type)? {
    guard case .call(let call) = kind else { return nil }
    return verbTypes.first { $0.declaration.name == call.verb.text }
  }

  /// Whether a cell that ends in this expression shows its value: not where the verb has said it already.
  fileprivate func showsValue(in session: Session) -> Bool {
    switch kind {
    case .loop, .definition: return false
    case .call(let call) where session.value(calledAs: call) != nil: return true
    default: return verb?.showsValue ?? true
    }
  }
}
