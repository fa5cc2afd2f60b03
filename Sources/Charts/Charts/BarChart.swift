import Foundation

/// Bars for each category: how many images a class has, how often it is recognized.
///
/// Bars stand where the names fit below them and lie where they do not. Several series have their bars side by side.
public struct BarChart: Chart {
  public struct Series: Sendable {
    public var name: String
    /// One for each category. A value that is not finite has no bar.
    public var values: [Double]

    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  public var title: String
  /// What the categories are, such as "Class".
  public var categoryLabel: String
  /// What the values are, such as "Images".
  public var valueLabel: String
  public var categories: [String]
  public var series: [Series]

  public init(
    title: String, categoryLabel: String = "", valueLabel: String = "", categories: [String], series: [Series]
  ) {
    self.title = title
    self.categoryLabel = categoryLabel
    self.valueLabel = valueLabel
    self.categories = categories
    self.series = series
  }

  /// One bar for each category.
  public init(
    title: String, categoryLabel: String = "", valueLabel: String = "", categories: [String], values: [Double]
  ) {
    self.init(
      title: title, categoryLabel: categoryLabel, valueLabel: valueLabel, categories: categories,
      series: [Series(name: "", values: values)])
  }

  private static let width = 720.0
  private static let standingHeight = 320.0
  /// The room for bars beside long names: the chart is wider there.
  private static let leastLength = 420.0
  /// The part of a category's room that its bars take.
  private static let filled = 0.74

  /// In gray print the series differ by how full their bars are.
  private static let rules =
    Theme.seriesRules + [
      Rule(selector: ".bars", style: "fill:currentColor;stroke:currentColor;stroke-width:1"),
      Rule(selector: ".b1", style: "fill-opacity:.5"),
      Rule(selector: ".b2", style: "fill-opacity:.12"),
    ]

  private static func group(_ number: Int, _ bars: [Element]) -> Element {
    .group("s\(number % Theme.palette.count) bars b\(number % 3)", bars)
  }

  private struct Bar {
    /// The number of its category, and its own among the bars there.
    var place, series: Int
    /// What its tooltip says before the value.
    var name: String
    var value: Double

    var text: String
    var hasLength: Bool { value.isDrawable }
    var textWidth: Double { TextStyle.caption.width(text) }
  }

  private var bars: [Bar] {
    let text = valueTexts
    return series.enumerated().flatMap { number, series in
      zip(categories, series.values).enumerated().map { place, pair in
        Bar(
          place: place, series: number, name: series.name.isEmpty ? pair.0 : "\(pair.0), \(series.name)",
          value: pair.1, text: text(pair.1))
      }
    }
  }

  /// Bars among several are too thin for numbers: the grid and the tooltips tell the values.
  private var hasNumbers: Bool { series.count == 1 }

  /// A value as this chart writes it: all with as many decimals as one of them needs, so that 0.976 and 0.990 are
  /// compared digit by digit.
  var valueTexts: (Double) -> String {
    let texts = series.flatMap(\.values).filter(\.isFinite).map(\.valueText)
    let places = texts.map { $0.contains("×") ? -1 : $0.split(separator: ".").dropFirst().first?.count ?? 0 }
    guard let most = places.max(), most > 0, !places.contains(-1) else { return \.valueText }
    return { value in
      guard value.isFinite else { return value.valueText }
      let text = String(format: "%.\(most)f", value)
      return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }
  }

  /// The categories that have a bar.
  private var shown: ArraySlice<String> { categories.prefix(series.map(\.values.count).max() ?? 0) }

  // MARK: - Layout

  public var figure: Figure {
    let bars = bars
    let heading = Heading(title: title, width: Self.width, entries: legend)
    let drawn = bars.map(\.value).filter(\.isDrawable)
    // Bars have a length only from zero.
    guard let range = ClosedRange(covering: drawn + (drawn.contains { $0 != 0 } ? [0] : [])) else {
      let box = Box(
        left: Theme.margin, top: heading.bottom, width: Self.width - 2 * Theme.margin,
        height: Self.standingHeight)
      return figure(
        heading.elements + [.rectangle(box, class: "grid"), box.notice("no values to draw")], box.bottom)
    }
    let valueTicks = Ticks(range, extent: .around, limit: 7)
    // Where each bar has its value, no line strikes through it.
    let valueAxis = Axis(label: valueLabel, ticks: valueTicks.list, hasGrid: !hasNumbers)
    let names = shown.enumerated().map { Tick(value: Double($0), label: $1) }
    let nameAxis = Axis(label: categoryLabel, ticks: names, hasGrid: false)

    let room = Self.width - 2 * Theme.margin - valueAxis.leftMargin
    let band = room / Double(shown.count)
    let widest = series.count == 1 ? bars.map(\.textWidth).max() ?? 0 : 12 * Double(series.count)
    let fit = shown.allSatisfy { max(TextStyle.tick.width($0), widest) + 8 <= band }
    return fit
      ? standing(bars, heading, valueTicks.range, valueAxis, nameAxis)
      : lying(bars, heading, valueTicks.range, valueAxis, nameAxis)
  }

