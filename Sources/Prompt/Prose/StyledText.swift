import CLibedit
import Core
import Foundation

/// How a stretch of prose looks on a terminal that has colours.
struct TextLook: OptionSet, Hashable {
  let rawValue: Int

  static let bold = TextLook(rawValue: 1)
  static let underlined = TextLook(rawValue: 2)
  static let dim = TextLook(rawValue: 4)
  static let code = TextLook(rawValue: 8)

  /// The parameters of ECMA-48's SGR sequence. Italics are left alone: some terminals show them in reverse.
  fileprivate var codes: [Int] {
    [(TextLook.bold, 1), (.dim, 2), (.underlined, 4), (.code, 36)].filter { contains($0.0) }.map(\.1)
  }
}

/// Characters with their looks: words of prose on their way to the terminal.
struct StyledText: Equatable {
  struct Glyph: Equatable {
    let character: Character
    let look: TextLook
    /// Columns.
    let width: Int
  }

  private(set) var glyphs: [Glyph] = []

  init() {}

  /// Tabs become four spaces.
  init(_ text: String, _ look: TextLook = []) {
    for character in text.printable {
      if character == "\t" {
        glyphs += Array(repeating: Glyph(character: " ", look: look, width: 1), count: 4)
      } else {
        glyphs.append(Glyph(character: character, look: look, width: character.columns))
      }
    }
  }

  private init(_ glyphs: some Sequence<Glyph>) { self.glyphs = Array(glyphs) }

  var isEmpty: Bool { glyphs.isEmpty }
  /// Columns.
  var width: Int { glyphs.reduce(0) { $0 + $1.width } }

  static func + (left: StyledText, right: StyledText) -> StyledText { StyledText(left.glyphs + right.glyphs) }
  static func += (left: inout StyledText, right: StyledText) { left.glyphs.append(contentsOf: right.glyphs) }

  /// With another look on top of what each character has.
  func adding(_ look: TextLook) -> StyledText {
    StyledText(glyphs.map { Glyph(character: $0.character, look: $0.look.union(look), width: $0.width) })
  }

  /// With spaces to a number of columns.
  func padded(to width: Int) -> StyledText {
    self + StyledText(String(repeating: " ", count: max(0, width - self.width)))
  }

  /// The lines at its line breaks.
  var lines: [StyledText] {
    glyphs.split(omittingEmptySubsequences: false) { $0.character == "\n" }.map { StyledText($0) }
  }

  /// In lines of at most `width` columns, broken between words; a word that is longer than a line is cut.
  func wrapped(_ width: Int) -> [StyledText] {
    lines.flatMap { $0.lineWrapped(max(1, width)) }
  }

  private func lineWrapped(_ width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    var line = StyledText()
    for word in glyphs.split(whereSeparator: { $0.character == " " }).map({ StyledText($0) }) {
      if !line.isEmpty, line.width + 1 + word.width > width {
        lines.append(line)
        line = StyledText()
      }
      // The space between two words of one look has it too.
      if let last = line.glyphs.last, let first = word.glyphs.first {
        line += StyledText(" ", last.look.intersection(first.look))
      }
      var cut = word.cut(width)
      line += cut.removeFirst()
      for piece in cut {
        lines.append(line)
        line = piece
      }
    }
    return lines + [line]
  }

  /// In pieces of at most `width` columns, wherever they end; at least one.
  func cut(_ width: Int) -> [StyledText] {
    var pieces: [StyledText] = []
    var piece = StyledText()
    var columns = 0
    for glyph in glyphs {
      if columns + glyph.width > width, columns > 0 {
        pieces.append(piece)
        (piece, columns) = (StyledText(), 0)
      }
      piece.glyphs.append(glyph)
      columns += glyph.width
    }
    return pieces + [piece]
  }

  /// What is written to the terminal; without spaces at the end.
  func encoded(usesColour: Bool) -> TerminalText {
    let end = glyphs.lastIndex { $0.character != " " }.map { $0 + 1 } ?? 0
    var text = TerminalText()
    var rest = glyphs[..<end]
    while let look = rest.first?.look {
      let alike = usesColour ? rest.prefix { $0.look == look } : rest
      if usesColour, !look.isEmpty || !text.isEmpty { text += .look([0] + look.codes) }
      text += TerminalText(String(alike.map(\.character)))
      rest = rest.dropFirst(alike.count)
    }
    return usesColour && glyphs[..<end].last?.look.isEmpty == false ? text + .look([0]) : text
  }
}

extension Character {
  /// The columns that it takes, as the C library counts them: two for Chinese and most emoji, none for an accent alone.
  var columns: Int {
    if isASCII { return 1 }
    _ = utf8Locale
    return unicodeScalars.reduce(0) { $0 + Int(max(0, wcwidth(wchar_t(bitPattern: $1.value)))) }
  }
}

/// Without a locale of Unicode characters the C library knows no widths but those of ASCII.
let utf8Locale: Void = {
  setlocale(LC_CTYPE, "")
  if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
}()
