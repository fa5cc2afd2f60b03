/// What stands above a drawing in text, and words that all drawings use.
extension TextCanvas {
  /// An entry of a legend: a symbol and a name.
  struct LegendEntry {
    var symbol: String
    var colour: RGB?
    var name: String
  }

  /// A canvas that begins with a title in at most two lines, and under it a legend.
  init(_ look: TerminalLook, title: String, legend: [LegendEntry] = []) {
    self.init(columns: look.columns)
    add(TextStyle.cell.lines(title, maxWidth: Double(columns), count: 2), isBold: true)
    var column = 0
    for (i, entry) in legend.enumerated() {
      let symbolWidth = TextStyle.columns(entry.symbol) + 1
      let width = min(columns, symbolWidth + TextStyle.columns(entry.name))
      let isNewLine = i == 0 || column + width > columns
      if isNewLine { column = 0 }
      let row = isNewLine ? height : height - 1
      write(entry.symbol, row: row, column: column, colour: entry.colour)
      write(entry.name, row: row, column: column + symbolWidth)
      column += width + 3
    }
  }

  /// Where there is no data to draw.
  mutating func addNotice(_ text: String, _ look: TerminalLook) { add([text], colour: look.faint) }

  /// What was left out.
  mutating func addRest(_ count: Int, _ things: String, _ look: TerminalLook) {
    guard count > 0 else { return }
    addNotice("… \(count) more \(things) in the SVG file", look)
  }

  /// Lines of words below a drawing.
  mutating func addNotes(_ notes: [String], _ look: TerminalLook) {
    for note in notes {
      add(TextStyle.cell.lines(note, maxWidth: Double(columns), count: 4), colour: look.faint)
    }
  }
}
