import CLibedit
import CellLanguage
import Foundation

/// How a cell that is being edited looks: its lines with prompts before them, and below it a status or a list.
struct CellDrawing {
  var prompt: String
  var continuation: String
  /// The lines of the cell that may be on the screen.
  var lines: [String]
  /// Whether the first of them is the first line of the cell.
  var startsCell = true
  /// The cursor's line, and the number of Unicode scalars before it there.
  var cursorLine: Int
  var cursorOffset: Int
  /// Lines below the cell.
  var footer: [String] = []
  /// Whether words have the colours of what they are.
  var isColoured = false
  /// Brackets that belong together: their lines, and the Unicode scalars before them there.
  var brackets: [(line: Int, offset: Int)] = []
  /// What could follow at the end of the last line.
  var suggestion = ""

  /// The rows for a window of this size, which they never fill to its last column: terminals differ in what follows
  /// then. Of a cell that is higher than the window, the part around the cursor is shown.
  func drawing(columns: Int, rows: Int) -> Drawing {
    let columns = max(2, columns - 1)
    var drawing = Drawing()
    for (index, line) in lines.enumerated() {
      let prefix = Drawing.glyphs(startsCell && index == 0 ? prompt : continuation, .prompt)
      var glyphs = prefix + Drawing.glyphs(line)
      if isColoured { colour(&glyphs, behind: prefix.count, line: index) }
      if index == cursorLine {
        let before = prefix.count + Self.glyphCount(of: line, scalars: cursorOffset)
        place(cursorAfter: glyphs[..<before], in: &drawing, columns: columns)
      }
      if index == lines.count - 1 { glyphs += Drawing.glyphs(suggestion, .aside) }
      drawing.rows += Drawing.wrapped(glyphs, columns: columns)
      // A cursor behind a full row stands in the next one.
      while drawing.rows.count <= drawing.cursorRow, index == cursorLine { drawing.rows.append([]) }
    }
    let below = footer.flatMap {
      Drawing.wrapped(Drawing.glyphs($0, .aside), columns: columns, atSpaces: true)
    }
    let shownBelow = below.prefix(max(0, rows - 1))
    Self.cut(&drawing, to: max(1, rows - shownBelow.count))
    drawing.rows += shownBelow
    return drawing
  }

  private func colour(_ glyphs: inout [Drawing.Glyph], behind start: Int, line index: Int) {
    let line = lines[index]
    // A character, and so a glyph, has one byte or more.
    var glyph = start
    var place = 0
    var highlights = Session.highlights(in: line)[...]
    for character in line {
      while let first = highlights.first, first.range.upperBound <= place { highlights.removeFirst() }
      if let first = highlights.first, first.range.contains(place) { glyphs[glyph].style = .code(first.kind) }
      place += character.utf8.count
      glyph += 1
    }
    for bracket in brackets where bracket.line == index {
      let glyph = start + Self.glyphCount(of: line, scalars: bracket.offset)
      if glyphs.indices.contains(glyph) { glyphs[glyph].style = .bracket }
    }
  }

  private func place(
    cursorAfter glyphs: ArraySlice<Drawing.Glyph>, in drawing: inout Drawing, columns: Int
  ) {
    let before = Drawing.wrapped(Array(glyphs), columns: columns)
    drawing.cursorRow = drawing.rows.count + before.count - 1
    drawing.cursorColumn = Drawing.width(before.last ?? [])
    if drawing.cursorColumn >= columns {
      drawing.cursorRow += 1
      drawing.cursorColumn = 0
    }
  }

  private static func cut(_ drawing: inout Drawing, to height: Int) {
    guard drawing.rows.count > height else { return }
    let top = min(max(0, drawing.cursorRow - height / 2), drawing.rows.count - height)
    drawing.rows = Array(drawing.rows[top..<top + height])
    drawing.cursorRow -= top
  }

  /// How many characters the first scalars of a line make up.
  private static func glyphCount(of line: String, scalars: Int) -> Int {
    let view = line.unicodeScalars
    let end = view.index(view.startIndex, offsetBy: scalars, limitedBy: view.endIndex) ?? view.endIndex
    return line[..<end].count
  }
}

extension Drawing {
  /// The columns that a character takes.
  static func columns(of character: Character) -> Int {
    let width = character.unicodeScalars.reduce(0) {
      $0 + Int(max(0, wcwidth(wchar_t(bitPattern: $1.value))))
    }
    return min(2, width)
  }
}
