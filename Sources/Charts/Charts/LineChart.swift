/// Curves over epochs (or other numbers): how loss and accuracy change while a network learns.
///
///     LineChart(title: "Training and validation loss", yLabel: "Loss", series: [
///       .init(name: "Training loss", values: losses, mark: .dots),
///       .init(name: "Validation loss", values: validationLosses, mark: .line),
///     ])
public struct LineChart: Chart {
  public struct Series: Sendable {
    /// By custom, what was trained on is shown as dots and what was held back as a line.
    public enum Mark: Sendable {
      case dots, line
    }

    public var name: String
    /// Values that are not finite are left out: a line has a gap there.
    public var values: [Double]
    public var mark: Mark

    public init(name: String, values: [Double], mark: Mark = .line) {
      self.name = name
      self.values = values
      self.mark = mark
    }
  }

  public var title: String
  public var xLabel: String
  public var yLabel: String
  /// Where the values of every series lie on the x axis; nil for 1, 2, 3, ...
  public var x: [Double]?
  public var series: [Series]

  public init(title: String, xLabel: String = "Epoch", yLabel: String, x: [Double]? = nil, series: [Series]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.x = x
    self.series = series
  }

  private struct Point {
    var x: Double
    var y: Double
  }

  /// A series as it is drawn: its points, cut where a value is missing.
  private struct Curve {
    var name: String
    var mark: Series.Mark
    var marks: SeriesMarks
    var runs: [[Point]]

    var points: [Point] { runs.flatMap { $0 } }
  }

  private static let width = 720.0
  private static let plotHeight = 320.0
  /// With more points, none has a tooltip: it could not be pointed at, and the file would be large.
  private static let mostTooltips = 600
  /// With more points, only the extremes of each stretch are drawn.
  private static let mostPoints = 2000

  public var svg: String {
    let curves = curves
    let heading = Heading(title: title, width: Self.width, entries: curves.compactMap(legendEntry))
    let points = curves.flatMap(\.points)
    let description = "Line chart: \(yLabel) by \(xLabel). " + curves.map(summary).joined(separator: " ")
    var elements = heading.elements
    var box = Box(
      left: Theme.margin, top: heading.bottom + 8, width: Self.width - 2 * Theme.margin,
      height: Self.plotHeight)
    var bottom = box.bottom

    if let xRange = ClosedRange(covering: points.map(\.x)),
      let yRange = ClosedRange(covering: points.map(\.y))
    {
      let yTicks = Ticks(yRange, extent: .around, limit: 7)
      let yAxis = Axis(label: yLabel, ticks: yTicks.list)
      let xAxis = Axis(label: xLabel, ticks: xTicks(xRange))
      box.left += yAxis.leftMargin
      box.width -= yAxis.leftMargin
      bottom = box.bottom + xAxis.bottomMargin
      let xScale = LinearScale(domain: xRange, from: box.left + 14, to: box.right - 14)
      let yScale = LinearScale(domain: yTicks.range, from: box.bottom, to: box.top)
      elements += xAxis.below(box, scale: xScale) + yAxis.left(of: box, scale: yScale)
      elements.append(.line("axis", from: (box.left, box.bottom), to: (box.right, box.bottom)))
      // Lines first: dots would be lost under them.
      for mark in [Series.Mark.line, .dots] {
        for curve in curves where curve.mark == mark {
          elements += draw(curve, totalPoints: points.count, xScale, yScale)
        }
      }
    } else {
      elements.append(.rectangle(box, class: "grid"))
      elements.append(box.notice("no values to draw"))
    }
    return Figure(
      title: title, description: description, width: Self.width, height: bottom + Theme.margin,
      rules: SeriesMarks.rules, elements: elements
    ).svg
  }

  private var curves: [Curve] {
    var variants = (dots: 0, line: 0)
    return series.enumerated().map { number, series in
      let variant = series.mark == .dots ? variants.dots : variants.line
      if series.mark == .dots { variants.dots += 1 } else { variants.line += 1 }
      let places = x ?? series.values.indices.map { Double($0 + 1) }
      var runs: [[Point]] = [[]]
      for (x, y) in zip(places, series.values) {
        if x.isDrawable && y.isDrawable {
          runs[runs.count - 1].append(Point(x: x, y: y))
        } else if runs.last?.isEmpty == false {
          runs.append([])
        }
      }
      return Curve(
        name: series.name, mark: series.mark, marks: SeriesMarks(colour: number, variant: variant),
        runs: runs.filter { !$0.isEmpty })
    }
  }

  // MARK: - Axes

