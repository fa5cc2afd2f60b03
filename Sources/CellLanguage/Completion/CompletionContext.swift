import Core
import NeuralNetwork

/// What belongs at the cursor, found from the words before it. It reads tokens and not the parser's tree: a line that is
/// being typed is hardly ever a whole one.
struct CompletionContext {
  enum Place {
    /// The start of a statement, or of a value in parentheses.
    case statement
    /// The start of a line in a block.
    case layer
    /// A value or an option of a verb or layer.
    case input(Declaration, values: Int, options: [String])
    /// Behind `name=`.
    case option(Parameter)
    /// Behind the point of this value.
    case member(of: String)
    /// In a quoted text: which parameter it is for.
    case quoted(Parameter?)
    case nothing
  }

  /// Where the word at the cursor begins, a UTF-8 offset.
  let start: Int
  let place: Place
  /// The verb or layer that the cursor stands behind.
  let declaration: Declaration?
  /// The first value behind it, where that is a name: the model whose layers are asked for.
  let firstValue: String?
  /// The names that `name=` has given to lines above in the same block.
  let layerNames: [String]

  /// One level of brackets.
  private struct Frame {
    var declaration: Declaration?
    var values = 0
    var firstValue: String?
    var options: [String] = []
    /// The option whose value is being written.
    var option: String?
    /// Whether something has been written since the statement began.
    var hasBegun = false
    var isBlock = false
    /// What a list in square brackets is the value of.
    var list: Parameter?

    /// The parameter that the value being written is for.
    var parameter: Parameter? {
      if let list { return list }
      if let option { return declaration?.parameter(option) }
      return declaration.flatMap { CompletionContext.positional(values - 1, of: $0) }
    }
  }

  static func positional(_ index: Int, of declaration: Declaration) -> Parameter? {
    let positional = declaration.positional
    if positional.indices.contains(index) { return positional[index] }
    return index >= 0 && positional.last?.isRepeated == true ? positional.last : nil
  }

  init(_ text: String, cursor: Int) {
    let before = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
    // A letter in the cursor's place makes one token of the word there, even of an empty one.
    var tokens = Lexer.tokens(of: before + "x")
    if tokens.last?.kind == .endOfText { tokens.removeLast() }
    let frames = Self.frames(of: tokens.dropLast())
    let frame = frames.last ?? Frame()
    declaration = frames.last { $0.declaration != nil }?.declaration
    firstValue = frames.last { $0.declaration != nil }?.firstValue
    layerNames = Self.layerNames(tokens.dropLast())
    guard let word = tokens.last, word.range.end == cursor + 1 else {
      (start, place) = (cursor, .nothing)  // in a comment
      return
    }
    if case .invalid = word.kind, word.range.text(in: before).hasPrefix("\"") {
      start = word.range.start + 1
      var frame = frame
      if word.followsSpace, frame.option == nil { frame.values += 1 }
      place = .quoted(frame.parameter)
      return
    }
    let previous = tokens.dropLast().last
    guard word.name != nil else {
      (start, place) = (cursor, .nothing)
      return
    }
    if let previous, !word.followsSpace, frame.declaration != nil, previous.isSymbol("-") {
      // Words joined by hyphens are one: fashion-mnist.
      let joined = tokens.dropLast().lastIndex { $0.followsSpace } ?? 0
      start = tokens[joined].range.start
      place = .input(
        frame.declaration ?? Declaration(name: "", summary: "", example: ""),
        values: max(0, frame.values - 1),
        options: frame.options)
      return
    }
    start = word.range.start
    place = Self.place(frame, tokens.dropLast(), followsSpace: word.followsSpace, in: before)
  }