  private var legend: [Heading.Entry] {
    series.enumerated().filter { !$1.name.isEmpty && series.count > 1 }.map { number, series in
      Heading.Entry(name: series.name, symbolWidth: 13) { x, y in
        Self.group(number, [.rectangle(Box(left: x + 0.5, top: y - 6, width: 12, height: 12))])
      }
    }
  }

  private func standing(
    _ bars: [Bar], _ heading: Heading, _ range: ClosedRange<Double>, _ valueAxis: Axis, _ nameAxis: Axis
  ) -> Figure {
    let left = Theme.margin + valueAxis.leftMargin
    let box = Box(
      left: left, top: heading.bottom + 18, width: Self.width - Theme.margin - left,
      height: Self.standingHeight)
    let xScale = LinearScale.bands(shown.count, from: box.left, to: box.right)
    let yScale = LinearScale(domain: range, from: box.bottom, to: box.top)
    let thickness = min(72, box.width / Double(shown.count) * Self.filled / Double(series.count))

    var rectangles = [[Element]](repeating: [], count: series.count)
    var labels: [Element] = []
    for bar in bars {
      let x = xScale(Double(bar.place)) + offset(bar) * thickness
      let end = yScale(bar.hasLength ? bar.value : 0)
      if bar.hasLength {
        let rectangle = Box(
          left: x - thickness / 2, top: min(end, yScale(0)), width: thickness, height: abs(end - yScale(0)))
        rectangles[bar.series].append(.rectangle(rectangle, tooltip: "\(bar.name): \(bar.text)"))
      }
      if hasNumbers {
        labels.append(
          .text(bar.text, x: x, y: end + (bar.value < 0 ? 13 : -13), style: .caption, anchor: .middle))
      }
    }
    let elements =
      heading.elements + valueAxis.left(of: box, scale: yScale)
      + rectangles.enumerated().map { Self.group($0, $1) }
      + [.line("axis", from: (box.left, yScale(0)), to: (box.right, yScale(0)))]
      + labels + nameAxis.below(box, scale: xScale)
    return figure(elements, box.bottom + nameAxis.bottomMargin)
  }

  private func lying(
    _ bars: [Bar], _ heading: Heading, _ range: ClosedRange<Double>, _ valueAxis: Axis, _ nameAxis: Axis
  ) -> Figure {
    // Long names take two lines, unless there are so many that they would leave the slide.
    var nameAxis = nameAxis
    nameAxis.tickLines = shown.count > 20 ? 1 : 2
    let left = Theme.margin + nameAxis.leftMargin
    let labelRoom = hasNumbers ? (bars.map(\.textWidth).max() ?? 0) + 6 : 6
    // A name needs its lines; more would not fit on a slide where there are many.
    let isLong = shown.count > 24
    let band = max(
      isLong ? 21 : nameAxis.tickHeight + 5, Double(series.count) * (isLong ? 5 : 8) / Self.filled)
    let thickness = band * Self.filled / Double(series.count)
    let box = Box(
      left: left, top: heading.bottom + 6, width: max(Self.width - Theme.margin - left, Self.leastLength),
      height: band * Double(shown.count))
    let hasNegative = range.lowerBound < 0
    let xScale = LinearScale(
      domain: range, from: box.left + (hasNegative ? labelRoom : 0), to: box.right - labelRoom)
    let yScale = LinearScale.bands(shown.count, from: box.top, to: box.bottom)

    var rectangles = [[Element]](repeating: [], count: series.count)
    var labels: [Element] = []
    for bar in bars {
      let y = yScale(Double(bar.place)) + offset(bar) * thickness
      let end = xScale(bar.hasLength ? bar.value : 0)
      if bar.hasLength {
        let rectangle = Box(
          left: min(end, xScale(0)), top: y - thickness / 2, width: abs(end - xScale(0)), height: thickness)
        rectangles[bar.series].append(.rectangle(rectangle, tooltip: "\(bar.name): \(bar.text)"))
      }
      if hasNumbers {
        let isLeft = bar.value < 0
        labels.append(
          .text(bar.text, x: end + (isLeft ? -6 : 6), y: y, style: .caption, anchor: isLeft ? .end : .start))
      }
    }
    let elements =
      heading.elements + valueAxis.below(box, scale: xScale)
      + rectangles.enumerated().map { Self.group($0, $1) }
      + [.line("axis", from: (xScale(0), box.top), to: (xScale(0), box.bottom))]
      + labels + nameAxis.left(of: box, scale: yScale)
    return figure(elements, box.bottom + valueAxis.bottomMargin, width: box.right + Theme.margin)
  }

  /// How many bars' thicknesses a bar lies from the middle of its category.
  private func offset(_ bar: Bar) -> Double { Double(bar.series) - Double(series.count - 1) / 2 }

  private func figure(_ elements: [Element], _ bottom: Double, width: Double = Self.width) -> Figure {
    let list = bars.prefix(150).map { "\($0.name): \($0.text)" }.joined(separator: "; ")
    return Figure(
      title: title, description: "Bar chart of \(bars.count) values. \(list)", width: width,
      height: bottom + Theme.margin, rules: Self.rules, elements: elements
    )
  }
}
