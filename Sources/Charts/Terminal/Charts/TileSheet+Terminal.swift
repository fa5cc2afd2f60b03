extension TileSheet {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    let most = 2 * look.room
    var left = 0
    var isFirst = true
    for row in joined {
      let lines = lines(row.items.map { draw($0, look) }, look)
      for (i, line) in lines.enumerated() {
        guard left == 0, isFirst || canvas.height + line.canvas.height <= most else {
          left += line.pictures
          continue
        }
        if i == 0 {
          canvas.add(
            TextStyle.cell.lines(row.label, maxWidth: Double(look.columns), count: 2), colour: look.faint)
        }
        canvas.paste(line.canvas, row: canvas.height, column: 0)
        isFirst = false
      }
    }
    canvas.addRest(left, left == 1 ? "picture" : "pictures", look)
    if look.colours != .plain {
      var named: Set<String> = []
      canvas.addNotes(scales.filter { named.insert($0).inserted }, look)
    }
    canvas.addNotes(notes, look)
    return canvas
  }

  private static let textGap = 2

  /// An item: above the picture its title.
  private struct Part {
    var title: TextCanvas
    var picture: TextCanvas
    var width: Int
    var isSign = false
  }

  // MARK: - Rows

  /// Rows without labels and signs that follow each other are one, to be broken where the window ends.
  private var joined: [Row] {
    var joined: [Row] = []
    for row in rows {
      if let last = joined.last, row.label.isEmpty, !row.hasSigns, !last.hasSigns {
        joined[joined.count - 1].items += row.items
      } else {
        joined.append(row)
      }
    }
    return joined
  }

  /// The parts side by side, in as many lines as they need.
  private func lines(_ parts: [Part], _ look: TerminalLook) -> [(canvas: TextCanvas, pictures: Int)] {
    var lines: [[Part]] = []
    var used = 0
    for part in parts {
      if lines.isEmpty || used + Self.textGap + part.width > look.columns {
        // A sign goes with what follows it.
        let sign = lines.last.flatMap { $0.count > 1 && $0[$0.count - 1].isSign ? $0.last : nil }
        if sign != nil { lines[lines.count - 1].removeLast() }
        lines.append((sign.map { [$0] } ?? []) + [part])
        used = part.width + (sign.map { $0.width + Self.textGap } ?? 0)
      } else {
        lines[lines.count - 1].append(part)
        used += Self.textGap + part.width
      }
    }
    return lines.map { parts in (line(of: parts, look), parts.count { !$0.isSign }) }
  }

  private func line(of parts: [Part], _ look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(columns: look.columns)
    let titles = parts.map(\.title.height).max() ?? 0
    var column = 0
    for (i, part) in parts.enumerated() {
      // Titles stand right above their pictures, signs beside the middle of the next one.
      let next = i + 1 < parts.count ? parts[i + 1].picture.height : 1
      canvas.paste(part.title, row: titles - part.title.height, column: column)
      canvas.paste(part.picture, row: titles + (part.isSign ? (next - 1) / 2 : 0), column: column)
      column += part.width + Self.textGap
    }
    return canvas
  }

  // MARK: - Parts

  private func draw(_ item: Item, _ look: TerminalLook) -> Part {
    switch item {
    case .sign(let text):
      var canvas = TextCanvas(columns: TextStyle.columns(text))
      canvas.add([text])
      return Part(title: TextCanvas(columns: 0), picture: canvas, width: canvas.columns, isSign: true)
    case .tile(let tile):
      let picture = numbers(tile, look) ?? pixels(tile, look)
      let titleWidth = tile.title.split(separator: "\n").map { TextStyle.columns(String($0)) }.max() ?? 0
      let width = min(look.columns, max(picture.width, min(titleWidth, 18)))
      var title = TextCanvas(columns: width)
      let sign =
        switch tile.mark {
        case .none: ""
        case .right: "✓ "
        case .wrong: "✗ "
        }
      title.add(
        TextStyle.cell.lines(sign + tile.title, maxWidth: Double(width), count: 3),
        colour: look.colour(tile.mark))
      return Part(title: title, picture: picture, width: width)
    }
  }

  /// The numbers of a kernel; nil where there are none, or no room for them.
  private func numbers(_ tile: Tile, _ look: TerminalLook) -> TextCanvas? {
    guard let values = tile.values, let picture = tile.picture, values.count == picture.pixels.count else {
      return nil
    }
    let width = max(6, (values.map { TextStyle.columns($0) }.max() ?? 0) + 2)
    guard width <= look.columns / tile.width else { return nil }
    var canvas = TextCanvas(columns: width * tile.width)
    canvas.addNumbers(
      values, colours: picture.pixels, perRow: tile.width, cellWidth: width, row: 0, column: 0, look)
    if let frame = tile.frame {
      for row in frame.row..<frame.row + max(0, frame.height) {
        canvas.write("▸", row: row, column: frame.column * width, colour: look.wrong)
      }
    }
    return canvas
  }

  private func pixels(_ tile: Tile, _ look: TerminalLook) -> TextCanvas {
    guard let picture = tile.picture else {
      var canvas = TextCanvas(columns: look.columns)
      canvas.addNotice("no pixels", look)
      return canvas
    }
    // About as large beside its neighbours as on the page; small ones in whole blocks for a pixel.
    let wanted = max(
      1, Int(clamping: min(tile.side, 1000) / 6) * picture.width / max(picture.width, picture.height))
    let columns =
      wanted >= picture.width ? picture.width * max(1, min(wanted / picture.width, 4)) : wanted
    var shown = picture.fitted(columns: min(columns, look.columns))
    if let frame = tile.frame { shown.outline(frame, of: picture, in: RGB(0xD1, 0x24, 0x2F)) }
    var canvas = TextCanvas(columns: shown.width)
    shown.draw(on: &canvas, row: 0, column: 0, look)
    if look.colours == .plain, let frame = tile.frame { canvas.corners(frame, of: picture, on: shown) }
    return canvas
  }
}