  private static func layerNames(_ tokens: ArraySlice<Token>) -> [String] {
    var names: [String] = []
    for (index, token) in tokens.enumerated() {
      if token.name == "end"
        || verbTypes.contains(where: { $0.takesBlock && $0.declaration.name == token.name })
      {
        names = []
      }
      let following = tokens.dropFirst(index + 1)
      guard token.name == LayerBlock.name.name, following.first?.isSymbol("=") == true,
        let name = following.dropFirst().first?.name, !names.contains(name)
      else { continue }
      names.append(name)
    }
    return names
  }

  private static func place(
    _ frame: Frame, _ before: ArraySlice<Token>, followsSpace: Bool, in text: String
  ) -> Place {
    let previous = before.last
    if let previous, previous.isSymbol("."), !followsSpace {
      return .member(of: owner(before.dropLast(), in: text))
    }
    if let list = frame.list { return .option(list) }
    guard let declaration = frame.declaration else {
      if !frame.hasBegun { return frame.isBlock ? .layer : .statement }
      return previous.map { $0.isSymbol("=") || $0.beginsOperand } == true
        ? .statement : .nothing
    }
    if previous?.isSymbol("=") == true, !followsSpace {
      return frame.option.flatMap(declaration.parameter).map(Place.option) ?? .nothing
    }
    return followsSpace ? .input(declaration, values: frame.values, options: frame.options) : .nothing
  }

  /// The open brackets around the end of the tokens, and what has been written in each.
  private static func frames(of tokens: ArraySlice<Token>) -> [Frame] {
    var frames = [Frame()]
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[tokens.startIndex + index + 1] : nil
      var frame = frames.removeLast()
      switch token.kind {
      case .newline:
        let opensBlock = verbTypes.contains {
          $0.takesBlock && $0.declaration.name == frame.declaration?.name
        }
        frame = Frame(isBlock: frame.isBlock || opensBlock)
      case .symbol("("), .symbol("["):
        let isInput = token.followsSpace
        if isInput, frame.declaration != nil { begin(&frame) }
        let list = token.isSymbol("[") && (isInput || frame.option != nil) ? frame.parameter : nil
        frame.hasBegun = true
        frames.append(frame)
        frame = Frame(list: list)
      case .symbol(")"), .symbol("]"):
        if let outer = frames.popLast() { frame = outer }
      case .name(let name) where next?.isSymbol("=") == true:
        if frame.declaration != nil {
          frame.option = name
          frame.options.append(name)
        }
      case .symbol("=") where !frame.hasBegun: break
      case .name(let name) where !frame.hasBegun:
        frame.hasBegun = true
        frame.declaration = declaration(name, inBlock: frame.isBlock)
        if frame.isBlock, name == "end" { frame.isBlock = false }
      default:
        frame.hasBegun = true
        if token.followsSpace, frame.declaration != nil {
          if frame.values == 0, frame.option == nil { frame.firstValue = token.name }
          begin(&frame)
        }
      }
      frames.append(frame)
    }
    return frames
  }

  /// A value begins that is given by its place.
  private static func begin(_ frame: inout Frame) {
    frame.values += 1
    frame.option = nil
  }

  private static func declaration(_ name: String, inBlock: Bool) -> Declaration? {
    inBlock
      ? layerTypes.first { $0.declaration.name == name }.map { LayerBlock.declaration(of: $0) }
      : verbTypes.first { $0.declaration.name == name }?.declaration
  }

  /// The text of the value that ends with these tokens, from the last blank space or operator on.
  private static func owner(_ tokens: ArraySlice<Token>, in text: String) -> String {
    guard let end = tokens.last?.range.end else { return "" }
    var start = end
    var depth = 0
    for token in tokens.reversed() {
      if token.isSymbol("]") || token.isSymbol(")") { depth += 1 }
      if depth == 0, token.name == nil, !token.isSymbol(".") { break }
      if token.isSymbol("[") || token.isSymbol("(") { depth -= 1 }
      start = token.range.start
      if token.followsSpace, depth == 0 { break }
    }
    return SourceRange(start, end).text(in: text)
  }
}
