/// A word, number or sign of the cell language, with its place in the text.
struct Token: Equatable {
  enum Kind: Equatable {
    /// `isInteger`: written without a point or exponent; then the value is exact.
    case number(Double, isInteger: Bool)
    /// The characters that a quoted string stands for.
    case string(String)
    case shape([Int])
    case name(String)
    /// One of `= + - * / . ( ) [ ] , :`
    case symbol(Character)
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

  func isSymbol(_ character: Character) -> Bool { kind == .symbol(character) }

  /// The word, where the token is one.
  var name: String? {
    if case .name(let name) = kind { return name }
    return nil
  }

  /// Whether a value can begin here, a signed number aside.
  var beginsValue: Bool {
    switch kind {
    case .number, .string, .shape, .name: true
    case .symbol(let character): character == "(" || character == "["
    case .newline, .endOfText, .invalid: false
    }
  }

  /// Whether a statement ends here.
  var endsStatement: Bool { kind == .newline || kind == .endOfText }
}
