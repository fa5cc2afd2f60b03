import Core

/// Reads the text of a cell into statements.
///
/// ```
/// cell       := { statement newline }
/// statement  := [ NAME "=" ] expression
/// expression := call | arithmetic
/// call       := VERB inputs [ block ]
/// block      := newline { LAYER inputs newline } "end"
/// inputs     := { primary | NAME "=" primary { "," primary } }
/// ```
/// The rest of the grammar is in `Parser+Values.swift`. Which words are verbs decides how a line is read, so
/// the parser is told; what a verb's inputs mean is checked later, on the tree.
public struct Parser {
  let verbs: Set<String>
  let layers: Set<String>
  let blockVerbs: Set<String>
  let tokens: [Token]
  let source: String
  var position = 0
  /// The brackets around the current token that are still open, outermost first.
  var openBrackets: [Token] = []

  /// The most brackets that may be open at once. The parser calls itself for each; this many take less than
  /// a megabyte of stack, even unoptimized.
  static let mostBrackets = 32
  /// The most levels of an expression's tree: a sum of n terms has n levels.
  static let highestTree = 200

  /// - Parameters:
  ///   - source: the text of a cell.
  ///   - verbs: the words that begin a call.
  ///   - blockVerbs: those whose call continues, line by line, to a line `end`.
  ///   - layers: the words that begin such a line, for a message about one that stands elsewhere.
  public init(source: String, verbs: Set<String>, blockVerbs: Set<String>, layers: Set<String> = []) {
    self.source = source
    self.verbs = verbs.union(blockVerbs)
    self.blockVerbs = blockVerbs
    self.layers = layers
    tokens = Lexer.tokens(of: source)
  }

  /// The statements of the cell, in order. Throws the first error of the text.
  public func parse() throws(Diagnostic) -> [Statement] {
    var parser = self
    var statements: [Statement] = []
    while true {
      parser.skipNewlines()
      if parser.current.kind == .endOfText { return statements }
      statements.append(try parser.statement())
      guard parser.current.endsStatement else { throw parser.trailing() }
    }
  }

  /// Whether the text is a valid beginning that needs more lines: a block without its `end`, or an open bracket.
  public var isIncomplete: Bool {
    do {
      _ = try parse()
      return false
    } catch {
      return error.needsMoreInput
    }
  }

  // MARK: - Tokens

  var current: Token { token(ahead: 0) }

