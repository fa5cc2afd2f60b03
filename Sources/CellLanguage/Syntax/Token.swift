/// A word, number or sign of the cell language, with its place in the text.
struct Token: Equatable {
  enum Kind: Equatable {
    /// `isInteger`: written without a point or exponent; then the value is exact.
    case number(Double, isInteger: Bool)
    /// The characters that a quoted string stands for.
    case string(String)
    case shape([Int])
    case name(String)
    /// One of `= + - * / % ** == != < <= > >= . ( ) [ ] , :`
    case symbol(String)
    case newline
    case endOfText
    /// Nothing of the language. The parser reports it when it comes this far, so that the first error of a
    /// text is the one that is shown.
    indirect case invalid(Diagnostic)
  }

  let kind: Kind
  let range: SourceRange
  /// Whether blank space separates the token from the one before it: `x [1]` is two values, `x[1]` is one.
  let followsSpace: Bool
  /// What it computes, where it is an operator.
  let sign: BinaryOperator?

  init(kind: Kind, range: SourceRange, followsSpace: Bool) {
    (self.kind, self.range, self.followsSpace) = (kind, range, followsSpace)
    sign =
      switch kind {
      case .symbol(let sign): BinaryOperator(rawValue: sign)
      case .name(let word) where word == "and" || word == "or": BinaryOperator(rawValue: word)
      default: nil
      }
  }

  func isSymbol(_ sign: String) -> Bool { kind == .symbol(sign) }

  /// The word, where the token is one.
  var name: String? {
    if case .name(let name) = kind { return name }
    return nil
  }

  /// Whether a value can begin here, a signed number aside.
  var beginsValue: Bool {
    switch kind {
    case .number, .string, .shape, .name: true
    case .symbol(let sign): sign == "(" || sign == "["
    case .newline, .endOfText, .invalid: false
    }
  }

  /// Whether an operand follows.
  var beginsOperand: Bool {
    sign != nil || name == "not" || name == "in"
  }

  /// Whether a statement ends here.
  var endsStatement: Bool { kind == .newline || kind == .endOfText }
}
