/// The usual way to draw a graph: rows from top to bottom, in each the nodes that are parallel, and shortcuts in lanes at
/// the right of what they skip. What does not fit on a page goes on at its top in a further column.
struct GraphColumns {
  private let graph: GraphBranches
  private let texts: [GraphNodeBox]
  private let boxWidth: Double
  private var rows: [Int]
  /// The middle of each node; the main column's is 0.
  private var middles: [Double]
  /// By the node that a shortcut leads out of, where it runs down.
  private var lanes: [Int: Double] = [:]
  private var heights: [Double] = []
  /// Between each row and the next: none where all of that touch those above them.
  private var gaps: [Double] = []

  private static let gap = GraphPlacement.gap
  private static let columnGap = 28.0
  /// From a box to the first lane beside it, and from a lane to the next.
  private static let lane = (first: 26.0, step: 16.0)
  /// Between two columns of a page, and what a line needs above and below them to get from one to the other.
  private static let pageGap = (x: 64.0, y: 24.0)

  /// - Parameter stacked: the nodes that touch the ones above them where their whole row does.
  init(_ graph: GraphBranches, _ texts: [GraphNodeBox], stacked: Set<Int>) {
    self.graph = graph
    self.texts = texts
    boxWidth = texts.first?.width ?? 0
    rows = Array(repeating: 0, count: texts.count)
    middles = Array(repeating: 0, count: texts.count)
    place(graph.main, at: 0, row: 0)
    heights = Array(repeating: 0, count: (rows.max() ?? -1) + 1)
    for (row, text) in zip(rows, texts) { heights[row] = max(heights[row], text.height) }
    gaps = Array(repeating: 0, count: heights.count)
    for (node, row) in rows.enumerated() where row > 0 && !stacked.contains(node) { gaps[row - 1] = Self.gap }
  }

  // MARK: - Columns

  private typealias Extent = (left: Double, right: Double)

  /// What is at the left and at the right of its middle.
  private func extent(_ sequence: GraphBranches.Sequence) -> Extent {
    let extents = sequence.items.map(extent)
    let right = extents.map(\.right) + lanes(sequence, extents).map(\.place)
    return (extents.map(\.left).max() ?? 0, right.max() ?? 0)
  }

  private func extent(_ item: GraphBranches.Item) -> Extent {
    switch item {
    case .node: (boxWidth / 2, boxWidth / 2)
    case .parallel(let branches):
      columns(branches).reduce((0, 0)) {
        (max($0.left, $1.extent.left - $1.middle), max($0.right, $1.extent.right + $1.middle))
      }
    }
  }

  /// Branches side by side. Where one of two is shorter it stands at the right of the main column, else all have
  /// that in their middle.
  private func columns(
    _ branches: [GraphBranches.Sequence]
  ) -> [(branch: GraphBranches.Sequence, middle: Double, extent: Extent)] {
    var branches = branches
    let sizes = branches.map { $0.items.reduce(0) { $0 + $1.rows } }
    let isAside = sizes.count == 2 && sizes[0] != sizes[1]
    if isAside, sizes[0] < sizes[1] { branches.swapAt(0, 1) }
    let extents = branches.map(extent)
    var places: [Double] = []
    var right = 0.0
    for extent in extents {
      places.append(right + extent.left)
      right += extent.left + extent.right + Self.columnGap
    }
    let middle = isAside ? places[0] : ((places.first ?? 0) + (places.last ?? 0)) / 2
    return zip(branches, zip(places, extents)).map { ($0, $1.0 - middle, $1.1) }
  }

