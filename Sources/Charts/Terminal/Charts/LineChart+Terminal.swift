extension LineChart {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    let curves = curves
    let points = curves.flatMap(\.points)
    var canvas = TextCanvas(look, title: title, legend: legend(curves, look))
    guard let xRange = ClosedRange(covering: points.map(\.x)),
      let yRange = valueRange(curves)
    else {
      canvas.addNotice("no values to draw", look)
      return canvas
    }
    let plot = TextPlot(
      on: &canvas, look, xRange: xRange, yRange: yRange, xLabel: xLabel, yLabel: yLabel,
      xTicks: { xTicks(xRange, limit: $0) })
    let shown = events.filter { $0.x.isDrawable && xRange.contains($0.x) }
    for event in shown where event.kind == .earlyStop {
      for row in 0..<plot.rows {
        plot.mark("┊", event.x, plot.value(ofRow: row), colour(event, look), on: &canvas)
      }
    }
    var grid = plot.grid
    if smoothing > 0, look.colours != .plain {
      for run in curves.flatMap(\.runs) { grid.line(run.map { plot.place($0.x, $0.value) }, look.grid) }
    }
    for curve in curves {
      let colour = look.series(curve.marks.colour)
      for run in curve.runs {
        let places = run.map { plot.place($0.x, plot.y.kept($0.y)) }
        if curve.mark != .dots { grid.line(places, colour, dash: curve.marks.textDash) }
        // Few dots do not show a course by themselves; many would run into each other.
        if curve.mark == .dots, curve.points.count <= Self.mostJoined, look.colours != .plain {
          grid.line(places, colour)
        }
        if curve.mark == .dots { for place in places { grid.line([place, place], colour) } }
      }
    }
    plot.draw(grid, on: &canvas)
    for curve in curves where curve.mark != .line && areApart(curve, in: plot) {
      for point in curve.points where plot.y.domain.contains(point.y) {
        plot.mark(curve.marks.textDot, point.x, point.y, look.series(curve.marks.colour), on: &canvas)
      }
    }
    // A value between two gaps has no line to be on.
    for curve in curves where curve.mark == .line {
      for run in curve.runs where run.count == 1 {
        plot.mark("•", run[0].x, run[0].y, look.series(curve.marks.colour), on: &canvas)
      }
    }
    for event in shown where event.kind == .checkpoint {
      plot.mark("▴", event.x, plot.value(ofRow: plot.rows - 1), colour(event, look), on: &canvas)
    }
    for curve in curves {
      if let best = curve.best, plot.y.domain.contains(best.value) {
        plot.mark("★", best.x, best.value, look.series(curve.marks.colour), on: &canvas)
      }
    }
    let beyond = outliers(curves, beyond: plot.y)
    if !beyond.isEmpty { canvas.addNotes([words(beyond)], look) }
    return canvas
  }

  /// Whether there is room for a mark on each point.
  private func areApart(_ curve: Curve, in plot: TextPlot) -> Bool { curve.points.count <= plot.columns }

  private func colour(_ event: Event, _ look: TerminalLook) -> RGB {
    event.run.map(look.series) ?? look.faint
  }

  private func legend(_ curves: [Curve], _ look: TerminalLook) -> [TextCanvas.LegendEntry] {
    var entries = curves.filter { !$0.name.isEmpty }.map { curve in
      let line = curve.marks.textLine
      let symbol =
        switch curve.mark {
        case .dots: curve.marks.textDot
        case .line: line
        case .lineWithDots: String(line.prefix(1)) + curve.marks.textDot + line.prefix(1)
        }
      return TextCanvas.LegendEntry(
        symbol: symbol, colour: look.series(curve.marks.colour), name: curve.name)
    }
    let symbols: [Event.Kind: String] = [.checkpoint: "▴", .earlyStop: "┊"]
    for entry in bestEntry(curves) {
      entries.append(TextCanvas.LegendEntry(symbol: "★", colour: look.faint, name: entry.name))
    }
    for kind in Event.Kind.allCases {
      guard let entry = legendEntry(kind), let symbol = symbols[kind] else { continue }
      entries.append(TextCanvas.LegendEntry(symbol: symbol, colour: look.faint, name: entry.name))
    }
    return entries
  }
}
