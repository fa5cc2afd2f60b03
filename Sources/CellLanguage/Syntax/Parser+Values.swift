/// Values and what is computed with them, as in Python:
/// ```
/// arithmetic := conjunction { "or" conjunction }   conjunction := inversion { "and" inversion }
/// inversion  := "not" inversion | sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum ]
/// sum        := term { ("+" | "-") term }          term        := factor { ("*" | "/" | "%") factor }
/// factor     := [ "-" ] primary [ "**" factor ]
/// primary    := NUMBER | STRING | SHAPE | NAME | primary "." NAME | primary "[" index "]"
///             | "(" expression ")" | "[" list "]" | VERB"(" expression ")"
/// index      := arithmetic | [ arithmetic ] ":" [ arithmetic ]
/// ```
extension Parser {
  // MARK: - Operators

  mutating func arithmetic() throws(Diagnostic) -> Expression { try operation(binding: 1) }

  /// Operands with those signs between them that bind so tightly or tighter.
  private mutating func operation(binding least: Int) throws(Diagnostic) -> Expression {
    var left = try inverted(binding: least)
    var hasCompared = false
    while let sign = binaryOperator(ahead: 0), sign != .power, sign.binding >= least {
      if sign.isComparison {
        if hasCompared { throw failure("compare two at a time: a < b and b < c") }
        hasCompared = true
      }
      _ = advance()
      let right = try operation(binding: sign.binding + 1)
      left = try node(.binary(sign, left, right), at: left.range.through(right.range))
    }
    return left
  }

  /// The operator at a token, if one is there.
  func binaryOperator(ahead distance: Int) -> BinaryOperator? { token(ahead: distance).sign }

  /// An operand, with the `not`s before it.
  private mutating func inverted(binding least: Int) throws(Diagnostic) -> Expression {
    guard current.name == "not", least <= BinaryOperator.bindingOfNot else { return try factor() }
    var starts: [SourceRange] = []
    while current.name == "not" { starts.append(advance().range) }
    var operand = try operation(binding: BinaryOperator.bindingOfNot + 1)
    for start in starts.reversed() {
      operand = try node(.inverted(operand), at: start.through(operand.range))
    }
    return operand
  }

  /// `-2 ** -3 ** x`: a power is computed before the sign on its left, and from the right.
  private mutating func factor() throws(Diagnostic) -> Expression {
    var bases: [(minus: SourceRange?, value: Expression)] = []
    var (minus, value) = try signed()
    while current.isSymbol("**") {
      _ = advance()
      bases.append((minus, value))
      (minus, value) = try signed()
    }
    var result = try negated(value, minus)
    for (minus, base) in bases.reversed() {
      result = try negated(
        try node(.binary(.power, base, result), at: base.range.through(result.range)), minus)
    }
    return result
  }

  private mutating func signed() throws(Diagnostic) -> (minus: SourceRange?, value: Expression) {
    let minus = current.isSymbol("-") ? advance().range : nil
    let first = current
    if let word = first.name, verbs.contains(word), token(ahead: 1).followsSpace, token(ahead: 1).beginsValue,
      binaryOperator(ahead: 1) == nil
    {
      throw failure("a call within a computation needs parentheses: (\(word) ...)")
    }
    if first.name == "not" { throw failure("'not' within a computation needs parentheses: (not ...)") }
    return (minus, try primary())
  }

  private func negated(_ operand: Expression, _ minus: SourceRange?) throws(Diagnostic) -> Expression {
    guard let minus else { return operand }
    // -1 is a number, -x and -(1) are computed.
    if case .number(let value, let isInteger) = operand.kind,
      operand.range.text(in: source).first != "("
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
    case .name(let word):
      if isFunction { return try postfix(try function(named: word)) }
      return try leaf(.word(word))
    default: throw failure("expected a value, found \(described(token))")
    }
  }

  /// Whether a verb stands here with its one input in parentheses right behind it, as functions are written: `log(x)`.
  var isFunction: Bool {
    let next = token(ahead: 1)
    guard next.isSymbol("("), !next.followsSpace, let word = current.name else { return false }
    return verbs.contains(word) && !blockVerbs.contains(word)
  }

  private mutating func function(named word: String) throws(Diagnostic) -> Expression {
    let (first, second) = (token(ahead: 2), token(ahead: 3))
    if let name = first.name, !verbs.contains(name), second.followsSpace, second.beginsValue,
      second.sign == nil
    {
      throw failure(
        "several inputs stand behind the verb, and its parentheses around it: (\(word) \(name) ...)")
    }
    let verb = Name(word, at: advance().range)
    let input = try parenthesized()
    let inputs = Inputs(arguments: [input], options: [])
    return try node(.call(Call(verb: verb, inputs: inputs, block: nil)), at: range(from: verb.range))
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
    let first = current.isSymbol(":") || current.isSymbol("]") ? nil : try index()
    let kind: Expression.Kind
    if current.isSymbol(":") {
      _ = advance()
      kind = .slice(base, from: first, to: current.isSymbol("]") ? nil : try index())
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

  private mutating func index() throws(Diagnostic) -> Expression {
    let index = try arithmetic()
    if case .number(_, isInteger: false) = index.kind {
      throw Diagnostic("an index is a whole number, not '\(index.range.text(in: source))'", at: index.range)
    }
    return index
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
    let closing = bracket.isSymbol("(") ? ")" : "]"
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
