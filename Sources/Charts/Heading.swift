/// What stands above a plot: the title, and under it the legend, which so never covers the data.
struct Heading {
  private(set) var elements: [Element] = []
  /// Where the plot may begin.
  private(set) var bottom = Theme.margin

  /// An entry of a legend: a symbol and a name.
  struct Entry {
    var name: String
    var symbolWidth: Double
    /// Draws the symbol with its left end at the point.
    var symbol: (_ x: Double, _ y: Double) -> Element
  }

  /// - Parameter width: of the whole figure.
  init(title: String, width: Double, entries: [Entry] = []) {
    let room = width - 2 * Theme.margin
    let style = TextStyle.title
    for line in style.lines(title, maxWidth: room, count: 4) {
      elements.append(.text(line, x: Theme.margin, y: bottom + style.size / 2, style: style))
      bottom += style.lineHeight
    }
    bottom += 6
    addLegend(entries, room: room)
  }

  private mutating func addLegend(_ entries: [Entry], room: Double) {
    guard !entries.isEmpty else { return }
    let style = TextStyle.label
    let (symbolGap, entryGap) = (7.0, 22.0)
    var x = 0.0
    for entry in entries {
      let nameRoom = room - entry.symbolWidth - symbolGap
      let width = entry.symbolWidth + symbolGap + min(nameRoom, style.width(entry.name))
      if x > 0, x + width > room {
        x = 0
        bottom += style.lineHeight + 3
      }
      let y = bottom + style.lineHeight / 2
      elements.append(entry.symbol(Theme.margin + x, y))
      elements.append(
        .text(
          entry.name, x: Theme.margin + x + entry.symbolWidth + symbolGap, y: y, style: style,
          maxWidth: nameRoom))
      x += width + entryGap
    }
    bottom += style.lineHeight + 6
  }
}
