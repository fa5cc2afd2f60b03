extension ScatterChart {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    let drawn = drawn
    let legend =
      areLetters
      ? []
      : drawn.map { index, name, _ in
        TextCanvas.LegendEntry(symbol: Self.mark(index), colour: colour(index, look), name: name)
      }
    var canvas = TextCanvas(look, title: title, legend: legend)
    let points = drawn.flatMap(\.points)
    guard let xRange = ClosedRange(covering: points.map(\.x)),
      let yRange = ClosedRange(covering: points.map(\.y))
    else {
      canvas.addNotice("no points to draw", look)
      return canvas
    }
    let plot = TextPlot(
      on: &canvas, look, xRange: xRange, yRange: yRange, xLabel: xLabel, yLabel: yLabel,
      xTicks: { Ticks(xRange, extent: .inside, limit: $0).list })
    for (index, name, points) in drawn {
      for point in points {
        plot.mark(
          areLetters ? name : Self.mark(index), point.x, point.y, colour(index, look), on: &canvas)
      }
    }
    return canvas
  }

  private func colour(_ group: Int, _ look: TerminalLook) -> RGB {
    let all = Theme.palette + Self.moreColours
    let colour = all[group % all.count]
    return look.pick(colour.light, colour.dark)
  }

  /// The mark of each group, until they are used up.
  private static func mark(_ group: Int) -> String { ["●", "■", "▲", "◆", "○", "□", "△", "◇"][group % 8] }
}