  private func xTicks(_ range: ClosedRange<Double>) -> [Tick] {
    // There is no epoch 2.5, so there is no tick for it either.
    let areWhole = (x ?? []).allSatisfy { !$0.isDrawable || $0 == $0.rounded() }
    var ticks = Ticks(range, extent: .inside, limit: 12, integersOnly: areWhole).list
    let widest = ticks.map { TextStyle.tick.width($0.label) }.max() ?? 0
    if widest > 40 {
      let limit = max(3, Int(500 / (widest + 12)))
      ticks = Ticks(range, extent: .inside, limit: limit, integersOnly: areWhole).list
    }
    // The first epoch is where reading starts: 1, 10, 20, 30.
    if x == nil, ticks.count > 1, range.lowerBound == 1, ticks[0].value > 1,
      ticks[0].value - 1 > 0.5 * (ticks[1].value - ticks[0].value)
    {
      ticks.insert(Tick(value: 1, label: "1"), at: 0)
    }
    return ticks
  }

  // MARK: - Marks

  private func draw(
    _ curve: Curve, totalPoints: Int, _ xScale: LinearScale, _ yScale: LinearScale
  ) -> [Element] {
    let hasTooltips = totalPoints <= Self.mostTooltips
    let stretch = totalPoints <= Self.mostPoints ? 1 : totalPoints * 2 / Self.mostPoints + 1
    let runs = curve.runs.map { stretch > 1 ? extremes($0, stretch: stretch) : $0 }
    func position(_ point: Point) -> (x: Double, y: Double) { (xScale(point.x), yScale(point.y)) }
    func dots(_ points: [Point], radius: Double) -> [Element] {
      let data = points.map { point in
        let (x, y) = position(point)
        return curve.marks.dot(x: x, y: y, radius: radius)
      }
      guard hasTooltips else { return [.path(data.joined())] }
      return zip(points, data).map { .path($1, tooltip: tooltip(curve, $0)) }
    }

    let spacing = (xScale.to - xScale.from) / Double(max(1, curve.points.count))
    let radius = min(4.5, max(2, spacing * 0.6))
    switch curve.mark {
    case .dots:
      return [curve.marks.group(dots(runs.flatMap { $0 }, radius: radius))]
    case .line:
      let data = runs.filter { $0.count > 1 }.map { run in
        let corners = run.map(position).map { "\($0.x.attributeText) \($0.y.attributeText)" }
        return "M" + corners.joined(separator: "L")
      }
      // A value between two gaps has no line to be on.
      let alone = runs.filter { $0.count == 1 }.flatMap { $0 }
      let joined = runs.filter { $0.count > 1 }.flatMap { $0 }
      var elements: [Element] = []
      if !data.isEmpty { elements.append(curve.marks.line(data.joined())) }
      if !alone.isEmpty { elements.append(curve.marks.group(dots(alone, radius: radius))) }
      if hasTooltips, !joined.isEmpty {
        elements.append(curve.marks.group(dots(joined, radius: 5), isHidden: true))
      }
      return elements
    }
  }

  /// The least and the greatest of every `stretch` points, in their order.
  private func extremes(_ points: [Point], stretch: Int) -> [Point] {
    stride(from: 0, to: points.count, by: stretch).flatMap { start in
      let part = points[start..<min(start + stretch, points.count)]
      let low = part.indices.min { part[$0].y < part[$1].y } ?? start
      let high = part.indices.max { part[$0].y < part[$1].y } ?? start
      return low == high ? [points[low]] : [points[min(low, high)], points[max(low, high)]]
    }
  }

  private func legendEntry(_ curve: Curve) -> Heading.Entry? {
    guard !curve.name.isEmpty else { return nil }
    let width = curve.mark == .dots ? 9.0 : 28
    return Heading.Entry(name: curve.name, symbolWidth: width) { x, y in
      switch curve.mark {
      case .dots: curve.marks.group([.path(curve.marks.dot(x: x + width / 2, y: y, radius: width / 2))])
      case .line: curve.marks.line("M\(x.attributeText) \(y.attributeText)h\(width.attributeText)")
      }
    }
  }

  // MARK: - Words

  private func tooltip(_ curve: Curve, _ point: Point) -> String {
    // Short, for there are hundreds of them.
    func short(_ text: String) -> String { TextStyle.label.shortened(text, to: 200) }
    let name = curve.name.isEmpty ? "" : short(curve.name) + ", "
    let place = xLabel.isEmpty ? "" : short(xLabel.lowercased()) + " "
    return name + place + "\(point.x.valueText): \(point.y.valueText)"
  }

  private func summary(_ curve: Curve) -> String {
    let values = curve.points.map(\.y)
    guard let low = values.min(), let high = values.max(), let last = values.last else {
      return "\(curve.name): no values."
    }
    return "\(curve.name): \(low.valueText) to \(high.valueText), the last \(last.valueText), "
      + "\(values.count) in all."
  }
}
