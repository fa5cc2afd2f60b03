extension GraphDiagram {
  public func drawing(in look: TerminalLook) -> TextCanvas {
    var canvas = TextCanvas(look, title: title)
    guard !nodes.isEmpty else {
      canvas.addNotice("no layers to draw", look)
      return canvas
    }
    let lanes = GraphLanes(nodes.indices.map(inputs))
    // Lanes are the first to go where a window is narrow.
    let lanesRoom = min(lanes.columns, look.columns / 2)
    let nameColumn = lanesRoom + 1
    let sizes = nodes.map(\.sizeText)
    let sizeRoom = sizes.map { TextStyle.columns($0) }.max() ?? 0
    let detailsColumn = nameColumn + 2 + min(24, nodes.map { TextStyle.columns($0.name) }.max() ?? 0)
    let details = nodes.map { $0.details.joined(separator: " · ") }
    let widest = details.map { TextStyle.columns($0) }.max() ?? 0
    let detailsRoom = min(widest, look.columns - detailsColumn - 2 - sizeRoom)
    // Where words would be cut to a few letters, they are left out.
    let hasDetails = detailsRoom >= min(widest, 8)
    let sizeEnd = hasDetails ? detailsColumn + detailsRoom + 2 + sizeRoom : detailsColumn + sizeRoom
    let nameRoom = hasDetails ? detailsColumn - nameColumn - 2 : look.columns - nameColumn - 1 - sizeRoom
    let first = canvas.height
    for (i, node) in nodes.enumerated() {
      let row = first + i
      let colour = node.kind.colour(look)
      for (column, text) in lanes.rows[i].enumerated().prefix(lanesRoom) where text != " " {
        let isNode = text == "●"
        canvas.write(String(text), row: row, column: column, colour: isNode ? colour : look.faint)
      }
      canvas.write(node.name, row: row, column: nameColumn, isBold: true, room: nameRoom)
      if hasDetails {
        canvas.write(details[i], row: row, column: detailsColumn, colour: look.faint, room: detailsRoom)
      }
      let sizeColumn = max(nameColumn + 2, min(sizeEnd, look.columns) - TextStyle.columns(sizes[i]))
      canvas.write(sizes[i], row: row, column: sizeColumn, colour: colour, isBold: true)
    }
    return canvas
  }
}

/// The lines beside a list of nodes, as `git log --graph` draws them: a lane holds what a node gives for as long as
/// one below takes it.
struct GraphLanes {
  /// A line for each node, all of ``columns``.
  private(set) var rows: [[Character]] = []
  private(set) var columns = 1

  /// More lanes than anyone can follow, or a terminal has.
  private static let mostLanes = 40

  /// - Parameter inputs: for each node those that it takes, all before it.
  init(_ inputs: [[Int]]) {
    var last: [Int?] = Array(repeating: nil, count: inputs.count)
    for (target, sources) in inputs.enumerated() {
      for source in sources { last[source] = target }
    }
    var lanes: [Int?] = []
    for (node, sources) in inputs.enumerated() {
      let taken = lanes.indices.filter { lane in lanes[lane].map(sources.contains) ?? false }
      let ending = taken.filter { lane in lanes[lane].map { last[$0] == node } ?? false }
      // In the lane of what nobody else takes; beside all that it takes where others do.
      let start = (taken.max() ?? -1) + 1
      let own =
        ending.first ?? (start..<Int.max).first { $0 >= lanes.count || lanes[$0] == nil } ?? lanes.count
      while lanes.count <= own { lanes.append(nil) }
      rows.append(Self.row(lanes, own: own, taken: taken, ending: ending))
      for lane in ending { lanes[lane] = nil }
      lanes[own] = last[node] == nil ? nil : node
      while let end = lanes.last, end == nil { lanes.removeLast() }
    }
    columns = rows.map(\.count).max() ?? 1
  }

  private static func row(_ lanes: [Int?], own: Int, taken: [Int], ending: [Int]) -> [Character] {
    let (left, right) = (min(own, taken.first ?? own), max(own, taken.last ?? own))
    var row: [Character] = []
    for lane in lanes.indices.prefix(mostLanes) {
      let isOpen = lanes[lane] != nil
      if lane > 0 { row.append(lane > left && lane <= right ? "─" : " ") }
      if lane == own {
        row.append("●")
      } else if taken.contains(lane) {
        let ends = ending.contains(lane)
        switch lane {
        case left: row.append(ends ? "╰" : "├")
        case right: row.append(ends ? "╯" : "┤")
        default: row.append(ends ? "┴" : "┼")
        }
      } else {
        // Who only crosses a lane leaves it whole.
        row.append(isOpen ? "│" : lane > left && lane < right ? "─" : " ")
      }
    }
    while row.count > 1, row.last == " " { row.removeLast() }
    return row
  }
}
