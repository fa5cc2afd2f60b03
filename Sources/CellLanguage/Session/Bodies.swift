import Core

/// The loops and verbs of the learner's own that run in a cell, within each other, and what bounds them.
struct Bodies {
  /// The text of the cell.
  private(set) var text = ""
  /// The rounds of the cell's loops so far.
  private(set) var rounds = 0
  /// Where each loop that runs is, the outermost first.
  private var loops: [(round: Int, of: Int)] = []
  /// How many verbs of the learner's own run within each other.
  private var verbs = 0
  /// The levels of the trees that are being computed within each other.
  private var height = 0
  /// What the lines within have given out, in bytes.
  private var outputBytes = 0

  static let mostRounds = 100_000
  static let deepestVerb = 16
  static let mostOutputBytes = 1 << 26
  /// Less than what one statement may have, for calls of verbs take more of the stack than operators.
  static let highestTree = 100

  init(text: String = "") { self.text = text }

  var isEmpty: Bool { loops.isEmpty && verbs == 0 }

  mutating func beginLoop(of count: Int, at range: SourceRange) throws(Diagnostic) {
    guard count <= Self.mostRounds - rounds else {
      throw Diagnostic(
        "these are \(count) rounds\(rounds == 0 ? "" : " after \(rounds)"), and a cell has at most \(Self.mostRounds)",
        at: range)
    }
    loops.append((0, count))
  }

  mutating func beginRound(_ round: Int) {
    rounds += 1
    if let last = loops.indices.last { loops[last].round = round }
  }

  mutating func endLoop() { loops.removeLast() }

  mutating func beginVerb(_ name: String, height more: Int, at range: SourceRange) throws(Diagnostic) {
    guard verbs < Self.deepestVerb, height + more <= Self.highestTree else {
      throw Diagnostic(
        "verbs are used in verbs more than \(Self.deepestVerb) deep", at: range,
        note: "does \(name) use itself?")
    }
    verbs += 1
    height += more
  }

  mutating func endVerb(height less: Int) {
    verbs -= 1
    height -= less
  }

  /// - Throws: where the lines have given out more than anyone reads.
  func checkOutput(at range: SourceRange) throws(Diagnostic) {
    if outputBytes > Self.mostOutputBytes {
      throw Diagnostic("the lines up to 'end' have given out more than 64 MB", at: range)
    }
  }

  /// The output, counted; progress says which round of how many it belongs to.
  mutating func noted(_ output: Output) -> Output {
    switch output {
    case .value, .said, .expectation: outputBytes += output.text?.utf8.count ?? 0
    case .chart(let chart): outputBytes += chart.svg.utf8.count + (chart.png?.count ?? 0)
    case .progress(let progress?): return .progress(within(progress))
    case .progress(nil): break
    }
    return output
  }

  private func within(_ progress: Output.Progress) -> Output.Progress {
    guard !loops.isEmpty else { return progress }
    let place = "round " + loops.map { "\($0.round)/\($0.of)" }.joined(separator: ", ")
    // Of all rounds, not of one.
    let fraction = loops.reversed().reduce(progress.fraction) { inner, loop in
      (Double(loop.round - 1) + inner) / Double(max(1, loop.of))
    }
    return Output.Progress(
      progress.stage, label: progress.label.isEmpty ? "\(place):" : "\(place), \(progress.label)",
      done: progress.done, total: progress.total, logs: progress.logs, epoch: progress.epoch,
      fraction: fraction, images: progress.images)
  }
}

extension Session {
  /// Does the lines of a loop once for each value. Ctrl-C ends it after the statement.
  func run(_ loop: Loop) throws(Diagnostic) -> Value {
    let values = try Evaluation(session: self).value(of: loop.values).orOnlySplit
    guard let count = values.elementCount else {
      throw Diagnostic(
        "\(values.kindName) has no elements to go through", at: loop.values.range,
        note: "for takes a list, an array or images: for rate in [0.1, 0.01]")
    }
    try bodies.beginLoop(of: count, at: loop.values.range)
    defer { bodies.endLoop() }
    let requests = interruptRequests
    let isAsked = isInterrupted
    for round in 0..<count {
      bodies.beginRound(round + 1)
      set(loop.variable.text, to: values.element(round))
      for (number, statement) in loop.body.enumerated() {
        _ = try perform(statement)
        try bodies.checkOutput(at: statement.range)
        guard isAsked || interruptRequests > requests else { continue }
        let isLast = round == count - 1 && number == loop.body.count - 1
        guard interruptRequests < 2 else {
          throw Diagnostic("interrupted in round \(round + 1) of \(count)", at: statement.range)
        }
        answerInterrupt()
        if !isLast { say("interrupted in round \(round + 1) of \(count)") }
        return .nothing
      }
      if loop.body.isEmpty, isInterrupted { throw Diagnostic("interrupted", at: loop.values.range) }
    }
    return .nothing
  }

  /// Makes a verb of the learner's own.
  func define(_ definition: Definition, at range: SourceRange) throws(Diagnostic) -> Value {
    var parameters: [(name: String, standard: Value?)] = []
    for parameter in definition.parameters {
      var standard: Value?
      if let value = parameter.standard { standard = try Evaluation(session: self).value(of: value) }
      parameters.append((parameter.name.text, standard))
    }
    let verb = OwnVerb(
      name: definition.name.text, parameters: parameters, body: definition.body, summary: definition.comment,
      text: range.text(in: bodies.text), start: range.start)
    set(definition.name.text, to: .verb(verb))
    return .nothing
  }

  /// Does the lines of a verb of the learner's own, with names of their own.
  /// - Returns: the value of its last line, where that is no assignment.
  func run(_ verb: OwnVerb, _ arguments: Arguments, at range: SourceRange) throws(Diagnostic) -> Value {
    var names: [(name: String, value: Value)] = []
    for (name, standard) in verb.parameters {
      if let value = arguments.all(name).first ?? standard { names.append((name, value)) }
    }
    let height = 1 + (verb.body.map(\.expression.height).max() ?? 0)
    try bodies.beginVerb(verb.name, height: height, at: range)
    defer { bodies.endVerb(height: height) }
    do throws(Diagnostic) {
      return try withOwnNames(names) { () throws(Diagnostic) -> Value in
        var result = Value.nothing
        for statement in verb.body {
          let value = try perform(statement)
          result = statement.target == nil ? value : .nothing
          try bodies.checkOutput(at: statement.range)
        }
        return result
      }
    } catch {
      throw verb.diagnostic(error, at: range)
    }
  }
}
