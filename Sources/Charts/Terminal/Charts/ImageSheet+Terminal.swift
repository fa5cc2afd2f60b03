extension ImageSheet {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    guard !images.isEmpty else {
      canvas.addNotice("no images to draw", look)
      return canvas
    }
    if images.count == 1, let values = images[0].writtenValues, let numbers = numbers(values, look) {
      canvas.paste(numbers, row: canvas.height, column: 0)
      canvas.add(caption(images[0], width: look.columns), colour: look.colour(images[0].mark))
      return canvas
    }
    let layout = layout(look, rows: canvas.height)
    var shown = 0
    for start in stride(from: 0, to: images.count, by: layout.perRow) {
      let row = images[start..<min(start + layout.perRow, images.count)]
      let drawings = row.map { draw($0, layout, look) }
      let height = drawings.map(\.height).max() ?? 0
      // The first row is drawn however small the window is.
      guard shown == 0 || canvas.height + height <= 2 * look.room else { break }
      let top = canvas.height
      for (i, drawing) in drawings.enumerated() {
        canvas.paste(drawing, row: top, column: i * (layout.slot + Self.textGap))
      }
      shown += row.count
    }
    canvas.addRest(images.count - shown, images.count - shown == 1 ? "image" : "images", look)
    if let key, look.colours != .plain { canvas.addNotes(["normalized: " + key.text], look) }
    return canvas
  }

  private static let textGap = 2
  /// Smaller pictures would not be recognized.
  private static let leastColumns = 12

  private struct Layout {
    /// The columns of the widest picture, and of a picture with its title.
    var picture, slot: Int
    var perRow: Int
  }

  /// Pictures as large as lets all of them be seen at once, a column for a pixel at most; of more as many as two windows
  /// hold.
  /// - Parameter rows: those above the pictures.
  private func layout(_ look: TerminalLook, rows above: Int) -> Layout {
    let widest = images.map(\.width).max() ?? 1
    let largest = min(max(widest, Self.leastColumns), look.columns)
    let titles = images.map { TextStyle.columns($0.title) + ($0.mark == .none ? 0 : 2) }.max() ?? 0
    let tallest = images.map { Double($0.height) / Double(max(1, $0.width)) }.max() ?? 1
    let most = columns.map { max(1, $0) } ?? images.count
    func layout(_ picture: Int) -> Layout {
      let slot = min(look.columns, max(picture, min(titles, 16)))
      let fitting = (look.columns + Self.textGap) / (slot + Self.textGap)
      return Layout(picture: picture, slot: slot, perRow: max(1, min(most, fitting)))
    }
    func rows(_ layout: Layout) -> Double {
      let rows = (images.count + layout.perRow - 1) / layout.perRow
      let titleRows = images.prefix(200).map { caption($0, width: layout.slot).count }.max() ?? 0
      let picture = (min(Double(layout.picture) * tallest, 1000) / 2).rounded(.up)
      return Double(above) + Double(rows) * (picture + Double(titleRows))
    }
    let least = min(Self.leastColumns, largest)
    let sizes = (least...largest).reversed().map(layout)
    return sizes.first { rows($0) <= Double(look.room) } ?? sizes.first { rows($0) <= Double(2 * look.room) }
      ?? layout(min(largest, max(least, min(titles, 16))))
  }

  private func draw(_ image: ChartImage, _ layout: Layout, _ look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(columns: layout.slot)
    let picture = TextPicture(
      width: image.width, height: image.height, channels: image.channels, bytes: image.pixels)
    if let picture {
      // All pictures of a sheet are enlarged or reduced alike, those of several sizes to one width.
      picture.fitted(columns: layout.picture).draw(on: &canvas, row: 0, column: 0, look)
    } else {
      canvas.addNotice("no pixels", look)
    }
    canvas.add(caption(image, width: layout.slot), colour: look.colour(image.mark))
    return canvas
  }

  private func caption(_ image: ChartImage, width: Int) -> [String] {
    let sign =
      switch image.mark {
      case .none: ""
      case .right: "✓ "
      case .wrong: "✗ "
      }
    return TextStyle.cell.lines(sign + image.title, maxWidth: Double(width), count: 2)
  }

  /// The picture as its numbers; nil where they find no room.
  private func numbers(_ values: [String], _ look: TerminalLook) -> TextCanvas? {
    let image = images[0]
    let width = (values.map { TextStyle.columns($0) }.max() ?? 0) + 1
    guard width <= look.columns / image.width else { return nil }
    var canvas = TextCanvas(columns: look.columns)
    let colours = values.indices.map(image.colour)
    canvas.addNumbers(
      values, colours: colours, perRow: image.width, cellWidth: width, row: 0, column: 0, look)
    return canvas
  }
}
