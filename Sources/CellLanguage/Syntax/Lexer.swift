import Core

/// Cuts the text of a cell into tokens. Never fails: what is no token becomes an ``Token/Kind/invalid(_:)``
/// token, and the cutting ends there.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private var openBrackets = 0
  private var tokens: [Token] = []

  private init(_ source: String) {
    bytes = Array(source.utf8)
  }

  /// The tokens of `source`; the last one is ``Token/Kind/endOfText`` or ``Token/Kind/invalid(_:)``.
  static func tokens(of source: String) -> [Token] {
    var lexer = Lexer(source)
    if let error = lexer.isTooLong {
      lexer.append(.invalid(error), from: error.range.start)
      return lexer.tokens
    }
    do {
      while try lexer.next() {}
    } catch {
      lexer.append(.invalid(error), from: error.range.start)
    }
    return lexer.tokens
  }

  /// Where a cell is too long: at the line on which it becomes so.
  private var isTooLong: Diagnostic? {
    guard bytes.count > Session.mostBytes else { return nil }
    let start = (bytes[..<Session.mostBytes].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    return Diagnostic(
      "this cell has \(bytes.count) bytes of text, and a cell has at most \(Session.mostBytes)",
      at: SourceRange(start, start), note: "numbers in such numbers belong in a file, which load reads")
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func byte(after distance: Int) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte, condition(byte) { position += 1 }
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  private func range(from start: Int) -> SourceRange { SourceRange(start, position) }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    let followsSpace = start == 0 || bytes[start - 1].isSpace
    tokens.append(Token(kind: kind, range: range(from: start), followsSpace: followsSpace))
  }

  /// Adds the next token; false when it was the last one.
  private mutating func next() throws(Diagnostic) -> Bool {
    skip { $0.isSpace && $0 != UInt8(ascii: "\n") }
    let start = position
    guard let byte else {
      append(.endOfText, from: start)
      return false
    }
    switch byte {
    case UInt8(ascii: "#"):
      skip { $0 != UInt8(ascii: "\n") }
    case UInt8(ascii: "\n"):
      position += 1
      // A statement continues over line breaks inside brackets only.
      if openBrackets == 0 { append(.newline, from: start) }
    case UInt8(ascii: "\""):
      append(.string(try string()), from: start)
    case _ where byte.isDigit,
      UInt8(ascii: ".") where self.byte(after: 1)?.isDigit == true && !followsPrimary:
      append(try number(), from: start)
    case _ where byte.isNameByte:
      skip { $0.isNameByte }
      append(.name(text(from: start)), from: start)
    default:
      append(.symbol(try symbol(byte)), from: start)
    }
    return true
  }

  /// Whether a primary ends right before this byte, so that a point here is the one of `signs.train`.
  private var followsPrimary: Bool {
    guard let last = tokens.last, last.range.end == position else { return false }
    return last.name != nil || last.isSymbol(")") || last.isSymbol("]")
  }

  private mutating func symbol(_ byte: UInt8) throws(Diagnostic) -> String {
    let character = Character(Unicode.Scalar(byte))
    let next = self.byte(after: 1).map { Character(Unicode.Scalar($0)) }
    if let next, next == "=" && "=!<>".contains(character) || next == "*" && character == "*" {
      position += 2
      return String([character, next])
    }
    switch character {
    case "(", "[": openBrackets += 1
    case ")", "]": openBrackets = max(0, openBrackets - 1)
    case "=", "+", "-", "*", "/", "%", "<", ">", ".", ",", ":": break
    default: throw Stray.diagnostic(for: bytes[position...], at: position)
    }
    position += 1
    return String(character)
  }

  // MARK: - Strings

  private mutating func string() throws(Diagnostic) -> String {
    let start = position
    var value: [UInt8] = []
    position += 1
    while let byte, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      if byte == UInt8(ascii: "\"") {
        position += 1
        return String(decoding: value, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        if let escaped = try escape() { value.append(escaped) }
      } else if isControl(byte) {
        throw Stray.diagnostic(for: bytes[position...], at: position)
      } else {
        value.append(byte)
        position += 1
      }
    }
    throw Diagnostic("this string has no closing '\"' on its line", at: range(from: start))
  }

  /// Whether a control character begins here that a terminal would obey (C0 but the tab, DEL, C1).
  private func isControl(_ byte: UInt8) -> Bool {
    if byte == 0xC2, let next = self.byte(after: 1) { return next < 0xA0 }
    return byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
  }

  /// The character that a backslash and a letter stand for; nil at the end of the line.
  private mutating func escape() throws(Diagnostic) -> UInt8? {
    let start = position
    guard let letter = byte(after: 1), letter != UInt8(ascii: "\n"), letter != UInt8(ascii: "\r") else {
      position += 1
      return nil
    }
    position += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return letter
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    default:
      throw Diagnostic(
        #"unknown escape in a string; the escapes are \" \\ \n \t"#, at: range(from: start),
        note: #"a backslash itself is written \\"#)
    }
  }

  // MARK: - Numbers and shapes

  private mutating func number() throws(Diagnostic) -> Token.Kind {
    let start = position
    skip(while: \.isDigit)
    if byte == UInt8(ascii: "x"), byte(after: 1)?.isDigit == true { return try shape(from: start) }
    var isInteger = true
    if byte == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      skip(while: \.isDigit)
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      let signed = byte(after: 1) == UInt8(ascii: "-") || byte(after: 1) == UInt8(ascii: "+")
      if byte(after: signed ? 2 : 1)?.isDigit == true {
        isInteger = false
        position += signed ? 2 : 1
        skip(while: \.isDigit)
      }
    }
    try expectEndOfNumber(from: start)
    let text = text(from: start)
    // Beyond 2^53 not every whole number is a Double.
    guard let value = Double(text), value.isFinite, !isInteger || value <= 0x1p53 else {
      throw Diagnostic("the number '\(text)' is too large", at: range(from: start))
    }
    return .number(value, isInteger: isInteger)
  }

  private mutating func shape(from start: Int) throws(Diagnostic) -> Token.Kind {
    while byte == UInt8(ascii: "x"), byte(after: 1)?.isDigit == true {
      position += 1
      skip(while: \.isDigit)
    }
    try expectEndOfNumber(from: start)
    let text = text(from: start)
    let sizes = text.split(separator: "x").compactMap { Int($0) }
    guard sizes.count == text.count(where: { $0 == "x" }) + 1, sizes.elementCount != nil else {
      throw Diagnostic("the shape '\(text)' is too large", at: range(from: start))
    }
    return .shape(sizes)
  }

  private mutating func expectEndOfNumber(from start: Int) throws(Diagnostic) {
    guard let byte, byte.isNameByte || byte == UInt8(ascii: ".") else { return }
    skip { $0.isNameByte || $0 == UInt8(ascii: ".") }
    throw Diagnostic(
      "'\(text(from: start))' is neither a number nor a name", at: range(from: start),
      note: "numbers are written 10, 0.5 or 1e-3, shapes 32x32x1; anything else can stand in double quotes")
  }
}

extension UInt8 {
  var isSpace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isNameByte: Bool {
    isDigit || self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