  func token(ahead distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  mutating func advance() -> Token {
    defer { position = min(position + 1, tokens.count - 1) }
    return current
  }

  mutating func skipNewlines() {
    while current.kind == .newline { _ = advance() }
  }

  /// The range from the first byte of `start` to the last byte read.
  func range(from start: SourceRange) -> SourceRange {
    position > 0 ? start.through(tokens[position - 1].range) : start
  }

  // MARK: - Statements and calls

  private mutating func statement() throws(Diagnostic) -> Statement {
    let first = current.range
    var target: Name?
    if let name = current.name, token(ahead: 1).isSymbol("=") {
      try checkAssignable(name)
      target = Name(name, at: advance().range)
      _ = advance()
    }
    if target == nil, current.name == "end" {
      throw failure("'end' closes a block of layers, and none is open")
    }
    let expression = try expression()
    return Statement(target: target, expression: expression, range: range(from: first))
  }

  private func checkAssignable(_ name: String) throws(Diagnostic) {
    if verbs.contains(name) { throw failure("'\(name)' is a verb and cannot be the name of a value") }
    if name == "end" { throw failure("'end' closes a block of layers and cannot be the name of a value") }
  }

  mutating func expression() throws(Diagnostic) -> Expression {
    guard let word = current.name else { return try arithmetic() }
    if verbs.contains(word) { return try call() }
    let next = token(ahead: 1)
    if next.followsSpace, next.beginsValue {
      let suggestion = nearestName(to: word, in: verbs.sorted())
      var note = suggestion == nil ? "'help' lists the verbs" : nil
      if layers.contains(word) {
        note = "\(word) is a layer; it stands between the lines 'model ...' and 'end'"
      }
      if next.isSymbol("[") { note = "an index follows without a space: \(word)[0]" }
      throw failure("unknown verb '\(word)'", suggestion: suggestion, note: note)
    }
    return try arithmetic()
  }

  private mutating func call() throws(Diagnostic) -> Expression {
    let word = advance()
    let verb = Name(word.name ?? "", at: word.range)
    let inputs = try inputs()
    var block: [LayerLine]?
    if blockVerbs.contains(verb.text) {
      guard openBrackets.isEmpty else {
        throw Diagnostic(
          "'\(verb.text)' takes several lines and cannot stand inside brackets", at: verb.range,
          note: "give it a name on a line of its own, and use the name here")
      }
      block = try layers(of: verb)
    }
    return try node(.call(Call(verb: verb, inputs: inputs, block: block)), at: range(from: verb.range))
  }

  private mutating func layers(of verb: Name) throws(Diagnostic) -> [LayerLine] {
    guard current.endsStatement else { throw trailing() }
    var lines: [LayerLine] = []
    while true {
      skipNewlines()
      let first = current
      if first.kind == .endOfText {
        throw Diagnostic(
          "this '\(verb.text)' has no line 'end' after its layers", at: verb.range, needsMoreInput: true)
      }
      guard let layer = first.name else {
        throw failure("expected a layer or 'end', found \(described(first))")
      }
      if layer != "end", verbs.contains(layer) || token(ahead: 1).isSymbol("=") {
        let line = first.range.location(in: source).line
        throw Diagnostic(
          "this '\(verb.text)' has no line 'end' before '\(layer)' in line \(line)", at: verb.range)
      }
      _ = advance()
      if layer == "end" { return lines }
      let inputs = try inputs()
      guard current.endsStatement else { throw trailing() }
      let name = Name(layer, at: first.range)
      lines.append(LayerLine(layer: name, inputs: inputs, range: range(from: first.range)))
    }
  }

  // MARK: - Errors

  /// An error at the current token; the token's own error, if it has one, or the open bracket's at the end of the text.
  func failure(_ message: String, suggestion: String? = nil, note: String? = nil) -> Diagnostic {
    if case .invalid(let diagnostic) = current.kind { return diagnostic }
    if current.kind == .endOfText, let bracket = openBrackets.last { return unclosed(bracket, more: true) }
    return Diagnostic(message, at: current.range, suggestion: suggestion, note: note)
  }

  func unclosed(_ bracket: Token, more: Bool) -> Diagnostic {
    let (open, close) = bracket.isSymbol("(") ? ("(", ")") : ("[", "]")
    return Diagnostic("this '\(open)' has no '\(close)'", at: bracket.range, needsMoreInput: more)
  }

  /// Something stands where the line should have ended.
  private func trailing() -> Diagnostic {
    if current.isSymbol("=") {
      return failure("only a name can be given a value: name = ...")
    }
    if current.isSymbol(".") || current.isSymbol("["), current.followsSpace {
      return failure("no space belongs before \(described(current))")
    }
    return failure("expected the end of the line, found \(described(current))")
  }

  func described(_ token: Token) -> String {
    switch token.kind {
    case .newline: "the end of the line"
    case .endOfText: "the end of the cell"
    default: "'\(token.range.text(in: source))'"
    }
  }

  /// An expression, unless its tree is too high.
  func node(_ kind: Expression.Kind, at range: SourceRange) throws(Diagnostic) -> Expression {
    let expression = Expression(kind, at: range)
    guard expression.height <= Self.highestTree else {
      throw Diagnostic(
        "this expression has more than \(Self.highestTree) steps", at: range,
        note: "give a part of it a name on a line of its own")
    }
    return expression
  }
}