  /// The lanes of a sequence's shortcuts, from its middle: short ones inside, so that few lines cross.
  private func lanes(
    _ sequence: GraphBranches.Sequence, _ extents: [Extent]
  ) -> [(source: Int, place: Double)] {
    guard !sequence.shortcuts.isEmpty else { return [] }
    var places: [Int: Int] = [:]
    for (i, item) in sequence.items.enumerated() {
      if case .node(let node) = item { places[node] = i }
    }
    let spans = sequence.shortcuts.compactMap { source, targets -> (source: Int, range: ClosedRange<Int>)? in
      guard let from = places[source], let to = targets.compactMap({ places[$0] }).max(), from < to else {
        return nil
      }
      return (source, from...to)
    }.sorted { ($0.range.count, $0.source) < ($1.range.count, $1.source) }
    var lanes: [(source: Int, place: Double, range: ClosedRange<Int>)] = []
    for span in spans {
      var place = Self.lane.first + (extents[span.range].map(\.right).max() ?? 0)
      // One that ends where this one begins is no neighbour.
      for lane in lanes.sorted(by: { $0.place < $1.place })
      where lane.range.lowerBound < span.range.upperBound && span.range.lowerBound < lane.range.upperBound {
        if abs(lane.place - place) < Self.lane.step || lane.range.count <= span.range.count {
          place = max(place, lane.place + Self.lane.step)
        }
      }
      lanes.append((span.source, place, span.range))
    }
    return lanes.map { ($0.source, $0.place) }
  }

  /// - Returns: the row below it.
  @discardableResult
  private mutating func place(_ sequence: GraphBranches.Sequence, at middle: Double, row: Int) -> Int {
    var row = row
    for item in sequence.items {
      switch item {
      case .node(let node):
        (rows[node], middles[node]) = (row, middle)
        row += 1
      case .parallel(let branches):
        row = columns(branches).map { place($0.branch, at: middle + $0.middle, row: row) }.max() ?? row
      }
    }
    for lane in lanes(sequence, sequence.items.map(extent)) { lanes[lane.source] = middle + lane.place }
    return row
  }

  // MARK: - Columns of a page

  /// In as few columns as make it fit into the room, or, where it is too long for that, make it shortest.
  func placement(within room: (width: Double, height: Double)) -> GraphPlacement {
    let cuts = cuts
    let whole = placement(pages(limit: .infinity, cuts))
    var best = whole
    for count in 2..<max(3, min(20, heights.count)) {
      if best.scale(within: room) == 1 { break }
      // Columns of about the same height.
      let limits = stride(from: 1, to: Double(count), by: 0.05).map { whole.height * $0 / Double(count) }
      let all = limits.lazy.map { pages(limit: $0, cuts) }
      guard let pages = all.first(where: { $0.count == count }) else { continue }
      let placement = placement(pages)
      if placement.width > room.width { break }
      if placement.scale(within: room) > best.scale(within: room) { best = placement }
    }
    return best
  }

  private enum Cut {
    /// One edge leads on.
    case clean
    /// Several do, all from one node.
    case split
  }

  /// For each row whether a column may end after it.
  private var cuts: [Cut?] {
    var last = rows
    var outputs = Array(repeating: 0, count: rows.count)
    for (target, sources) in graph.inputs.enumerated() {
      for source in sources {
        last[source] = max(last[source], rows[target])
        outputs[source] += 1
      }
    }
    // What leads on below a row, and what of it comes from the row's own node in the main column.
    var changes = Array(repeating: 0, count: heights.count + 1)
    var own: [Cut?] = Array(repeating: nil, count: heights.count)
    for (node, row) in rows.enumerated() where last[node] > row {
      changes[row] += 1
      changes[last[node]] -= 1
      if middles[node] == 0 { own[row] = outputs[node] == 1 ? .clean : .split }
    }
    var open = 0
    return heights.indices.map { row in
      open += changes[row]
      // Boxes that touch stay together.
      guard gaps[row] > 0 || row == heights.count - 1 else { return nil }
      return open == 0 ? .clean : open == 1 ? own[row] : nil
    }
  }

