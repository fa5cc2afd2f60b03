import Core

/// Keeps rows at the bottom of the terminal's text up to date, writing no more than what has changed.
///
/// It uses the few control sequences that every terminal since the VT100 has (ECMA-48): up, right, and clearing to
/// the end of the row or of the screen.
struct Painter {
  private var shown = Drawing()
  private var output = TerminalText()
  private var row = 0
  private var column = 0

  /// Replaces what is shown by `drawing`.
  mutating func paint(_ drawing: Drawing) {
    guard drawing != shown else { return }
    (row, column) = (shown.cursorRow, shown.cursorColumn)
    for (index, new) in drawing.rows.enumerated() {
      let old = index < shown.rows.count ? shown.rows[index] : nil
      if let old, old == new { continue }
      let same = zip(old ?? [], new).prefix { $0 == $1 }.count
      move(toRow: index, column: Drawing.width(new[..<same]))
      write(new[same...])
      if let old, Drawing.width(old[same...]) > Drawing.width(new[same...]) { output += .control("\u{1B}[K") }
    }
    if shown.rows.count > max(1, drawing.rows.count) {
      move(toRow: drawing.rows.count, column: 0)
      output += .control("\u{1B}[J")
    }
    shown = drawing
    move(toRow: drawing.cursorRow, column: drawing.cursorColumn)
    flush()
  }

  /// Leaves what is shown where it is and begins a new row below it.
  mutating func finish(_ text: TerminalText = "") {
    (row, column) = (shown.cursorRow, shown.cursorColumn)
    move(toRow: max(0, shown.rows.count - 1), column: Drawing.width(shown.rows.last ?? []))
    output += text + .control("\r\n")
    flush()
    shown = Drawing()
  }

  /// Clears what is shown, which a window of another width may have broken into more rows.
  mutating func clear(columns: Int) {
    let above = shown.rows[..<min(shown.cursorRow, shown.rows.count)].map { row in
      max(1, (Drawing.width(row) + columns - 1) / max(1, columns))
    }
    let up = above.reduce(0, +) + shown.cursorColumn / max(1, columns)
    output += (up > 0 ? .control([up], "A") : "") + .control("\r\u{1B}[J")
    flush()
    shown = Drawing()
  }

  /// Clears the whole window.
  mutating func clearWindow() {
    output += .control("\u{1B}[H\u{1B}[2J")
    flush()
    shown = Drawing()
  }

  /// Writes a sequence that shows nothing.
  mutating func send(_ sequence: TerminalText) {
    output += sequence
    flush()
  }

  private mutating func move(toRow newRow: Int, column newColumn: Int) {
    if newRow < row { output += .control([row - newRow], "A") }
    if newRow > row {
      output += .control("\r") + TerminalText(String(repeating: "\n", count: newRow - row))
      column = 0
    }
    row = newRow
    if newColumn == column { return }
    if newColumn < column {
      output += .control("\r")
      column = 0
    }
    if newColumn > column { output += .control([newColumn - column], "C") }
    column = newColumn
  }

  private mutating func write(_ glyphs: ArraySlice<Drawing.Glyph>) {
    var style = Drawing.Style.plain
    for glyph in glyphs {
      if glyph.style != style { output += Self.sequence(glyph.style) }
      style = glyph.style
      output += TerminalText(glyph.text)
      column += glyph.width
    }
    if style != .plain { output += Self.sequence(.plain) }
  }

  private static func sequence(_ style: Drawing.Style) -> TerminalText {
    guard Terminal.usesColour else { return "" }
    switch style {
    case .plain: return .look([0])
    case .prompt: return .look([0, 32])
    case .aside: return .look([0, 2])
    case .bracket: return .look([0, 1, 4])
    // Colours that can be read on light and on dark.
    case .code(let kind):
      switch kind {
      case .verb, .keyword: return .look([0, 1])
      case .layer: return .look([0, 1, 35])
      case .option: return .look([0, 36])
      case .number: return .look([0, 35])
      case .string: return .look([0, 32])
      case .comment: return .look([0, 2])
      }
    }
  }

  private mutating func flush() {
    StandardStream.output.write(output)
    output = ""
  }
}
