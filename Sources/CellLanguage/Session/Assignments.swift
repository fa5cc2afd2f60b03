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
