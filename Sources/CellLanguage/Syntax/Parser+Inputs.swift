/// The inputs of a verb or a layer: `{ primary | NAME "=" primary { "," primary } }`, where a number may have a sign and
/// words joined by `-` without spaces are one word. `at=3,4` is `at=[3, 4]`.
extension Parser {
  mutating func inputs() throws(Diagnostic) -> Inputs {
    var arguments: [Expression] = []
    var options: [Inputs.Option] = []
    var names: Set<String> = []
    while !current.endsStatement, !current.isSymbol(")") {
      let isFirst = arguments.isEmpty && options.isEmpty
      if !current.followsSpace, current.beginsValue, !(isFirst && current.isSymbol("(")) {
        throw failure("a space belongs before \(described(current))")
      }
      if let name = current.name, token(ahead: 1).isSymbol("=") {
        guard names.insert(name).inserted else { throw failure("the option '\(name)' is given twice") }
        options.append(try option(name))
      } else {
        arguments.append(try input())
      }
    }
    return Inputs(arguments: arguments, options: options)
  }

  private mutating func option(_ name: String) throws(Diagnostic) -> Inputs.Option {
    let sign = token(ahead: 1)
    let first = token(ahead: 2)
    if sign.followsSpace || first.followsSpace, first.beginsValue || first.isSymbol("-") {
      let value = first.beginsValue && !first.isSymbol("(") && !first.isSymbol("[")
      throw failure(
        "write \(name)=\(value ? first.range.text(in: source) : "...") without spaces around '='")
    }
    let label = Name(name, at: advance().range)
    _ = advance()
    guard current.beginsValue || current.isSymbol("-") else {
      throw failure("expected a value after '\(name)=', found \(described(current))")
    }
    return Inputs.Option(name: label, value: try elements(after: try input()))
  }

  /// The value itself, or the list of it and those that follow it after commas without a space.
  private mutating func elements(after first: Expression) throws(Diagnostic) -> Expression {
    var elements = [first]
    while current.isSymbol(","), !current.followsSpace, !token(ahead: 1).followsSpace,
      token(ahead: 1).beginsValue || token(ahead: 1).isSymbol("-")
    {
      _ = advance()
      elements.append(try input())
    }
    return elements.count == 1 ? first : try node(.list(elements), at: range(from: first.range))
  }

  private mutating func input() throws(Diagnostic) -> Expression {
    if case .symbol(let sign) = current.kind, !current.beginsValue {
      return try signedNumber(after: sign)
    }
    guard let name = current.name, !isFunction else { return try primary() }
    let first = advance().range
    var word = name
    while let part = hyphenatedPart() {
      word += "-" + part
      _ = advance()
      _ = advance()
    }
    return try postfix(try node(.word(word), at: range(from: first)))
  }

  /// What follows a hyphen right here, where no space is around the hyphen: `signs` in `traffic-signs`.
  private func hyphenatedPart() -> String? {
    guard current.isSymbol("-"), !current.followsSpace, !token(ahead: 1).followsSpace else { return nil }
    let part = token(ahead: 1).range.text(in: source)
    return !part.isEmpty && part.utf8.allSatisfy(\.isNameByte) ? part : nil
  }

  /// A comma where an input or the end of a call in parentheses should be.
  func comma() -> Diagnostic { failure("inputs are separated by spaces, not by commas") }

  /// A number with its minus sign, or else what is wrong with this sign among the inputs.
  private mutating func signedNumber(after sign: String) throws(Diagnostic) -> Expression {
    let number = token(ahead: 1)
    if sign == "-", !number.followsSpace, case .number(let value, let isInteger) = number.kind {
      let minus = advance().range
      _ = advance()
      return try node(.number(-value, isInteger: isInteger), at: minus.through(number.range))
    }
    switch sign {
    case ",": throw comma()
    case "/": throw failure("put a computation in parentheses: (x / 2), and a path in quotes: \"data/signs\"")
    case "-" where !number.followsSpace: throw failure("put a computation in parentheses: (-x)")
    case "==" where !current.followsSpace:
      let second = current.range.start + 1
      let names = position > 0 ? tokens[position - 1].range.text(in: source) : ""
      throw Diagnostic(
        "expected a value after '\(names)=', found '='", at: SourceRange(second, second + 1))
    case _ where BinaryOperator(rawValue: sign) != nil:
      throw failure("put a computation in parentheses: (x \(sign) 2)")
    case ".": throw failure("no space belongs before '.'")
    default: throw failure("expected a value or an option, found \(described(current))")
    }
  }
}
