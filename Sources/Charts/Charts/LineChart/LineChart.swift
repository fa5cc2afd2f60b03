/// Curves over epochs (or other numbers): how loss and accuracy change while a network learns.
///
///     LineChart(title: "Training and validation loss", yLabel: "Loss", series: [
///       .init(name: "Training loss", values: losses, mark: .dots),
///       .init(name: "Validation loss", values: validationLosses, mark: .line, best: 11),
///     ])
public struct LineChart: Chart {
  public struct Series: Sendable {
    /// By custom, what was trained on is shown as dots and what was held back as a line.
    public enum Mark: Sendable {
      case dots, line
      /// A line with a dot on each value: for the few values of a study.
      case lineWithDots
    }

    public var name: String
    /// Values that are not finite are left out: a line has a gap there.
    public var values: [Double]
    public var mark: Mark
    /// What the series is part of: all series of one run have one colour. Nil for a colour of its own.
    public var run: Int?
    /// The place in `values` that gets a ring: the best epoch.
    public var best: Int?

    public init(name: String, values: [Double], mark: Mark = .line, run: Int? = nil, best: Int? = nil) {
      self.name = name
      self.values = values
      self.mark = mark
      self.run = run
      self.best = best
    }
  }

  /// Something that happened at a place of the x axis.
  public struct Event: Sendable, Equatable {
    public enum Kind: Sendable, CaseIterable {
      /// The model was saved: a triangle on the axis.
      case checkpoint
      /// The training ended before its time: a broken line.
      case earlyStop
    }

    public var kind: Kind
    public var x: Double
    /// The run it happened in, whose colour it has; nil for gray.
    public var run: Int?

    public init(_ kind: Kind, x: Double, run: Int? = nil) {
      self.kind = kind
      self.x = x
      self.run = run
    }
  }

  public var title: String
  public var xLabel: String
  public var yLabel: String
  /// Where the values of every series lie on the x axis; nil for 1, 2, 3, ...
  public var x: [Double]?
  public var series: [Series]
  public var events: [Event]
  /// How much of each point comes from those before it (see ``smoothed(_:)``): 0 for nothing, below 1. The values
  /// themselves stay faintly visible behind a smoothed curve.
  public var smoothing: Double
  /// What the y axis covers; nil for all values but outliers. What lies beyond it is named below.
  public var yLimits: ClosedRange<Double>?

  public init(
    title: String, xLabel: String = "Epoch", yLabel: String, x: [Double]? = nil, series: [Series],
    events: [Event] = [], smoothing: Double = 0, yLimits: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.x = x
    self.series = series
    self.events = events
    self.smoothing = smoothing
    self.yLimits = yLimits
  }

  static let width = 720.0
  private static let plotHeight = 320.0

  public var figure: Figure {
    let curves = curves
    let heading = Heading(title: title, width: Self.width, entries: legend(curves))
    let points = curves.flatMap(\.points)
    var elements = heading.elements
    var box = Box(
      left: Theme.margin, top: heading.bottom + 8, width: Self.width - 2 * Theme.margin,
      height: Self.plotHeight)
    var bottom = box.bottom

    if let xRange = ClosedRange(covering: points.map(\.x)),
      let yRange = valueRange(curves)
    {
      let yTicks = Ticks(yRange, extent: .around, limit: 9)
      let yAxis = Axis(label: yLabel, ticks: yTicks.list)
      let xAxis = Axis(label: xLabel, ticks: xTicks(xRange))
      box.left += yAxis.leftMargin
      box.width -= yAxis.leftMargin
      bottom = box.bottom + xAxis.bottomMargin
      let plot = Plot(
        box: box, x: LinearScale(domain: xRange, from: box.left + 14, to: box.right - 14),
        y: LinearScale(domain: yTicks.range, from: box.bottom, to: box.top), pointCount: points.count)
      elements += xAxis.below(box, scale: plot.x) + yAxis.left(of: box, scale: plot.y)
      elements.append(.line("axis", from: (box.left, box.bottom), to: (box.right, box.bottom)))
      elements += draw(curves, in: plot)
      let beyond = outliers(curves, beyond: plot.y)
      if !beyond.isEmpty {
        let style = TextStyle.tick
        for line in style.lines(words(beyond), maxWidth: Self.width - 2 * Theme.margin, count: 3) {
          elements.append(.text(line, x: Theme.margin, y: bottom + 6 + style.lineHeight / 2, style: style))
          bottom += style.lineHeight
        }
        bottom += 6
      }
    } else {
      elements.append(.rectangle(box, class: "grid"))
      elements.append(box.notice("no values to draw"))
    }
    return Figure(
      title: title, description: description(curves), width: Self.width, height: bottom + Theme.margin,
      rules: SeriesMarks.rules + Self.eventRules, elements: elements
    )
  }

