/// Lying bars in text, a line each, to an eighth of a column; many of them in several columns.
struct TextBars {
  struct Bar {
    var label: String
    /// What stands behind the bar.
    var text: String
    /// The ends of the bar, 0 to 1 of the room that bars have.
    var ends: ClosedRange<Double>?
    /// The number of its series, which colour and filling show.
    var series = 0
  }

  var bars: [Bar]
  /// How many of them belong together.
  var group = 1

  /// In narrower columns bars would say nothing.
  private static let leastWidth = 36
  private static let mostLines = 60

  /// What fills the bars of a series where colours do not tell it.
  static func fill(_ series: Int, _ look: TerminalLook) -> String {
    look.colours == .plain ? ["█", "▒", "▓", "░"][series % 4] : "█"
  }

  func draw(on canvas: inout TextCanvas, _ look: TerminalLook) {
    let gap = 2
    let room = max(8, look.room - canvas.height)
    let most = max(1, (look.columns + gap) / (Self.leastWidth + gap))
    let columns = max(1, min(most, 3, (bars.count + room - 1) / room))
    let shown = bars.prefix(Self.mostLines / group * group * columns)
    let perColumn = max(1, (shown.count + group * columns - 1) / (group * columns)) * group
    let width = (look.columns - gap * (columns - 1)) / columns
    let labelWidth = min(shown.map { TextStyle.columns($0.label) }.max() ?? 0, width * 2 / 5)
    let textWidth = min(shown.map { TextStyle.columns($0.text) }.max() ?? 0, width / 3)
    let top = canvas.height
    for (i, bar) in shown.enumerated() {
      let (row, column) = (top + i % perColumn, i / perColumn * (width + gap))
      let start = column + labelWidth + 1
      let length = max(1, width - labelWidth - textWidth - 2)
      let label = TextStyle.cell.shortened(bar.label.terminalText, to: Double(labelWidth))
      canvas.write(
        label, row: row, column: column + max(0, labelWidth - TextStyle.columns(label)), room: labelWidth)
      var end = start
      if let ends = bar.ends { end = draw(bar, ends, length, row: row, column: start, look, on: &canvas) }
      canvas.write(
        bar.text, row: row, column: end + (end > start ? 1 : 0), colour: look.faint, room: textWidth)
    }
    canvas.addRest(bars.count - shown.count, "bars", look)
  }

  /// - Returns: the first column behind the bar.
  private func draw(
    _ bar: Bar, _ ends: ClosedRange<Double>, _ length: Int, row: Int, column: Int, _ look: TerminalLook,
    on canvas: inout TextCanvas
  ) -> Int {
    let colour = look.series(bar.series)
    let fill = Self.fill(bar.series, look)
    func eighths(_ share: Double) -> Int {
      Int(clamping: (min(max(share, 0), 1) * Double(8 * length)).rounded())
    }
    let from = eighths(ends.lowerBound)
    // What is there is seen, however little.
    let to = max(eighths(ends.upperBound), ends.upperBound > ends.lowerBound ? from + 1 : from)
    for cell in from / 8..<max(from / 8, (to + 7) / 8) where to > from {
      let (begin, end) = (max(from - 8 * cell, 0), min(to - 8 * cell, 8))
      let isWhole = end - begin == 8
      // Blocks begin at the left of their cell; one that ends at the right is the half on the right.
      let text = isWhole ? fill : begin > 0 ? (end - begin > 6 ? fill : "▐") : Self.blocks[end]
      canvas.put(
        TextCanvas.Cell(text: isWhole || fill == "█" ? text : fill, colour: colour), row: row,
        column: column + cell)
    }
    return column + (to + 7) / 8
  }

  private static let blocks = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}
