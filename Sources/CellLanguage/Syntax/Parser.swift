import Core

/// Reads the text of a cell into statements.
///
/// ```
/// cell       := { statement newline }
/// statement  := [ NAME "=" ] expression | loop | definition
/// loop       := "for" NAME "in" expression newline { statement newline } "end"
/// definition := "define" NAME inputs newline { statement newline } "end"
/// expression := call | arithmetic
/// call       := VERB inputs [ block ] | "expect" arithmetic inputs
/// block      := newline { LAYER inputs newline } "end"
/// inputs     := { primary | NAME "=" primary { "," primary } }
/// ```
/// The rest of the grammar is in `Parser+Values.swift`. Which words are verbs decides how a line is read, so
/// the parser is told; what a verb's inputs mean is checked later, on the tree.
public struct Parser {
  var verbs: Set<String>
  /// Those of the learner's own, which may be defined anew.
  var ownVerbs: Set<String>
  let layers: Set<String>
  let blockVerbs: Set<String>
  let comparingVerbs: Set<String>
  let keptVerbs: Set<String>
  let tokens: [Token]
  let source: String
  var position = 0
  /// The brackets around the current token that are still open, outermost first.
  var openBrackets: [Token] = []
  /// The loops and definitions around the current token that are still open, outermost first.
  var openBodies: [Name] = []
  private var takesUnknownVerbs = false

  /// The most brackets that may be open at once. The parser calls itself for each; this many take less than
  /// a megabyte of stack, even unoptimized.
  static let mostBrackets = 32
  /// The most levels of an expression's tree: a sum of n terms has n levels.
  static let highestTree = 200

  /// - Parameters:
  ///   - source: the text of a cell.
  ///   - verbs: the words that begin a call.
  ///   - blockVerbs: those whose call continues, line by line, to a line `end`.
  ///   - comparingVerbs: those whose first value is a computation without parentheses.
  ///   - ownVerbs: those that the learner has defined.
  ///   - keptVerbs: those that no value can be called, for they mean something alone; the verbs with a block and those that
  ///     compare are among them.
  ///   - layers: the words that begin such a line, for a message about one that stands elsewhere.
  public init(
    source: String, verbs: Set<String>, blockVerbs: Set<String>, comparingVerbs: Set<String> = [],
    ownVerbs: Set<String> = [], keptVerbs: Set<String> = [], layers: Set<String> = []
  ) {
    self.source = source
    self.comparingVerbs = comparingVerbs
    self.keptVerbs = keptVerbs.union(blockVerbs).union(comparingVerbs)
    self.verbs = verbs.union(blockVerbs).union(ownVerbs)
    self.ownVerbs = ownVerbs.subtracting(verbs)
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

  /// Whether the text is a valid beginning that needs more lines: a loop, definition or block without its `end`, or an open
  /// bracket. In an open loop a verb that is not known may be one of the session's own.
  public var isIncomplete: Bool {
    var parser = self
    parser.takesUnknownVerbs = true
    do {
      _ = try parser.parse()
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

  mutating func statement() throws(Diagnostic) -> Statement {
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
    if target == nil, let body = try body() {
      return Statement(target: nil, expression: body, range: range(from: first))
    }
    let expression = try expression()
    return Statement(target: target, expression: expression, range: range(from: first))
  }

  func checkAssignable(_ name: String) throws(Diagnostic) {
    if keptVerbs.contains(name) { throw failure("'\(name)' is a verb and cannot be the name of a value") }
    if name == "end" { throw failure("'end' closes a block of layers and cannot be the name of a value") }
    if Self.operatorWords.contains(name) {
      throw failure("'\(name)' is an operator and cannot be the name of a value")
    }
    if Self.bodyWords.contains(name) {
      throw failure("'\(name)' is a word of the language and cannot be the name of a value")
    }
  }

  /// The words that stand between values and before them.
  static let operatorWords: Set<String> = ["and", "or", "not"]

  mutating func expression() throws(Diagnostic) -> Expression {
    guard let word = current.name, word != "not" else { return try arithmetic() }
    if verbs.contains(word) { return isOperand ? try arithmetic() : try call() }
    if word == "for" || word == "define" {
      throw failure("'\(word)' begins a line and gives no value")
    }
    let next = token(ahead: 1)
    if word == openBodies.first?.text, next.beginsValue { throw failure("'\(word)' cannot use itself") }
    if next.followsSpace, next.beginsValue, binaryOperator(ahead: 1) == nil {
      if takesUnknownVerbs, !openBodies.isEmpty { return try call() }
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

  /// Whether the verb's name here stands for a value that was called so, as no call goes on as this does: `filters * 2`,
  /// `images.shape`. So does a function with its input where more is computed with it: `log(p) * 2`.
  private var isOperand: Bool {
    if let word = current.name, keptVerbs.contains(word) { return false }
    let end = isFunction ? closingParenthesis : 0
    let next = token(ahead: end + 1)
    if next.isSymbol(".") || next.isSymbol("["), !next.followsSpace { return true }
    // `seed -1` gives a number, `seed - 1` and `seed-1` compute.
    if next.isSymbol("-") { return !next.followsSpace || token(ahead: end + 2).followsSpace }
    return binaryOperator(ahead: end + 1) != nil
  }

  /// How far ahead the parenthesis is closed that is opened by the next token.
  private var closingParenthesis: Int {
    var (depth, distance) = (0, 1)
    while position + distance < tokens.count {
      let token = token(ahead: distance)
      if token.isSymbol("(") || token.isSymbol("[") { depth += 1 }
      if token.isSymbol(")") || token.isSymbol("]") { depth -= 1 }
      if depth == 0 { return distance }
      distance += 1
    }
    return distance
  }

  private mutating func call() throws(Diagnostic) -> Expression {
    let word = advance()
    let verb = Name(word.name ?? "", at: word.range)
    var comparison: Expression?
    if comparingVerbs.contains(verb.text), !current.endsStatement, !token(ahead: 1).isSymbol("=") {
      comparison = try arithmetic()
    }
    var inputs = try inputs()
    if let comparison {
      inputs = Inputs(arguments: [comparison] + inputs.arguments, options: inputs.options)
    }
    var block: [LayerLine]?
    if blockVerbs.contains(verb.text) {
      guard openBrackets.isEmpty else {
        throw Diagnostic(
          "'\(verb.text)' takes several lines and cannot stand inside brackets", at: verb.range,
          note: "give it a name on a line of its own, and use the name here")
      }
      block = try layers(of: verb)
    }
    let call = Call(
      verb: verb, inputs: inputs, block: block, comparison: comparison?.range.text(in: source))
    return try node(.call(call), at: range(from: verb.range))
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
  func trailing() -> Diagnostic {
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