  // MARK: - Outliers

  /// Dots that are fewer are joined by a thin line.
  static let mostJoined = 60

  /// The values that the axis covers: those asked for, or all of them, unless one in ten or fewer (at most 20) would press the others into
  /// a seventh of its height. Values that grow and grow are no outliers: what is left must have none.
  func valueRange(_ curves: [Curve]) -> ClosedRange<Double>? {
    let values = curves.flatMap(\.points).map(\.y).sorted()
    if let yLimits, !values.isEmpty { return yLimits }
    guard let kept = Self.withoutOutliers(values[...]), Self.withoutOutliers(kept) == nil else {
      return ClosedRange(covering: values)
    }
    return ClosedRange(covering: Array(kept))
  }

  /// Sorted values without the fewest at either end that press the others together; nil where none do.
  private static func withoutOutliers(_ values: ArraySlice<Double>) -> ArraySlice<Double>? {
    guard values.count >= 8, let least = values.first, let greatest = values.last else { return nil }
    for left in 1...max(1, min(20, values.count / 10)) {
      for above in 0...left {
        let kept = values.dropLast(above).dropFirst(left - above)
        guard let low = kept.first, let high = kept.last else { continue }
        let spread = high - low
        if spread > 1e-9 * max(low.magnitude, high.magnitude), spread < (greatest - least) / 7 { return kept }
      }
    }
    return nil
  }

  /// The points beyond the axis, each with its curve.
  func outliers(_ curves: [Curve], beyond axis: LinearScale) -> [(curve: Curve, point: Point)] {
    curves.flatMap { curve in
      curve.points.filter { !axis.domain.contains($0.y) }.map { (curve, $0) }
    }
  }

  /// `▲ beyond the axis: training: 12.5 at epoch 1`
  func words(_ outliers: [(curve: Curve, point: Point)]) -> String {
    let list = outliers.prefix(4).map { curve, point in
      (curve.name.isEmpty ? "" : TextStyle.label.shortened(curve.name, to: 160) + ": ")
        + "\(point.y.valueText) at \(place(point.x))"
    }.joined(separator: ", ")
    return "▲ beyond the axis: " + list + (outliers.count > 4 ? ", and \(outliers.count - 4) more" : "")
  }

  private func xTicks(_ range: ClosedRange<Double>) -> [Tick] {
    let ticks = xTicks(range, limit: 12)
    let widest = ticks.map { TextStyle.tick.width($0.label) }.max() ?? 0
    return widest > 40 ? xTicks(range, limit: max(3, Int(clamping: 500 / (widest + 12)))) : ticks
  }

  func xTicks(_ range: ClosedRange<Double>, limit: Int) -> [Tick] {
    // There is no epoch 2.5, so there is no tick for it either.
    let areWhole = (x ?? []).allSatisfy { !$0.isDrawable || $0 == $0.rounded() }
    var ticks = Ticks(range, extent: .inside, limit: limit, integersOnly: areWhole).list
    // The first epoch is where reading starts: 1, 10, 20, 30.
    if x == nil, ticks.count > 1, range.lowerBound == 1, ticks[0].value > 1,
      ticks[0].value - 1 > 0.5 * (ticks[1].value - ticks[0].value)
    {
      ticks.insert(Tick(value: 1, label: "1"), at: 0)
    }
    return ticks
  }

  // MARK: - Words

  private func description(_ curves: [Curve]) -> String {
    let kind = smoothing > 0 ? "Line chart, smoothed by \(smoothing.valueText)" : "Line chart"
    let parts = curves.map(summary) + Event.Kind.allCases.compactMap(summary)
    return "\(kind): \(yLabel) by \(xLabel). " + parts.joined(separator: " ")
  }

  private func summary(_ curve: Curve) -> String {
    let values = curve.points.map(\.value)
    guard let low = values.min(), let high = values.max(), let last = values.last else {
      return "\(curve.name): no values."
    }
    let best = curve.best.map { ", the best \($0.value.valueText) at \($0.x.valueText)" } ?? ""
    return "\(curve.name): \(low.valueText) to \(high.valueText)\(best), the last \(last.valueText), "
      + "\(values.count) in all."
  }

  private func summary(_ kind: Event.Kind) -> String? {
    let places = events.filter { $0.kind == kind && $0.x.isDrawable }.map(\.x.valueText)
    return places.isEmpty ? nil : "\(kind.name) at \(places.joined(separator: ", "))."
  }
}

extension LineChart.Event.Kind {
  /// For the legend and for readers who cannot see the chart.
  var name: String {
    switch self {
    case .checkpoint: "Checkpoint"
    case .earlyStop: "Early stop"
    }
  }
}
