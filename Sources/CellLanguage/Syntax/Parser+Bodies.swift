/// Statements of several lines: loops, and verbs of the learner's own.
extension Parser {
  /// The words that begin them, and what stands between.
  static let bodyWords: Set<String> = ["for", "in", "define"]
  /// The most of them that may stand within each other.
  private static let mostBodies = 8
  /// Longer comments are no help.
  private static let longestComment = 2000

  /// A loop or a definition, if one begins here.
  mutating func body() throws(Diagnostic) -> Expression? {
    guard let word = current.name, word == "for" || word == "define" else { return nil }
    guard openBodies.count < Self.mostBodies else {
      throw failure("more than \(Self.mostBodies) loops would stand within each other")
    }
    return word == "for" ? try loop() : try definition()
  }

  private mutating func loop() throws(Diagnostic) -> Expression {
    let opening = Name("for", at: advance().range)
    guard let variable = current.name else {
      throw failure("expected a name after 'for', found \(described(current)): for rate in [0.1, 0.01]")
    }
    try checkAssignable(variable)
    let name = Name(variable, at: advance().range)
    guard current.name == "in" else {
      throw failure("expected 'in' after 'for \(variable)', found \(described(current))")
    }
    _ = advance()
    let values = try expression()
    let body = try statements(of: opening)
    return try node(
      .loop(Loop(variable: name, values: values, body: body)), at: range(from: opening.range))
  }

  private mutating func definition() throws(Diagnostic) -> Expression {
    guard openBodies.isEmpty else {
      throw failure("'define' stands by itself, in no other lines up to 'end'")
    }
    let opening = advance().range
    guard let word = current.name else {
      throw failure("expected a name after 'define', found \(described(current))")
    }
    guard !verbs.contains(word) || ownVerbs.contains(word) else {
      throw failure("'\(word)' is a verb already; choose another name")
    }
    try checkAssignable(word)
    let name = Name(word, at: advance().range)
    let parameters = try parameters()
    let start = range(from: opening).end
    // In its own lines it is no verb.
    let before = verbs
    verbs.remove(word)
    let body = try statements(of: name)
    verbs = before
    let comment = comment(from: start, to: body.first?.range.start ?? start)
    verbs.insert(word)
    ownVerbs.insert(word)
    return try node(
      .definition(Definition(name: name, parameters: parameters, body: body, comment: comment)),
      at: range(from: opening))
  }

  private mutating func parameters() throws(Diagnostic) -> [Definition.Parameter] {
    let inputs = try inputs()
    var parameters: [Definition.Parameter] = []
    for argument in inputs.arguments {
      guard case .word(let word) = argument.kind, word.utf8.allSatisfy(\.isNameByte) else {
        throw Diagnostic(
          "an input of a verb is a name, not '\(argument.range.text(in: source))'", at: argument.range)
      }
      parameters.append(Definition.Parameter(name: Name(word, at: argument.range), standard: nil))
    }
    parameters += inputs.options.map { Definition.Parameter(name: $0.name, standard: $0.value) }
    var names: Set<String> = []
    for parameter in parameters {
      let name = parameter.name
      if !names.insert(name.text).inserted {
        throw Diagnostic("'\(name.text)' is there twice", at: name.range)
      }
      if Self.bodyWords.union(Self.operatorWords).union(keptVerbs).union(["end"]).contains(name.text) {
        throw Diagnostic("'\(name.text)' cannot be the name of a value", at: name.range)
      }
    }
    return parameters
  }

  /// The statements up to the line `end`.
  private mutating func statements(of opening: Name) throws(Diagnostic) -> [Statement] {
    guard current.endsStatement else { throw trailing() }
    openBodies.append(opening)
    var statements: [Statement] = []
    while true {
      skipNewlines()
      if current.kind == .endOfText {
        throw Diagnostic(
          "this '\(opening.text)' has no line 'end' after its lines", at: opening.range, needsMoreInput: true)
      }
      if current.name == "end", !token(ahead: 1).isSymbol("=") {
        _ = advance()
        openBodies.removeLast()
        return statements
      }
      statements.append(try statement())
      guard current.endsStatement else { throw trailing() }
    }
  }

  /// The comment in a stretch of the text, without its signs.
  private func comment(from start: Int, to end: Int) -> String {
    let text = SourceRange(start, min(end, start + Self.longestComment)).text(in: source)
    let lines = text.split(separator: "\n").compactMap { line -> String? in
      let comment = line.drop { $0 != "#" }
      return comment.isEmpty ? nil : String(comment.drop { $0 == "#" || $0 == " " })
    }
    return lines.joined(separator: " ")
  }
}
