import NeuralNetwork

/// A part of a cell's text that editors show in a colour of its own.
public struct Highlight: Equatable, Sendable {
  public enum Kind: Sendable {
    /// A word that begins a call, such as `load`, or that has a meaning of its own, such as `end`.
    case verb, keyword
    /// A word that begins a line of a model.
    case layer
    /// The word before the sign of `epochs=5`.
    case option
    case number, string, comment
  }

  public let kind: Kind
  /// UTF-8 offsets in the line.
  public let range: Range<Int>
}

extension Session {
  private static let keywords: Set<String> = Parser.bodyWords.union(Parser.operatorWords).union([
    "end", "true", "false", LayerBlock.repeatName,
  ])

  /// The parts of one line of a cell that have a colour, in order. What cannot be read ends them, an open quotation aside.
  ///
  /// A word counts as what it would be where it stands, for a line that is being typed is hardly ever a whole one.
  public static func highlights(in line: String) -> [Highlight] {
    let tokens = Lexer.tokens(of: line)
    var highlights: [Highlight] = []
    func add(_ kind: Highlight.Kind, _ range: SourceRange) {
      highlights.append(Highlight(kind: kind, range: range.start..<range.end))
    }
    var last: Token?
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      let beginsValue = last.map { $0.isSymbol("=") || $0.isSymbol("(") } ?? true
      switch token.kind {
      case .number, .shape: add(.number, token.range)
      case .string: add(.string, token.range)
      case .name where next?.isSymbol("=") == true:
        if last != nil { add(.option, token.range) }
      case .name(let name) where last?.isSymbol(".") != true:
        if keywords.contains(name) {
          add(.keyword, token.range)
        } else if beginsValue, verbWords.contains(name) {
          add(.verb, token.range)
        } else if last == nil || last?.name == LayerBlock.repeatName || beginsRepeated(tokens, token),
          layerWords.contains(name)
        {
          add(.layer, token.range)
        }
      default: break
      }
      last = token
    }
    let end = tokens.last?.range.start ?? 0
    if let rest = rest(of: line, from: end, behind: tokens) { highlights.append(rest) }
    return highlights
  }

  /// Whether this is the layer of `repeat 3 Conv2D 8 3x3`.
  private static func beginsRepeated(_ tokens: [Token], _ token: Token) -> Bool {
    tokens.count > 2 && tokens[0].name == LayerBlock.repeatName && tokens[2] == token
  }

  /// The comment behind the last token, or the quotation that is still open there.
  private static func rest(of line: String, from end: Int, behind tokens: [Token]) -> Highlight? {
    let bytes = Array(line.utf8)
    guard let last = tokens.last else { return nil }
    if case .invalid = last.kind {
      guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
      return Highlight(kind: .string, range: end..<bytes.count)
    }
    let begun = tokens.dropLast().last?.range.end ?? 0
    guard let sign = bytes[begun...].firstIndex(of: UInt8(ascii: "#")) else { return nil }
    return Highlight(kind: .comment, range: sign..<bytes.count)
  }

  /// Where the bracket stands that belongs to the one at `place`, in the text of a cell; nil where none does or no bracket is
  /// there. UTF-8 offsets.
  public static func partner(ofBracketAt place: Int, in text: String) -> Int? {
    var open: [Token] = []
    for token in Lexer.tokens(of: text) {
      if token.isSymbol("(") || token.isSymbol("[") {
        open.append(token)
      } else if token.isSymbol(")") || token.isSymbol("]") {
        guard let partner = open.popLast(), partner.isSymbol("(") == token.isSymbol(")") else { return nil }
        if partner.range.start == place { return token.range.start }
        if token.range.start == place { return partner.range.start }
      }
    }
    return nil
  }
}
