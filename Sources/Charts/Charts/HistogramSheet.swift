/// Histograms of several things side by side, each as it was at several times, one behind the other: the weights of a
/// network's layers over the epochs. The last time stands in front.
public struct HistogramSheet: Chart {
  public struct Column: Sendable {
    public var name: String
    /// The bins go from `low` to `limit`.
    public var low, limit: Double
    /// `counts[time][bin]`; as many bins each.
    public var counts: [[Int]]

    /// Bins from -limit to limit. Where none below zero holds anything, as behind a relu, these are left out.
    public init(name: String, limit: Double, counts: [[Int]]) {
      let halves = counts.map { ($0.count / 2, $0) }
      let isPositive =
        counts.contains { $0.contains { $0 > 0 } }
        && halves.allSatisfy { half, counts in counts.count % 2 == 0 && counts[..<half].allSatisfy { $0 == 0 }
        }
      (self.name, self.limit) = (name, limit)
      (low, self.counts) = isPositive ? (0, halves.map { Array($1[$0...]) }) : (-limit, counts)
    }

    /// For values themselves: bins over an axis that has zero on it and ends on round numbers.
    public init(name: String, values: [Float]) {
      let drawn = values.lazy.filter(\.isFinite).map(Double.init)
      let range = ClosedRange(covering: [0, drawn.min() ?? 0, drawn.max() ?? 0]) ?? 0...1
      let axis = Ticks(range, extent: .around, limit: 4).range
      var counts = [Int](repeating: 0, count: Self.bins)
      for value in drawn {
        let place = (value - axis.lowerBound) / (axis.upperBound - axis.lowerBound) * Double(Self.bins)
        counts[min(Self.bins - 1, Int(clamping: place))] += 1
      }
      (self.name, low, limit, self.counts) = (name, axis.lowerBound, axis.upperBound, [counts])
    }

    private static let bins = 64

    var middle: Double { (low + limit) / 2 }
    var rangeText: String { "\(low.valueText) to \(limit.valueText)" }
  }

  public var title: String
  /// What the times are called, from the first to the last.
  public var times: [String]
  public var columns: [Column]

  public init(title: String, times: [String], columns: [Column]) {
    (self.title, self.times, self.columns) = (title, times, columns)
  }

  private static let columnWidth = 220.0
  private static let gap = 44.0
  /// How high the greatest histogram is, and how far one stands above the next.
  private static let ridge = 70.0
  private static let offset = 18.0
  private static let perRow = 3
  private static let rules =
    Array(Theme.seriesRules.prefix(1)) + [
      Rule(
        selector: ".ridge", style: "stroke:currentColor;stroke-width:1.25", light: "fill:#d6e9f5",
        dark: "fill:#163a52")
    ]

  public var figure: Figure {
    let perRow = max(1, min(Self.perRow, columns.count))
    // The numbers at the ends of an axis reach beyond it.
    let ends = columns.flatMap { ticks(of: $0) }.map { TextStyle.tick.width($0.label) / 2 }.max() ?? 0
    let beyond = max(0, ends - Theme.margin + 2)
    let names = times.count > 1 ? (times.map { TextStyle.tick.width($0) }.max() ?? 0) + 8 : beyond
    let cell = names + Self.columnWidth
    let width = max(320, Double(perRow) * (cell + Self.gap) - Self.gap + 2 * Theme.margin + beyond)
    let heading = Heading(title: title, width: width)
    var elements = heading.elements
    let height = Self.ridge + Self.offset * Double(max(0, times.count - 1))
    var top = heading.bottom + 4
    for start in stride(from: 0, to: columns.count, by: perRow) {
      for (i, column) in columns[start..<min(start + perRow, columns.count)].enumerated() {
        let left = Theme.margin + Double(i) * (cell + Self.gap) + names
        elements.append(
          .text(column.name, x: left, y: top + 8, style: .label, maxWidth: Self.columnWidth))
        elements += draw(
          column, in: Box(left: left, top: top + 24, width: Self.columnWidth, height: height), names: i == 0)
      }
      top += 24 + height + 34 + Self.gap / 2
    }
    return Figure(
      title: title,
      description:
        "Histograms" + (times.count > 1 ? " at \(times.joined(separator: ", "))" : "") + ". "
        + columns.map(Self.summary).joined(separator: " "),
      width: width, height: top + Theme.margin / 2, rules: Self.rules, elements: elements
    )
  }

  private func draw(_ column: Column, in box: Box, names: Bool) -> [Element] {
    let scale = LinearScale(domain: column.low...column.limit, from: box.left, to: box.right)
    var elements = Axis(label: "", ticks: ticks(of: column)).below(box, scale: scale)
    let greatest = Double(max(1, column.counts.lazy.flatMap { $0 }.max() ?? 1))
    var ridges: [Element] = []
    for (time, counts) in column.counts.enumerated() {
      let base = box.bottom - Self.offset * Double(column.counts.count - 1 - time)
      let step = box.width / Double(max(1, counts.count))
      var path = "M\(box.left.attributeText) \(base.attributeText)"
      for (bin, count) in counts.enumerated() {
        let y = base - Self.ridge * Double(count) / greatest
        path += "L\((box.left + (Double(bin) + 0.5) * step).attributeText) \(y.attributeText)"
      }
      path += "L\(box.right.attributeText) \(base.attributeText)z"
      ridges.append(.path(path, class: "ridge", tooltip: times.indices.contains(time) ? times[time] : ""))
      if names, times.count > 1, times.indices.contains(time),
        time % labelStep == 0 || time == times.count - 1
      {
        elements.append(.text(times[time], x: box.left - 8, y: base - 4, style: .tick, anchor: .end))
      }
    }
    return elements + [.group("s0", ridges)]
  }

  /// Round numbers, as many as there is room for.
  private func ticks(of column: Column) -> [Tick] {
    let sets = [4, 3, 2].map { Ticks(column.low...column.limit, extent: .inside, limit: $0).list }
    return sets.first { ticks in
      let widest = ticks.map { TextStyle.tick.width($0.label) }.max() ?? 0
      guard ticks.count > 1 else { return false }
      let distance = (ticks[1].value - ticks[0].value) / (column.limit - column.low) * Self.columnWidth
      return widest + 6 <= distance
    } ?? sets[2]
  }

  /// `dense: −2.5 to 2.5, most values near 0.12.`
  private static func summary(_ column: Column) -> String {
    guard let last = column.counts.last, let greatest = last.max(), greatest > 0,
      let bin = last.firstIndex(of: greatest)
    else { return "\(column.name): no values." }
    let width = (column.limit - column.low) / Double(last.count)
    let place = column.low + (Double(bin) + 0.5) * width
    return
      "\(column.name): \(column.rangeText), \(last.reduce(0, +)) values, most of them near \(place.valueText)."
  }

  /// Every so many times is named, where there are many.
  private var labelStep: Int { max(1, (times.count + 11) / 12) }
}
