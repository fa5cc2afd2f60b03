extension Heatmap {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    guard !rowNames.isEmpty, !columnNames.isEmpty else {
      canvas.addNotice("no counts to draw", look)
      return canvas
    }
    let values = values
    let shading = Shading(greatest: values.lazy.flatMap { $0 }.max() ?? 0)
    let share = unit.isEmpty ? "" : ", \(unit)"
    canvas.addNotes(["rows: \(rowLabel) │ columns: \(columnLabel)\(share)"], look)
    let digits = values.lazy.flatMap { $0 }.map { TextStyle.columns(text($0)) }.max() ?? 1
    let names = Names(rowNames, columnNames, room: look.columns)
    let cell = max(digits + 2, min(names.columnWidth, 8) + 1)
    if names.width + cell * columnNames.count <= look.columns {
      drawNumbers(values, shading, names, cell: cell, on: &canvas, look)
    } else if names.width + 2 * columnNames.count <= look.columns, rowNames.count + 3 <= look.room {
      drawSquares(values, shading, names, on: &canvas, look)
    } else {
      drawPixels(values, shading, on: &canvas, look)
    }
    return canvas
  }

  /// What stands beside the rows and above the columns: names, or numbers where columns are too narrow for names.
  private struct Names {
    var rows: [String]
    var columns: [String]

    init(_ rowNames: [String], _ columnNames: [String], room: Int) {
      let widest = columnNames.map { TextStyle.columns($0) }.max() ?? 0
      let isShort = widest <= 6 && (widest + 1) * columnNames.count + widest <= room
      columns = isShort ? columnNames : columnNames.indices.map { "\($0)" }
      let most = max(3, min(20, room / 4))
      rows = rowNames.enumerated().map { i, name in
        TextStyle.cell.shortened(isShort || name == "\(i)" ? name : "\(i) \(name)", to: Double(most))
      }
    }

    /// The width of the rows' names and the space behind them.
    var width: Int { (rows.map { TextStyle.columns($0) }.max() ?? 0) + 1 }
    var columnWidth: Int { columns.map { TextStyle.columns($0) }.max() ?? 0 }
  }

  private func colour(_ value: Double, _ shading: Shading, _ look: TerminalLook) -> RGB {
    let t = Double(shading.level(value)) / Double(Self.levels - 1)
    if look.colours == .plain {
      // The more, the fuller.
      let byte = UInt8(clamping: ((look.isDark ? t : 1 - t) * 255).rounded())
      return RGB(byte, byte, byte)
    }
    return RGB.blend(look.isDark ? Self.darkStops : Self.lightStops, at: t)
  }

  private func drawNumbers(
    _ values: [[Double]], _ shading: Shading, _ names: Names, cell: Int, on canvas: inout TextCanvas,
    _ look: TerminalLook
  ) {
    let header = canvas.height
    for (column, name) in names.columns.enumerated() {
      canvas.write(
        name.padded(to: cell), row: header, column: names.width + column * cell, colour: look.faint,
        room: cell)
    }
    for (row, name) in names.rows.enumerated() {
      let line = canvas.height
      canvas.write(name, row: line, column: 0)
      canvas.addNumbers(
        values[row].map { $0 > 0 ? text($0) : "·" }, colours: values[row].map { colour($0, shading, look) },
        perRow: columnNames.count, cellWidth: cell, row: line, column: names.width, look)
    }
  }

  /// Every cell as a square of two columns.
  private func drawSquares(
    _ values: [[Double]], _ shading: Shading, _ names: Names, on canvas: inout TextCanvas,
    _ look: TerminalLook
  ) {
    let header = canvas.height
    canvas.add([""])
    for column in stride(from: 0, to: columnNames.count, by: columnNames.count > 10 ? 5 : 1) {
      canvas.write("\(column)", row: header, column: names.width + 2 * column, colour: look.faint)
    }
    for (row, name) in names.rows.enumerated() {
      canvas.write(name, row: header + 1 + row, column: 0)
    }
    let picture = picture(values, shading, look).resized(
      width: 2 * columnNames.count, height: 2 * rowNames.count)
    picture.draw(on: &canvas, row: header + 1, column: names.width, look)
    addScale(shading, look, on: &canvas)
  }

  /// Every cell as half a character, for the many classes of traffic signs.
  private func drawPixels(
    _ values: [[Double]], _ shading: Shading, on canvas: inout TextCanvas, _ look: TerminalLook
  ) {
    let left = "\(rowNames.count - 1)".count + 1
    let room = max(1, look.columns - left)
    var picture = picture(values, shading, look)
    if picture.width > room { picture = picture.fitted(columns: room) }
    let header = canvas.height
    canvas.add([""])
    for column in stride(from: 0, to: columnNames.count, by: 5) {
      let place = left + column * picture.width / columnNames.count
      // Where a large matrix has been reduced the numbers would touch.
      if canvas[header, place - 1]?.isEmpty ?? true {
        canvas.write("\(column)", row: header, column: place, colour: look.faint)
      }
    }
    for line in stride(from: 0, to: picture.rows, by: picture.rows > 12 ? 5 : 2) {
      let name = "\(line * 2 * rowNames.count / picture.height)"
      canvas.write(
        name, row: header + 1 + line, column: max(0, left - 1 - name.count), colour: look.faint)
    }
    picture.draw(on: &canvas, row: header + 1, column: left, look)
    addScale(shading, look, on: &canvas)
  }

  private func picture(_ values: [[Double]], _ shading: Shading, _ look: TerminalLook) -> TextPicture {
    TextPicture(
      width: values.first?.count ?? 0, height: values.count,
      pixels: values.joined().map { colour($0, shading, look) })
  }

  /// `0 ░▒▓█ 630`: what the shades mean.
  private func addScale(_ shading: Shading, _ look: TerminalLook, on canvas: inout TextCanvas) {
    guard shading.greatest > 0 else { return }
    let row = canvas.height
    canvas.write("0", row: row, column: 0, colour: look.faint)
    let steps = (0...8).map { shading.greatest * Double($0 * $0) / 64 }
    picture([steps, steps], shading, look).draw(on: &canvas, row: row, column: 2, look)
    canvas.write(text(shading.greatest), row: row, column: 3 + steps.count, colour: look.faint)
  }
}