  private func pages(limit: Double, _ cuts: [Cut?]) -> [Range<Int>] {
    var pages: [Range<Int>] = []
    var start = 0
    var height = 0.0
    var cut: (row: Int, kind: Cut, height: Double)?
    var row = 0
    while row < heights.count {
      height += heights[row] + (row > start ? gaps[row - 1] : 0)
      if height > limit, let end = cut {
        pages.append(start..<end.row + 1)
        (start, row, height, cut) = (end.row + 1, end.row + 1, 0, nil)
        continue
      }
      // Between blocks rather than within one, unless the column became much shorter.
      if let kind = cuts[row],
        cut.map({ kind == .clean || $0.kind == .split || $0.height < 0.6 * height }) ?? true
      {
        cut = (row, kind, height)
      }
      row += 1
    }
    return pages + [start..<heights.count]
  }

  /// A column of the page.
  private struct Column {
    /// The main column's middle.
    var middle = 0.0
    var right = 0.0
    var bottom = 0.0
  }

  private func placement(_ pages: [Range<Int>]) -> GraphPlacement {
    var result = GraphPlacement()
    result.columns = pages.count
    result.boxes = Array(repeating: Box(left: 0, top: 0, width: 0, height: 0), count: rows.count)
    var nodes: [[Int]] = Array(repeating: [], count: heights.count)
    for (node, row) in rows.enumerated() { nodes[row].append(node) }
    var columns: [Column] = []
    var columnOf = rows
    let margin = pages.count > 1 ? Self.pageGap.y : 0
    for (i, page) in pages.enumerated() {
      let inside = page.flatMap { nodes[$0] }
      // Shortcuts from the column before run down here too.
      let before = page.first.flatMap { $0 > 0 ? nodes[$0 - 1] : nil } ?? []
      let left = inside.map { middles[$0] - boxWidth / 2 }.min() ?? 0
      let right = inside.map { middles[$0] + boxWidth / 2 } + (inside + before).compactMap { lanes[$0] }
      var column = Column()
      column.middle = (columns.last.map { $0.right + Self.pageGap.x } ?? 0) - min(0, left)
      column.right = column.middle + max(0, right.max() ?? 0)
      var top = margin
      for row in page {
        for node in nodes[row] {
          columnOf[node] = i
          result.boxes[node] = Box(
            left: column.middle + middles[node] - boxWidth / 2, top: top, width: boxWidth,
            height: texts[node].height)
        }
        column.bottom = top + heights[row]
        top = column.bottom + gaps[row]
      }
      columns.append(column)
    }
    result.width = columns.last?.right ?? 0
    result.height = (columns.map(\.bottom).max() ?? 0) + margin
    let takers = Set(graph.inputs.indices.filter { i in graph.inputs[i].contains { isShortcut($0, i) } })
    for (target, sources) in graph.inputs.enumerated() {
      let column = columnOf[target]
      for source in sources {
        let (start, end) = (result.boxes[source], result.boxes[target])
        let lane = isShortcut(source, target) ? columns[column].middle + (lanes[source] ?? 0) : nil
        var line: GraphPlacement.Line = []
        if columnOf[source] != column {
          // Around below, between the columns and above.
          let before = columns[column - 1]
          let (x, y) = (before.right + Self.pageGap.x / 2, before.bottom + margin / 2)
          line = [
            (start.centre.x, start.bottom), (start.centre.x, y), (x, y), (x, 0), (lane ?? end.centre.x, 0),
          ]
        } else if let lane {
          let y = start.top + start.height * (takers.contains(source) ? 0.7 : 0.5)
          line = [(start.right, y), (lane, y)]
        } else {
          line = [(start.centre.x, start.bottom)]
          if start.centre.x != end.centre.x {
            // A fork turns at once, a merge at the last moment: between them nothing stands in the way.
            let isFork = graph.next[source].count > 1
            let y = isFork ? start.top + heights[rows[source]] + Self.gap / 2 : end.top - Self.gap / 2
            line += [(start.centre.x, y), (end.centre.x, y)]
          }
        }
        if let lane {
          let y = end.top + end.height * (lanes[target] != nil ? 0.3 : 0.5)
          line += [(lane, y), (end.right, y)]
        } else {
          line.append((end.centre.x, end.top))
        }
        result.lines.append(line)
      }
    }
    return result
  }

  private func isShortcut(_ source: Int, _ target: Int) -> Bool { !graph.next[source].contains(target) }
}
