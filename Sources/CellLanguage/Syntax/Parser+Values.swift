/// Values and what is computed with them:
/// ```
/// arithmetic := term { ("+" | "-") term }        term := factor { ("*" | "/") factor }
/// factor     := [ "-" ] primary
/// primary    := NUMBER | STRING | SHAPE | NAME | primary "." NAME | primary "[" index "]"
///             | "(" expression ")" | "[" list "]"
/// index      := INT | [ INT ] ":" [ INT ]
/// ```
extension Parser {
  // MARK: - Arithmetic

  mutating func arithmetic() throws(Diagnostic) -> Expression {
    var left = try term()
    while let sign = binaryOperator(.add, .subtract) {
      let right = try term()
      left = try node(.binary(sign, left, right), at: left.range.through(right.range))
    }
    return left
  }

  private mutating func term() throws(Diagnostic) -> Expression {
    var left = try factor()
    while let sign = binaryOperator(.multiply, .divide) {
      let right = try factor()
      left = try node(.binary(sign, left, right), at: left.range.through(right.range))
    }
    return left
  }

  private mutating func binaryOperator(_ accepted: BinaryOperator...) -> BinaryOperator? {
    guard case .symbol(let character) = current.kind, let sign = BinaryOperator(rawValue: character),
      accepted.contains(sign)
    else { return nil }
    _ = advance()
    return sign
  }

  private mutating func factor() throws(Diagnostic) -> Expression {
    let minus = current.isSymbol("-") ? advance().range : nil
    let first = current
    if let word = first.name, verbs.contains(word), token(ahead: 1).followsSpace, token(ahead: 1).beginsValue
    {
      throw failure("a call within a computation needs parentheses: (\(word) ...)")
    }
    let operand = try primary()
    guard let minus else { return operand }
    // -1 is a number, -x and -(1) are computed.
    if case .number(let value, let isInteger) = operand.kind, operand.range.start == first.range.start,
      !first.isSymbol("(")
    {
      return try node(.number(-value, isInteger: isInteger), at: minus.through(operand.range))
    }
    return try node(.negated(operand), at: minus.through(operand.range))
  }

  // MARK: - Primaries

  mutating func primary() throws(Diagnostic) -> Expression {
    let token = current
    switch token.kind {
    case .symbol("("): return try postfix(try parenthesized())
    case .symbol("["): return try postfix(try list())
    case .number(let value, let isInteger): return try leaf(.number(value, isInteger: isInteger))
    case .string(let text): return try leaf(.string(text))
    case .shape(let sizes): return try leaf(.shape(sizes))
    case .name(let word): return try leaf(.word(word))
    default: throw failure("expected a value, found \(described(token))")
    }
  }

  private mutating func leaf(_ kind: Expression.Kind) throws(Diagnostic) -> Expression {
    let expression = try node(kind, at: advance().range)
    return try postfix(expression)
  }

  /// `.name` and `[index]`, as many as follow without a space.
  mutating func postfix(_ base: Expression) throws(Diagnostic) -> Expression {
    var base = base
    while !current.followsSpace {
      if current.isSymbol(".") {
        _ = advance()
        guard let name = current.name else {
          throw failure("expected a name after '.', found \(described(current))")
        }
        let member = Name(name, at: advance().range)
        base = try node(.member(base, member), at: range(from: base.range))
      } else if current.isSymbol("[") {
        base = try subscripted(base)
      } else {
        break
      }
    }
    return base
  }

  private mutating func subscripted(_ base: Expression) throws(Diagnostic) -> Expression {
    try open()
    let first = try integer()
    var kind: Expression.Kind
    if current.isSymbol(":") {
      _ = advance()
      kind = .slice(base, from: first, to: try integer())
    } else if let first {
      kind = .index(base, first)
    } else {
      throw failure("expected a row such as [3] or rows such as [0:10], found \(described(current))")
    }
    if current.isSymbol(",") {
      throw failure("one index at a time: write x[3][5], not x[3, 5]")
    }
    try close()
    return try node(kind, at: range(from: base.range))
  }

  /// A whole number with its sign, if one is here.
  private mutating func integer() throws(Diagnostic) -> Int? {
    let negative = current.isSymbol("-")
    let number = token(ahead: negative ? 1 : 0)
    guard case .number(let value, let isInteger) = number.kind else {
      if negative { _ = advance() }
      if negative || current.name != nil {
        throw failure("an index is a whole number, not \(described(current))")
      }
      return nil
    }
    if negative { _ = advance() }
    guard isInteger, let whole = Int(exactly: negative ? -value : value) else {
      throw failure("an index is a whole number, not \(described(number))")
    }
    _ = advance()
    return whole
  }

  // MARK: - Brackets

  private mutating func parenthesized() throws(Diagnostic) -> Expression {
    let start = current.range
    try open()
    let inner = try expression()
    try close()
    return inner.widened(to: range(from: start))
  }

  private mutating func list() throws(Diagnostic) -> Expression {
    let start = current.range
    try open()
    var elements: [Expression] = []
    while !current.isSymbol("]") {
      elements.append(try arithmetic())
      if current.isSymbol(",") {
        _ = advance()
      } else if current.beginsValue {
        throw failure("the elements of a list are separated by commas")
      } else {
        break
      }
    }
    try close()
    return try node(.list(elements), at: range(from: start))
  }

  private mutating func open() throws(Diagnostic) {
    guard openBrackets.count < Self.mostBrackets else {
      throw failure("more than \(Self.mostBrackets) brackets are open here")
    }
    openBrackets.append(advance())
  }

  private mutating func close() throws(Diagnostic) {
    guard let bracket = openBrackets.last else { return }
    let closing: Character = bracket.isSymbol("(") ? ")" : "]"
    guard current.isSymbol(closing) else {
      if case .invalid = current.kind { throw failure("") }
      let line = bracket.range.location(in: source).line
      // The line break that was meant to end the statement was read as a space.
      if current.range.location(in: source).line > line {
        throw unclosed(bracket, more: current.kind == .endOfText)
      }
      if closing == ")", current.isSymbol(",") { throw comma() }
      throw failure("expected '\(closing)', found \(described(current))")
    }
    _ = advance()
    openBrackets.removeLast()
  }
}
