extension LineChart {
  /// The place and the scales of the curves.
  struct Plot {
    var box: Box
    var x: LinearScale
    var y: LinearScale
    /// How many points all curves have together.
    var pointCount: Int

    /// With more points, none has a tooltip: it could not be pointed at, and the file would be large.
    var hasTooltips: Bool { pointCount <= 600 }

    /// With more points, only the extremes of each stretch of this many are drawn.
    var stretch: Int { pointCount <= 2000 ? 1 : pointCount / 1000 + 1 }
  }

  static let eventRules = [
    Rule(selector: ".ring", style: "fill:none;stroke:currentColor;stroke-width:2"),
    Rule(selector: ".halo", style: "fill:none;stroke-width:5", light: "stroke:#fff", dark: "stroke:#0d1117"),
    Rule(selector: ".event", style: "fill:currentColor;stroke:currentColor;stroke-width:1.5"),
    Rule(selector: ".gray", light: "color:#57606a", dark: "color:#9da7b3"),
  ]

  /// Lines first: dots would be lost under them. Rings lie under the dots, of which they hide none.
  func draw(_ curves: [Curve], in plot: Plot) -> [Element] {
    var elements = smoothing > 0 ? curves.flatMap { faint($0, in: plot) } : []
    elements += events.filter { plot.x.domain.contains($0.x) }.map { draw($0, in: plot) }
    elements += curves.compactMap { joining($0, in: plot) }
    elements += curves.filter { $0.mark != .dots }.flatMap { draw($0, in: plot) }
    elements += curves.compactMap { ring(of: $0, in: plot) }
    elements += curves.filter { $0.mark == .dots }.flatMap { draw($0, in: plot) }
    return elements + outliers(curves, in: plot)
  }

  // MARK: - Curves

  private func draw(_ curve: Curve, in plot: Plot) -> [Element] {
    let runs = curve.runs.map { $0.extremes(ofEach: plot.stretch) }
    if curve.mark == .dots { return [curve.marks.group(dots(runs.flatMap { $0 }, of: curve, in: plot))] }
    // A value between two gaps has no line to be on.
    let alone = runs.filter { $0.count == 1 }.flatMap { $0 }
    let joined = runs.filter { $0.count > 1 }
    let onLine = joined.flatMap { $0 }
    var elements: [Element] = []
    if !joined.isEmpty { elements.append(curve.marks.line(path(joined, in: plot))) }
    if !alone.isEmpty { elements.append(curve.marks.group(dots(alone, of: curve, in: plot))) }
    if curve.mark == .lineWithDots {
      elements.append(curve.marks.group(dots(onLine, of: curve, in: plot)))
    } else if plot.hasTooltips, !onLine.isEmpty {
      elements.append(curve.marks.group(dots(onLine, of: curve, in: plot, radius: 5), isHidden: true))
    }
    return elements
  }

  /// Few dots do not show a course by themselves: a thin line joins them.
  private func joining(_ curve: Curve, in plot: Plot) -> Element? {
    let joined = curve.runs.filter { $0.count > 1 }
    guard curve.mark == .dots, curve.points.count <= Self.mostJoined, !joined.isEmpty else { return nil }
    return curve.marks.line(path(joined, in: plot), isFaint: true)
  }

  /// What lies beyond the axis, by an arrow at its end and in words.
  private func outliers(_ curves: [Curve], in plot: Plot) -> [Element] {
    var elements: [Element] = []
    for (end, edge, side) in [
      (plot.y.domain.upperBound, plot.box.top, 1.0), (plot.y.domain.lowerBound, plot.box.bottom, -1),
    ] {
      for curve in curves {
        for point in curve.points where (point.y - end) * side > 0 {
          let x = plot.x(point.x).attributeText
          let arrow = Element.path(
            "M\(x) \(edge.attributeText)l6 \((10 * side).attributeText)h-12z", tooltip: tooltip(curve, point))
          elements.append(curve.marks.group([arrow]))
        }
      }
    }
    return elements
  }

  /// What was measured, behind its smoothed curve.
  private func faint(_ curve: Curve, in plot: Plot) -> [Element] {
    let measured = curve.runs.map { run in
      run.map { Point(x: $0.x, y: $0.value, value: $0.value) }.extremes(ofEach: plot.stretch)
    }
    return [curve.marks.line(path(measured, in: plot), isFaint: true)]
  }

  private func path(_ runs: [[Point]], in plot: Plot) -> String {
    runs.map { run in
      "M"
        + run.map { "\(plot.x($0.x).attributeText) \(plot.y(plot.y.kept($0.y)).attributeText)" }
        .joined(separator: "L")
    }.joined()
  }

  private func dots(
    _ points: [Point], of curve: Curve, in plot: Plot, radius given: Double? = nil
  ) -> [Element] {
    let spacing = (plot.x.to - plot.x.from) / Double(max(1, curve.points.count))
    let radius = given ?? min(4.5, max(2, spacing * 0.6))
    // Beyond the axis an arrow stands for the dot.
    let points = points.filter { plot.y.domain.contains($0.y) }
    let data = points.map { curve.marks.dot(x: plot.x($0.x), y: plot.y($0.y), radius: radius) }
    guard plot.hasTooltips else { return [.path(data.joined())] }
    return zip(points, data).map { .path($1, tooltip: tooltip(curve, $0)) }
  }

