/// A table of prose in columns that fit the terminal.
///
///     layer      │ output
///     ───────────┼────────
///     Conv2D 6   │ 24x24x6
///
/// Columns that are too wide are wrapped. Where even that leaves no room for words, and for a screen reader, each row
/// becomes a list: `layer: Conv2D 6; output: 24x24x6`.
struct ProseTable {
  let header: [StyledText]
  let rows: [[StyledText]]
  let isSpoken: Bool

  /// A narrower column holds no word.
  private static let leastWidth = 6
  /// Where a column stands in each row.
  private static let longestName = 60
  private static let separator = 3

  func lines(width: Int) -> [StyledText] {
    guard !isSpoken, let widths = columnWidths(width) else { return list(width) }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
    return row(header.map { $0.adding(.bold) }, widths) + [StyledText(rule, .dim)]
      + rows.flatMap { row($0, widths) }
  }

  /// What each column gets of `width`, nil where it is too little.
  private func columnWidths(_ width: Int) -> [Int]? {
    let room = width - Self.separator * (header.count - 1)
    guard room > 0 else { return nil }
    var widths = header.indices.map { column in
      min(room, ([header] + rows).map { column < $0.count ? $0[column].width : 0 }.max() ?? 0)
    }
    while widths.reduce(0, +) > room {
      guard let widest = widths.max(), widest > Self.leastWidth, let column = widths.lastIndex(of: widest)
      else { return nil }
      widths[column] -= 1
    }
    return widths
  }

  private func row(_ cells: [StyledText], _ widths: [Int]) -> [StyledText] {
    let columns = widths.indices.map { $0 < cells.count ? cells[$0].wrapped(widths[$0]) : [StyledText()] }
    return (0..<(columns.map(\.count).max() ?? 0)).map { line in
      var text = StyledText()
      for (column, width) in widths.enumerated() {
        if column > 0 { text += StyledText(" │ ", .dim) }
        text += (line < columns[column].count ? columns[column][line] : StyledText()).padded(to: width)
      }
      return text
    }
  }

  private func list(_ width: Int) -> [StyledText] {
    // A stranger's head of a column may be as long as the text, and would come again in each row.
    let header = header.map {
      $0.width > Self.longestName ? $0.cut(Self.longestName)[0] + StyledText("…") : $0
    }
    return rows.flatMap { cells -> [StyledText] in
      var text = StyledText()
      for (column, cell) in cells.enumerated() where column < header.count && !cell.isEmpty {
        text += StyledText(text.isEmpty ? "" : "; ") + header[column] + StyledText(": ") + cell
      }
      let lines = text.wrapped(max(10, width - 2))
      return lines.enumerated().map { StyledText($0 == 0 ? "• " : "  ") + $1 }
    }
  }
}