extension TileSheet.Row {
  fileprivate var hasSigns: Bool {
    items.contains { if case .sign = $0 { true } else { false } }
  }
}

extension Tile {
  fileprivate var picture: TextPicture? {
    TextPicture(width: width, height: height, channels: 3, bytes: pixels)
  }
}

extension Tile.Frame {
  /// The pixels of its corners, on a picture that was drawn in another size.
  fileprivate func place(of picture: TextPicture, on shown: TextPicture) -> (
    rows: ClosedRange<Int>, columns: ClosedRange<Int>
  ) {
    func range(_ start: Int, _ length: Int, _ from: Int, _ to: Int) -> ClosedRange<Int> {
      let scale = Double(to) / Double(from)
      func place(_ x: Double) -> Int { Int(clamping: min(max(0, x), Double(to - 1))) }
      let first = place(Double(start) * scale)
      let end = (Double(start) + Double(length)) * scale
      return first...max(first, place((end - 1).rounded(.up)))
    }
    return (
      range(row, height, picture.height, shown.height), range(column, width, picture.width, shown.width)
    )
  }
}

extension TextPicture {
  fileprivate mutating func outline(_ frame: Tile.Frame, of picture: TextPicture, in colour: RGB) {
    let (rows, columns) = frame.place(of: picture, on: self)
    for row in rows {
      for column in columns
      where [rows.lowerBound, rows.upperBound].contains(row)
        || [columns.lowerBound, columns.upperBound].contains(column)
      {
        self[row, column] = colour
      }
    }
  }
}

extension TextCanvas {
  /// The frame where there is no colour for it.
  fileprivate mutating func corners(_ frame: Tile.Frame, of picture: TextPicture, on shown: TextPicture) {
    let (rows, columns) = frame.place(of: picture, on: shown)
    let (top, bottom) = (rows.lowerBound / 2, rows.upperBound / 2)
    let (left, right) = (columns.lowerBound, columns.upperBound)
    if top == bottom, left == right {
      write("◻", row: top, column: left)
    } else {
      for (text, row, column) in [
        ("┌", top, left), ("┐", top, right), ("└", bottom, left), ("┘", bottom, right),
      ] {
        write(text, row: row, column: column)
      }
    }
  }
}