  private func tooltip(_ curve: Curve, _ point: Point) -> String {
    let name = curve.name.isEmpty ? "" : short(curve.name) + ", "
    let measured = smoothing > 0 ? ", measured \(point.value.valueText)" : ""
    return name + "\(place(point.x)): \(point.y.valueText)\(measured)"
  }

  /// `epoch 12`
  func place(_ x: Double) -> String {
    (xLabel.isEmpty ? "" : short(xLabel.lowercased()) + " ") + x.valueText
  }

  /// Short, for there are hundreds of them.
  private func short(_ text: String) -> String { TextStyle.label.shortened(text, to: 200) }

  // MARK: - What stands out

  /// A ring around the best value, and under it one of the background's colour that keeps the line off it.
  private func ring(of curve: Curve, in plot: Plot) -> Element? {
    guard let best = curve.best, plot.y.domain.contains(best.value) else { return nil }
    let (x, y) = (plot.x(best.x), plot.y(best.value))
    let circle = SeriesMarks.circle(x: x, y: y, radius: 7)
    let name = curve.name.isEmpty ? "" : " of " + short(curve.name)
    return .group(
      curve.marks.colourClass,
      [
        .path(circle, class: "halo"),
        .path(SeriesMarks.circle(x: x, y: y, radius: 3), class: "event"),
        .path(circle, class: "ring", tooltip: "best\(name): \(best.value.valueText), \(place(best.x))"),
      ])
  }

  private func draw(_ event: Event, in plot: Plot) -> Element {
    let x = plot.x(event.x)
    let tooltip = "\(event.kind.name.lowercased()): \(place(event.x))"
    let shape: Element =
      switch event.kind {
      case .checkpoint: triangle(x: x, y: plot.box.bottom - 5, tooltip: tooltip)
      case .earlyStop:
        Element(
          "path",
          [
            "class": "event", "stroke-dasharray": "2 4",
            "d": "M\(x.attributeText) \(plot.box.top.attributeText)V\(plot.box.bottom.attributeText)",
          ], tooltip: tooltip)
      }
    return .group(colourClass(event), [shape])
  }

  private func triangle(x: Double, y: Double, tooltip: String = "") -> Element {
    .path("M\(x.attributeText) \((y - 4).attributeText)l4 7h-8z", class: "event", tooltip: tooltip)
  }

  private func colourClass(_ event: Event) -> String {
    event.run.map { SeriesMarks(colour: $0, variant: 0).colourClass } ?? "gray"
  }

  // MARK: - Legend

  func legend(_ curves: [Curve]) -> [Heading.Entry] {
    curves.compactMap(legendEntry) + bestEntry(curves) + Event.Kind.allCases.compactMap(legendEntry)
  }

  private func legendEntry(_ curve: Curve) -> Heading.Entry? {
    guard !curve.name.isEmpty else { return nil }
    let width = curve.mark == .dots ? 9.0 : 28
    return Heading.Entry(name: curve.name, symbolWidth: width) { x, y in
      let dot = Element.path(curve.marks.dot(x: x + width / 2, y: y, radius: 4.5))
      let line = curve.marks.line("M\(x.attributeText) \(y.attributeText)h\(width.attributeText)")
      return switch curve.mark {
      case .dots: curve.marks.group([dot])
      case .line: line
      case .lineWithDots: .group("", [line, curve.marks.group([dot])])
      }
    }
  }

  func bestEntry(_ curves: [Curve]) -> [Heading.Entry] {
    let best = curves.compactMap(\.best)
    guard let first = best.first else { return [] }
    // Where each curve has one, the tooltips tell them apart.
    let name = best.count == 1 ? "Best: \(place(first.x)), \(first.value.valueText)" : "Best"
    return [
      Heading.Entry(name: name, symbolWidth: 14) { x, y in
        .group(
          "gray",
          [
            .path(SeriesMarks.circle(x: x + 7, y: y, radius: 6), class: "ring"),
            .path(SeriesMarks.circle(x: x + 7, y: y, radius: 2.5), class: "event"),
          ])
      }
    ]
  }

  func legendEntry(_ kind: Event.Kind) -> Heading.Entry? {
    let all = events.filter { $0.kind == kind && $0.x.isDrawable }
    guard let event = all.first else { return nil }
    let name = all.count == 1 ? "\(kind.name): \(place(event.x))" : kind.name
    return Heading.Entry(name: name, symbolWidth: 9) { x, y in
      let shape: Element =
        switch kind {
        case .checkpoint: triangle(x: x + 4.5, y: y)
        case .earlyStop:
          Element(
            "path",
            [
              "class": "event", "stroke-dasharray": "2 3",
              "d": "M\((x + 4.5).attributeText) \((y - 7).attributeText)v14",
            ])
        }
      return .group("gray", [shape])
    }
  }
}

extension [LineChart.Point] {
  /// The least and the greatest of every `stretch` points, in their order.
  fileprivate func extremes(ofEach stretch: Int) -> [LineChart.Point] {
    guard stretch > 1 else { return self }
    return Swift.stride(from: 0, to: count, by: stretch).flatMap { start in
      let part = self[start..<Swift.min(start + stretch, count)]
      let low = part.indices.min { part[$0].y < part[$1].y } ?? start
      let high = part.indices.max { part[$0].y < part[$1].y } ?? start
      return low == high ? [self[low]] : [self[Swift.min(low, high)], self[Swift.max(low, high)]]
    }
  }
}
