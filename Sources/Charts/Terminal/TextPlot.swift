/// The frame of a plot in text: axes with round ticks, faint lines across, and where values lie.
///
/// Every tick of the upward axis stands on a row of its own, each as far from the next.
struct TextPlot {
  /// From values to dots of `grid`.
  let x, y: LinearScale
  /// The upper left cell inside the axes, and how many there are.
  let top, left, columns, rows: Int

  /// Draws the frame below what is on the canvas.
  /// - Parameter xTicks: gives at most so many ticks.
  init(
    on canvas: inout TextCanvas, _ look: TerminalLook, xRange: ClosedRange<Double>,
    yRange: ClosedRange<Double>, xLabel: String, yLabel: String, xTicks: (_ limit: Int) -> [Tick]
  ) {
    // Around the plot: the command, the label of either axis, an axis and its ticks, the line about the file, the prompt.
    let room = min(21, max(5, look.rows - canvas.height - 7))
    let (yTicks, rows) = Self.upward(yRange, room: room)
    self.rows = rows
    let labels = yTicks.list
    let widest = labels.map { TextStyle.columns($0.label) }.max() ?? 0
    left = widest + 2 < look.columns / 2 ? widest + 2 : 1
    columns = max(1, look.columns - left)
    if !yLabel.isEmpty { canvas.add([yLabel], colour: look.faint) }
    top = canvas.height
    x = LinearScale(domain: xRange, from: 1, to: Double(max(2, 2 * columns - 2)))
    // Ticks lie in the middle of their rows of four dots.
    y = LinearScale(domain: yTicks.range, from: Double(4 * rows) - 2.4, to: 1.6)

    for tick in labels {
      let row = top + Int(clamping: y(tick.value)) / 4
      if left > 1 {
        canvas.write(
          tick.label, row: row, column: left - 2 - TextStyle.columns(tick.label), colour: look.faint)
      }
      if look.colours != .plain {
        for column in 0..<columns {
          canvas.put(TextCanvas.Cell(text: "┈", colour: look.grid), row: row, column: left + column)
        }
      }
    }
    for row in 0..<rows {
      let isTick = labels.contains { Int(clamping: y($0.value)) / 4 == row }
      canvas.put(
        TextCanvas.Cell(text: isTick ? "┤" : "│", colour: look.faint), row: top + row, column: left - 1)
    }
    drawBottom(on: &canvas, look, xLabel, xTicks)
  }

  /// The ticks of the upward axis and its rows: those that give the range the most room.
  private static func upward(_ range: ClosedRange<Double>, room: Int) -> (ticks: Ticks, rows: Int) {
    let choices = (3...max(3, (room + 1) / 2)).map { limit in
      let ticks = Ticks(range, extent: .around, limit: limit)
      let intervals = max(1, ticks.multiples.count - 1)
      return (ticks: ticks, rows: max(1, (room - 1) / intervals) * intervals + 1)
    }
    func share(_ choice: (ticks: Ticks, rows: Int)) -> Double {
      let whole = choice.ticks.range
      return Double(choice.rows) * (range.upperBound - range.lowerBound)
        / (whole.upperBound - whole.lowerBound)
    }
    // Between two or three ticks values are hard to read.
    let readable = choices.filter { $0.ticks.multiples.count >= 4 }
    return (readable.isEmpty ? choices : readable).max { share($0) < share($1) } ?? choices[0]
  }

  private func drawBottom(
    on canvas: inout TextCanvas, _ look: TerminalLook, _ label: String, _ ticks: (_ limit: Int) -> [Tick]
  ) {
    let row = top + rows
    canvas.write(
      "└" + String(repeating: "─", count: columns), row: row, column: left - 1, colour: look.faint)
    // Labels keep a distance of two columns: fewer ticks where they are long.
    var limit = max(2, columns / 5)
    var list = ticks(limit)
    while limit > 2, !fits(list) {
      limit -= 1
      list = ticks(limit)
    }
    var free = 0
    for tick in list {
      let place = column(tick.value)
      canvas.put(TextCanvas.Cell(text: "┴", colour: look.faint), row: row, column: place)
      let start = labelStart(tick)
      guard start >= free else { continue }
      canvas.write(tick.label, row: row + 1, column: start, colour: look.faint)
      free = start + TextStyle.columns(tick.label) + 1
    }
    if !label.isEmpty {
      let start = left + max(0, columns - TextStyle.columns(label)) / 2
      canvas.write(label, row: row + 2, column: start, colour: look.faint)
    }
  }

  private func column(_ value: Double) -> Int { left + Int(clamping: min(max(0, x(value)), 10_000)) / 2 }

  /// In the middle below its tick, but inside the canvas.
  private func labelStart(_ tick: Tick) -> Int {
    let width = TextStyle.columns(tick.label)
    return max(0, min(column(tick.value) - (width - 1) / 2, left + columns - width))
  }

  private func fits(_ ticks: [Tick]) -> Bool {
    zip(ticks, ticks.dropFirst()).allSatisfy {
      labelStart($0) + TextStyle.columns($0.label) + 2 <= labelStart($1)
    }
  }

  // MARK: - Drawing

  var grid: BrailleGrid { BrailleGrid(columns: columns, rows: rows) }

  func draw(_ grid: BrailleGrid, on canvas: inout TextCanvas) {
    grid.draw(on: &canvas, row: top, column: left)
  }

  /// The dots of a point.
  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (self.x(x), self.y(y)) }

  /// A value that lies in the middle of a row, counted from above.
  func value(ofRow row: Int) -> Double {
    let share = rows > 1 ? Double(rows - 1 - row) / Double(rows - 1) : 0.5
    return y.domain.lowerBound + share * (y.domain.upperBound - y.domain.lowerBound)
  }

  /// Puts a character on the cell of a point.
  func mark(_ text: String, _ x: Double, _ y: Double, _ colour: RGB?, on canvas: inout TextCanvas) {
    let (x, y) = (self.x(x).rounded(), self.y(y).rounded())
    guard x >= 0, y >= 0, x < Double(2 * columns), y < Double(4 * rows) else { return }
    canvas.write(text, row: top + Int(clamping: y) / 4, column: left + Int(clamping: x) / 2, colour: colour)
  }
}

extension SeriesMarks {
  /// A point of the series in text.
  var textDot: String { ["●", "■", "▲", "◆"][variant % 4] }

  /// Its line in text, for the legend.
  var textLine: String { ["──", "╌╌", "┈┈", "─·"][variant % 4] }

  /// Its line in dots: which ones are set.
  var textDash: [Bool] {
    [[1], [1, 1, 1, 1, 0, 0, 0], [1, 0, 0], [1, 1, 1, 1, 0, 0, 1, 0, 0]][variant % 4].map { $0 == 1 }
  }
}
