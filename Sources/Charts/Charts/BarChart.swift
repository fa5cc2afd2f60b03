/// A bar for each category: how many images a class has, how often it is recognized.
///
/// Bars stand where the names fit below them and lie where they do not.
public struct BarChart: Chart {
  public var title: String
  /// What the categories are, such as "Class".
  public var categoryLabel: String
  /// What the values are, such as "Images".
  public var valueLabel: String
  public var categories: [String]
  /// One for each category. A value that is not finite has no bar.
  public var values: [Double]

  public init(
    title: String, categoryLabel: String = "", valueLabel: String = "", categories: [String], values: [Double]
  ) {
    self.title = title
    self.categoryLabel = categoryLabel
    self.valueLabel = valueLabel
    self.categories = categories
    self.values = values
  }

  private static let width = 720.0
  private static let standingHeight = 300.0
  private static let lyingBand = 24.0
  private static let rules =
    Array(Theme.seriesRules.prefix(1)) + [Rule(selector: ".bars", style: "fill:currentColor")]

  private struct Bar {
    var name: String
    var value: Double

    var hasLength: Bool { value.isDrawable }
    var text: String { value.valueText }
    var textWidth: Double { TextStyle.caption.width(text) }
  }

  private var bars: [Bar] { zip(categories, values).map { Bar(name: $0, value: $1) } }

  public var svg: String {
    let bars = bars
    let heading = Heading(title: title, width: Self.width)
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
    let valueAxis = Axis(label: valueLabel, ticks: valueTicks.list)
    let names = bars.enumerated().map { Tick(value: Double($0), label: $1.name) }
    let nameAxis = Axis(label: categoryLabel, ticks: names, hasGrid: false)

    let room = Self.width - 2 * Theme.margin - valueAxis.leftMargin
    let band = room / Double(bars.count)
    let fit = bars.allSatisfy { max(TextStyle.tick.width($0.name), $0.textWidth) + 8 <= band }
    return fit
      ? standing(bars, heading, valueTicks.range, valueAxis, nameAxis)
      : lying(bars, heading, valueTicks.range, valueAxis, nameAxis)
  }

  private func standing(
    _ bars: [Bar], _ heading: Heading, _ range: ClosedRange<Double>, _ valueAxis: Axis, _ nameAxis: Axis
  ) -> String {
    let left = Theme.margin + valueAxis.leftMargin
    let box = Box(
      left: left, top: heading.bottom + 14, width: Self.width - Theme.margin - left,
      height: Self.standingHeight)
    let xScale = LinearScale.bands(bars.count, from: box.left, to: box.right)
    let yScale = LinearScale(domain: range, from: box.bottom, to: box.top)
    let thickness = min(72, box.width / Double(bars.count) * 0.74)

    var rectangles: [Element] = []
    var labels: [Element] = []
    for (i, bar) in bars.enumerated() {
      let x = xScale(Double(i))
      let end = yScale(bar.hasLength ? bar.value : 0)
      if bar.hasLength {
        let rectangle = Box(
          left: x - thickness / 2, top: min(end, yScale(0)), width: thickness, height: abs(end - yScale(0)))
        rectangles.append(.rectangle(rectangle, tooltip: "\(bar.name): \(bar.text)"))
      }
      labels.append(
        .text(bar.text, x: x, y: end + (bar.value < 0 ? 10 : -10), style: .caption, anchor: .middle))
    }
    let elements =
      heading.elements + valueAxis.left(of: box, scale: yScale) + [.group("s0 bars", rectangles)]
      + [.line("axis", from: (box.left, yScale(0)), to: (box.right, yScale(0)))]
      + labels + nameAxis.below(box, scale: xScale)
    return figure(elements, box.bottom + nameAxis.bottomMargin)
  }

  private func lying(
    _ bars: [Bar], _ heading: Heading, _ range: ClosedRange<Double>, _ valueAxis: Axis, _ nameAxis: Axis
  ) -> String {
    let left = Theme.margin + nameAxis.leftMargin
    let labelRoom = (bars.map(\.textWidth).max() ?? 0) + 6
    let box = Box(
      left: left, top: heading.bottom + 6, width: Self.width - Theme.margin - left,
      height: Self.lyingBand * Double(bars.count))
    let hasNegative = range.lowerBound < 0
    let xScale = LinearScale(
      domain: range, from: box.left + (hasNegative ? labelRoom : 0), to: box.right - labelRoom)
    let yScale = LinearScale.bands(bars.count, from: box.top, to: box.bottom)
    let thickness = Self.lyingBand * 0.74

    var rectangles: [Element] = []
    var labels: [Element] = []
    for (i, bar) in bars.enumerated() {
      let y = yScale(Double(i))
      let end = xScale(bar.hasLength ? bar.value : 0)
      if bar.hasLength {
        let rectangle = Box(
          left: min(end, xScale(0)), top: y - thickness / 2, width: abs(end - xScale(0)), height: thickness)
        rectangles.append(.rectangle(rectangle, tooltip: "\(bar.name): \(bar.text)"))
      }
      let isLeft = bar.value < 0
      labels.append(
        .text(bar.text, x: end + (isLeft ? -6 : 6), y: y, style: .caption, anchor: isLeft ? .end : .start))
    }
    let elements =
      heading.elements + valueAxis.below(box, scale: xScale) + [.group("s0 bars", rectangles)]
      + [.line("axis", from: (xScale(0), box.top), to: (xScale(0), box.bottom))]
      + labels + nameAxis.left(of: box, scale: yScale)
    return figure(elements, box.bottom + valueAxis.bottomMargin)
  }

  private func figure(_ elements: [Element], _ bottom: Double) -> String {
    let list = bars.prefix(100).map { "\($0.name): \($0.text)" }.joined(separator: "; ")
    return Figure(
      title: title, description: "Bar chart of \(bars.count) values. \(list)", width: Self.width,
      height: bottom + Theme.margin, rules: Self.rules, elements: elements
    ).svg
  }
}
