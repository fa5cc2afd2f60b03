extension ArchitectureDiagram {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    guard !stages.isEmpty else {
      canvas.addNotice("no layers to draw", look)
      return canvas
    }
    let sizes = stages.map(\.sizeText)
    let bars = look.columns >= 60 ? min(29, look.columns / 4) : 0
    let sizeColumn = bars > 0 ? bars + 2 : 0
    let textColumn = sizeColumn + (sizes.map { TextStyle.columns($0) }.max() ?? 0) + 2
    for (stage, size) in zip(stages, sizes) {
      let row = canvas.height
      let colour = stage.kind.colour(look)
      let width = barWidth(stage, most: bars)
      canvas.write(
        String(repeating: stage.volume == nil ? "▬" : "█", count: width), row: row,
        column: (bars - width) / 2,
        colour: colour)
      canvas.write(
        size, row: row, column: textColumn - 2 - TextStyle.columns(size), colour: colour, isBold: true)
      for (i, layer) in stage.layers.enumerated() {
        canvas.write(layer.name, row: row + i, column: textColumn, isBold: i == 0)
        let details = textColumn + TextStyle.columns(layer.name) + 2
        canvas.write(
          layer.details.joined(separator: " · "), row: row + i, column: details, colour: look.faint)
      }
    }
    return canvas
  }

  /// The side of a feature map; of a vector the fourth root of its units: 10 are to be seen beside 3000.
  private func barWidth(_ stage: Stage, most: Int) -> Int {
    guard most > 0 else { return 0 }
    let share: Double
    if let volume = stage.volume {
      let longest = stages.compactMap(\.volume).map { max($0.height, $0.width) }.max() ?? 1
      share = Double(volume.width) / Double(longest)
    } else {
      let greatest = stages.filter { $0.volume == nil }.map(\.count).max() ?? 1
      share = (stage.count / greatest).squareRoot().squareRoot()
    }
    let width = max(1, Int(clamping: (min(max(share, 0), 1) * Double(most)).rounded()))
    // Bars have one middle.
    return width % 2 == most % 2 ? width : max(most % 2, width - 1)
  }

}

extension LayerKind {
  /// The colour of the SVG chart: blue, orange, green, pink, gray.
  func colour(_ look: TerminalLook) -> RGB {
    switch self {
    case .convolution: look.series(0)
    case .pooling: look.series(1)
    case .dense: look.series(2)
    case .merging: look.series(3)
    case .input, .flatten, .other: look.faint
    }
  }
}
