import CellLanguage
import Core

/// Rows of text for the terminal, and the cursor's place in them.
struct Drawing: Equatable {
  /// What stands in one place of a row: a character with what combines with it.
  struct Glyph: Equatable {
    let text: String
    /// In columns: 0, 1 or 2; more for a tab.
    let width: Int
    var style = Style.plain
  }

  enum Style: Equatable {
    case plain, prompt, aside
    /// A part of a cell.
    case code(Highlight.Kind)
    /// One of two brackets that belong together.
    case bracket
  }

  var rows: [[Glyph]] = []
  var cursorRow = 0
  var cursorColumn = 0

  static func width(_ row: some Sequence<Glyph>) -> Int { row.reduce(0) { $0 + $1.width } }

  /// The glyphs of a line of text. A control character of ASCII is shown as terminals echo it, `^A`; others as Python
  /// writes them, `\x9b`.
  static func glyphs(_ text: some StringProtocol, _ style: Style = .plain) -> [Glyph] {
    text.map { glyph($0, style) }
  }

  static func glyph(_ character: Character, _ style: Style) -> Glyph {
    if character == "\t" { return Glyph(text: "    ", width: 4, style: style) }
    if character.isASCII, let code = character.asciiValue, code < 32 || code == 127 {
      return Glyph(text: "^\(Character(Unicode.Scalar(code ^ 64)))", width: 2, style: style)
    }
    let text = String(character).printableLine
    return Glyph(
      text: text, width: text == String(character) ? columns(of: character) : text.count, style: style)
  }

  /// Breaks a line into rows of at most `columns` columns, between words if that is wanted. There is always one row.
  static func wrapped(_ line: [Glyph], columns: Int, atSpaces: Bool = false) -> [[Glyph]] {
    var rows: [[Glyph]] = [[]]
    var width = 0
    for glyph in line {
      if width + glyph.width > columns, width > 0 {
        let row = rows[rows.count - 1]
        let space = atSpaces && glyph.text != " " ? row.lastIndex { $0.text == " " } : nil
        let word = space.map { row[($0 + 1)...] } ?? []
        rows[rows.count - 1].removeLast(word.count)
        rows.append(Array(word))
        width = Self.width(word)
      }
      rows[rows.count - 1].append(glyph)
      width += glyph.width
    }
    return rows
  }
}
