extension HistogramSheet {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    guard !columns.isEmpty else {
      canvas.addNotice("no histograms to draw", look)
      return canvas
    }
    let (gap, least) = (3, 24)
    let perRow = max(1, min(columns.count, 3, (look.columns + gap) / (least + gap)))
    let width = min(40, (look.columns - gap * (perRow - 1)) / perRow)
    var shown = 0
    for start in stride(from: 0, to: columns.count, by: perRow) {
      let row = columns[start..<min(start + perRow, columns.count)]
      let drawings = row.map { draw($0, width: width, look) }
      guard shown == 0 || canvas.height + (drawings.map(\.height).max() ?? 0) <= 2 * look.room else { break }
      let top = canvas.height + (shown > 0 ? 1 : 0)
      for (i, drawing) in drawings.enumerated() {
        canvas.paste(drawing, row: top, column: i * (width + gap))
      }
      shown += row.count
    }
    canvas.addRest(columns.count - shown, columns.count - shown == 1 ? "layer" : "layers", look)
    return canvas
  }

  /// At one time a histogram of several rows; at several times a row for each.
  private func draw(_ column: Column, width: Int, _ look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(columns: width)
    canvas.add([column.name], isBold: true)
    let isOne = column.counts.count <= 1
    let names = isOne ? [] : times
    let labelWidth = isOne ? 0 : min(width / 2, (names.map { TextStyle.columns($0) }.max() ?? 0) + 1)
    let room = max(1, width - labelWidth)
    let greatest = Double(max(1, column.counts.lazy.flatMap { $0 }.max() ?? 1))
    for time in Self.some(of: column.counts.count) {
      let counts = column.counts[time]
      if names.indices.contains(time) {
        canvas.write(
          names[time], row: canvas.height, column: 0, colour: look.faint, room: max(0, labelWidth - 1))
      }
      let height = isOne ? Self.height : 1
      let top = canvas.height - (names.indices.contains(time) ? 1 : 0)
      guard !counts.isEmpty else { continue }
      for x in 0..<room {
        let share = Double(counts[min(counts.count - 1, x * counts.count / room)]) / greatest
        let eighths = Int(clamping: (min(max(0, share), 1) * Double(8 * height)).rounded(.up))
        for level in 0..<height {
          let filled = min(8, max(0, eighths - 8 * level))
          canvas.put(
            TextCanvas.Cell(text: Self.blocks[filled], colour: look.series(0)), row: top + height - 1 - level,
            column: labelWidth + x)
        }
      }
    }
    let (low, high) = (column.low.valueText, column.limit.valueText)
    let row = canvas.height
    canvas.write(low, row: row, column: labelWidth, colour: look.faint)
    canvas.write(column.middle.valueText, row: row, column: labelWidth + room / 2, colour: look.faint)
    canvas.write(high, row: row, column: width - TextStyle.columns(high), colour: look.faint)
    return canvas
  }

  private static let height = 5
  private static let mostTimes = 10
  private static let blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// All of a few times; of many the first, the last and some between.
  private static func some(of count: Int) -> [Int] {
    guard count > mostTimes else { return Array(0..<count) }
    return (0..<mostTimes).map { $0 * (count - 1) / (mostTimes - 1) }
  }
}
