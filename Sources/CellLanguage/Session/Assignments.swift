extension Session {
  /// The statements `NAME = value` of a cell: the names, and where the values stand, as UTF-8 offsets.
  public static func assignments(in source: String) throws(Diagnostic) -> [(name: String, value: Range<Int>)]
  {
    try parser(source).parse().compactMap { statement in
      statement.target.map {
        ($0.text, statement.expression.range.start..<statement.expression.range.end)
      }
    }
  }

  /// The number that a computation gives, such as the right answer to a question; nil where it gives none. Nothing is said, and
  /// nothing changes.
  public func number(computedAs text: String) -> Double? { value(computedAs: text)?.number }

  /// What a computation's value prints, such as that of a name in a sentence; nil where it has none.
  public func printed(computedAs text: String) -> String? { value(computedAs: text)?.printed }

  private func value(computedAs text: String) -> Value? {
    guard let statements = try? Session.parser(text).parse(), statements.count == 1,
      statements[0].target == nil, onlyComputes(statements[0].expression)
    else { return nil }
    return try? Evaluation(session: self).value(of: statements[0].expression)
  }

  /// Whether it says nothing and draws no random numbers, with all that is in it.
  private func onlyComputes(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .loop, .definition: return false
    case .call(let call) where value(calledAs: call) == nil:
      guard Self.computingVerbs.contains(call.verb.text) else { return false }
    default: break
    }
    return expression.kind.operands.allSatisfy(onlyComputes)
  }

  private static let computingVerbs = Set(
    VerbFamily.all.filter { $0.name == "numbers" }.flatMap(\.verbs).map { $0.declaration.name }
  ).subtracting([IntegersVerb.declaration.name, ChoiceVerb.declaration.name])

  /// `text` as a value that a cell can have: itself where it is a number, a shape, a list, true, false or a quoted
  /// text, and otherwise in quotes.
  public static func literal(_ text: String) -> String {
    if let statements = try? parser(text).parse(), statements.count == 1, statements[0].target == nil,
      statements[0].expression.isLiteral
    {
      return text
    }
    let escaped = text.flatMap { character -> [Character] in
      switch character {
      case "\\", "\"": ["\\", character]
      case "\n": ["\\", "n"]
      case "\t": ["\\", "t"]
      default: [character]
      }
    }
    return "\"\(String(escaped))\""
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    switch kind {
    case .number, .string, .shape: true
    case .word(let word): word == "true" || word == "false"
    case .list(let elements): elements.allSatisfy(\.isLiteral)
    case .negated(let operand): operand.isLiteral
    default: false
    }
  }
}
