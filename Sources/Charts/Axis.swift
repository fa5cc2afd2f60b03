/// The ticks, labels and grid along one side of a plot.
///
/// The width of the labels decides the margin, the margin decides the plot's box, and the box decides the
/// scale: so an axis is made first, asked for its margin, and drawn once the scale is known.
struct Axis {
  var label: String
  var ticks: [Tick]
  var hasGrid = true
  /// Names below a plot that are too long to stand side by side slant upward to the right.
  var isSlanted = false
  /// Longer tick labels are broken into ``tickLines`` lines at the left, and shortened where that is not enough.
  var maxTickWidth = 620.0
  var tickLines = 1

  private var style: TextStyle { .tick }
  private static let labelRoom = 28.0
  private static let gap = 8.0

  private var tickWidth: Double {
    min(maxTickWidth, ticks.map { style.width($0.label) }.max() ?? 0)
  }

  /// Whether a label has to be broken or shortened.
  var hasLongTicks: Bool { ticks.contains { style.width($0.label) > maxTickWidth } }

  /// The room that the highest label needs at the left of the plot.
  var tickHeight: Double { Double(hasLongTicks ? tickLines : 1) * style.lineHeight }

  /// The room it needs to the left of the plot.
  var leftMargin: Double { (label.isEmpty ? 0 : Self.labelRoom) + tickWidth + Self.gap }

  /// The room it needs below the plot.
  var bottomMargin: Double {
    let ticks = isSlanted ? tickWidth * 0.71 + Self.gap + style.size : Self.gap + style.lineHeight
    return ticks + (label.isEmpty ? 0 : Self.labelRoom)
  }

  /// Ticks at the left of `box`, grid lines across it.
  func left(of box: Box, scale: LinearScale) -> [Element] {
    var elements: [Element] = []
    for tick in ticks {
      let y = scale(tick.value)
      if hasGrid { elements.append(.line("grid", from: (box.left, y), to: (box.right, y))) }
      let isLong = tickLines > 1 && style.width(tick.label) > maxTickWidth
      let lines =
        isLong ? style.broken(tick.label, maxWidth: maxTickWidth, count: tickLines) : [tick.label]
      for (i, line) in lines.enumerated() {
        let offset = (Double(i) - Double(lines.count - 1) / 2) * style.lineHeight
        elements.append(
          .text(
            line, x: box.left - Self.gap, y: y + offset, style: style, anchor: .end, maxWidth: maxTickWidth))
      }
    }
    if !label.isEmpty {
      let x = box.left - leftMargin + TextStyle.label.size / 2
      elements.append(
        .text(
          label, x: x, y: box.centre.y, style: .label, anchor: .middle, turned: -90, maxWidth: box.height))
    }
    return elements
  }

  /// Ticks below `box`, grid lines across it.
  func below(_ box: Box, scale: LinearScale) -> [Element] {
    var elements: [Element] = []
    for tick in ticks {
      let x = scale(tick.value)
      if hasGrid { elements.append(.line("grid", from: (x, box.top), to: (x, box.bottom))) }
      elements.append(
        isSlanted
          ? .text(
            tick.label, x: x + 3, y: box.bottom + Self.gap + 3, style: style, anchor: .end, turned: -45,
            maxWidth: maxTickWidth)
          : .text(
            tick.label, x: x, y: box.bottom + Self.gap + style.size / 2, style: style, anchor: .middle,
            maxWidth: maxTickWidth))
    }
    if !label.isEmpty {
      let y = box.bottom + bottomMargin - TextStyle.label.size / 2
      elements.append(
        .text(label, x: box.centre.x, y: y, style: .label, anchor: .middle, maxWidth: box.width))
    }
    return elements
  }
}
