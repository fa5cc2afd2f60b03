import Foundation

/// Lying bars on a logarithmic axis, for sizes that differ by powers of ten: the gradients of a network's layers.
public struct LogBarChart: Chart {
  public var title: String
  public var valueLabel: String
  public var categories: [String]
  /// One for each category; one that is not above 0 has no bar.
  public var values: [Double]

  public init(title: String, valueLabel: String, categories: [String], values: [Double]) {
    (self.title, self.valueLabel, self.categories, self.values) = (title, valueLabel, categories, values)
  }

  private static let width = 720.0
  private static let band = 28.0
  /// Charts that a learner compares have one scale: the axis covers at least these powers of ten.
  private static let usual = -6.0...0.0
  private static let mostTicks = 12
  private static let rules =
    Array(Theme.seriesRules.prefix(1)) + [Rule(selector: ".bars", style: "fill:currentColor")]

  /// Where a value lies between powers of ten: 2.301 for 200. Rounded, for the last bits of a logarithm differ between
  /// machines.
  static func place(_ value: Double) -> Double { (log10(value) * 1000).rounded() / 1000 }

  /// The powers of ten that the axis goes from and to; nil where there is no bar.
  var powers: ClosedRange<Double>? {
    let drawn = values.filter { $0 > 0 && $0.isDrawable }
    guard let least = drawn.min(), let greatest = drawn.max() else { return nil }
    let low =
      Self.place(least).rounded(.down) - (Self.place(least) < Self.place(least).rounded(.down) + 0.2 ? 1 : 0)
    return min(low, Self.usual.lowerBound)...max(Self.usual.upperBound, Self.place(greatest).rounded(.up))
  }

  public var figure: Figure {
    let heading = Heading(title: title, width: Self.width)
    var elements = heading.elements
    let bars = Array(zip(categories, values))
    guard let range = powers else {
      let box = Box(
        left: Theme.margin, top: heading.bottom, width: Self.width - 2 * Theme.margin, height: 120)
      return figure(elements + [.rectangle(box, class: "grid"), box.notice("no values to draw")], box.bottom)
    }
    let (low, high) = (range.lowerBound, range.upperBound)
    let step = max(1, (Int(clamping: high - low) + Self.mostTicks - 1) / Self.mostTicks)
    let ticks = stride(from: Int(clamping: low), through: Int(clamping: high), by: step).map {
      Tick(value: Double($0), label: "10" + superscript($0))
    }
    // The values are written: lines would strike through them.
    let axis = Axis(label: valueLabel, ticks: ticks, hasGrid: false)
    let nameAxis = Axis(
      label: "", ticks: categories.enumerated().map { Tick(value: Double($0), label: $1) }, hasGrid: false)
    let left = Theme.margin + nameAxis.leftMargin
    let room = (bars.map { TextStyle.caption.width($0.1.valueText) }.max() ?? 0) + 10
    let box = Box(
      left: left, top: heading.bottom + 6, width: Self.width - Theme.margin - left - room,
      height: Self.band * Double(bars.count))
    let xScale = LinearScale(domain: low...high, from: box.left, to: box.right)
    let yScale = LinearScale.bands(bars.count, from: box.top, to: box.bottom)
    elements += axis.below(box, scale: xScale) + nameAxis.left(of: box, scale: yScale)
    var rectangles: [Element] = []
    for (i, bar) in bars.enumerated() {
      let end = bar.1 > 0 && bar.1.isDrawable ? xScale(Self.place(bar.1)) : box.left
      let y = yScale(Double(i))
      rectangles.append(
        .rectangle(
          Box(left: box.left, top: y - Self.band * 0.36, width: end - box.left, height: Self.band * 0.72),
          tooltip: "\(bar.0): \(bar.1.valueText)"))
      elements.append(.text(bar.1.valueText, x: end + 6, y: y, style: .caption))
    }
    elements.append(.group("s0 bars", rectangles))
    return figure(elements, box.bottom + axis.bottomMargin)
  }

  private func figure(_ elements: [Element], _ bottom: Double) -> Figure {
    let list = zip(categories, values).prefix(100).map { "\($0): \($1.valueText)" }.joined(separator: "; ")
    return Figure(
      title: title, description: "Bar chart, logarithmic: \(valueLabel). \(list)", width: Self.width,
      height: bottom + Theme.margin, rules: Self.rules, elements: elements
    )
  }
}
