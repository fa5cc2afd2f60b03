/// A graph that first contracts and then expands, as U-Net does: its shortcuts lie one within the other. It is drawn as
/// the U that everyone knows, down at the left and up at the right, and its shortcuts lead straight across.
extension GraphPlacement {
  private static let distance = 130.0

  /// Nil where it is no U. Boxes do not touch in it.
  init?(uShaped graph: GraphBranches, _ texts: [GraphNodeBox]) {
    let count = texts.count
    guard let shortcuts = Self.nested(graph), let first = shortcuts.first, let last = shortcuts.last else {
      return nil
    }
    // The row and the side of each node: −1 left, 1 right, 0 below both.
    var rows = Array(repeating: 0, count: count)
    var sides = Array(repeating: -1, count: count)
    var row = max(first.from, count - 1 - first.to)
    for node in 0...first.from { rows[node] = row - (first.from - node) }
    for node in first.to..<count { (rows[node], sides[node]) = (row - (node - first.to), 1) }
    for (outer, inner) in zip(shortcuts, shortcuts.dropFirst()) {
      let next = row + max(inner.from - outer.from, outer.to - inner.to)
      for node in outer.from + 1..<inner.from { rows[node] = row + node - outer.from }
      for node in inner.to + 1..<outer.to { (rows[node], sides[node]) = (row + outer.to - node, 1) }
      rows[inner.from] = next
      (rows[inner.to], sides[inner.to]) = (next, 1)
      row = next
    }
    let inside = last.to - last.from - 1
    for i in 0..<inside {
      let node = last.from + 1 + i
      let isMiddle = inside % 2 == 1 && i == inside / 2
      rows[node] = row + 1 + min(i, inside - 1 - i)
      sides[node] = isMiddle ? 0 : i < inside / 2 ? -1 : 1
    }
    // The rows' heights; rows above the shortest arm are empty on its side alone.
    var heights = Array(repeating: 0.0, count: (rows.max() ?? 0) + 1)
    for (row, text) in zip(rows, texts) { heights[row] = max(heights[row], text.height) }
    var tops: [Double] = []
    for height in heights {
      tops.append(self.height)
      self.height += height + Self.gap
    }
    self.height -= Self.gap
    let boxWidth = texts[0].width
    width = 2 * boxWidth + Self.distance
    boxes = texts.indices.map { node in
      let middle = width / 2 + Double(sides[node]) * (boxWidth + Self.distance) / 2
      let height = texts[node].height
      return Box(
        left: middle - boxWidth / 2, top: tops[rows[node]] + (heights[rows[node]] - height) / 2,
        width: boxWidth, height: height)
    }
    for (a, b) in zip(0..<count, 1..<count) {
      let (from, to) = (boxes[a], boxes[b])
      switch (sides[a], sides[b]) {
      case (-1, -1): lines.append([(from.centre.x, from.bottom), (to.centre.x, to.top)])
      case (1, 1): lines.append([(from.centre.x, from.top), (to.centre.x, to.bottom)])
      case (-1, 0):
        lines.append([(from.centre.x, from.bottom), (from.centre.x, to.centre.y), (to.left, to.centre.y)])
      case (0, 1):
        lines.append([(from.right, from.centre.y), (to.centre.x, from.centre.y), (to.centre.x, to.bottom)])
      default: lines.append([(from.right, from.centre.y), (to.left, from.centre.y)])
      }
    }
    for shortcut in shortcuts {
      let (from, to) = (boxes[shortcut.from], boxes[shortcut.to])
      lines.append([(from.right, from.centre.y), (to.left, from.centre.y)])
    }
  }

  /// The same graph, where that would be higher than a page: each level in a row, the shortcut in its middle, as in the
  /// paper on U-Net (Ronneberger et al., 2015, figure 1).
  init?(levelsOf graph: GraphBranches, _ texts: [GraphNodeBox], stacked: Set<Int>) {
    guard let shortcuts = Self.nested(graph) else { return nil }
    var stacks: [Range<Int>] = []
    var places = Array(repeating: 0, count: texts.count)
    for node in texts.indices {
      if stacked.contains(node), let last = stacks.popLast() {
        stacks.append(last.lowerBound..<node + 1)
      } else {
        stacks.append(node..<node + 1)
      }
      places[node] = stacks.count - 1
    }
    let (boxWidth, step) = (texts[0].width, texts[0].width + Self.gap)
    let ends = shortcuts.map { (down: places[$0.from], up: places[$0.to]) }
    let bottom = ends[ends.count - 1].down + 1..<ends[ends.count - 1].up
    // The left sides and the level of each stack: what lies at the left of the shortcut ends at 0.
    var lefts = Array(repeating: 0.0, count: stacks.count)
    var levels = Array(repeating: ends.count, count: stacks.count)
    for (level, end) in ends.enumerated() {
      let (first, last) = level == 0 ? (0, stacks.count) : (ends[level - 1].down + 1, ends[level - 1].up)
      for stack in first...end.down { lefts[stack] = Double(stack - end.down) * step - boxWidth }
      for stack in end.up..<last { lefts[stack] = Self.distance + Double(stack - end.up) * step }
      for stack in [first...end.down, end.up...last - 1].joined() { levels[stack] = level }
    }
    for stack in bottom {
      lefts[stack] =
        (Self.distance + Self.gap) / 2 + (Double(stack - bottom.lowerBound) - Double(bottom.count) / 2) * step
    }
    let left = lefts.min() ?? 0
    width = (lefts.max() ?? 0) - left + boxWidth
    var tops = Array(repeating: 0.0, count: ends.count + 1)
    for level in tops.indices {
      tops[level] = height
      let heights = stacks.indices.filter { levels[$0] == level }.map { stack in
        stacks[stack].reduce(0) { $0 + texts[$1].height }
      }
      height += (heights.max() ?? 0) + 1.5 * Self.gap
    }
    height -= 1.5 * Self.gap
    for (i, stack) in stacks.enumerated() {
      var top = tops[levels[i]]
      for node in stack {
        boxes.append(Box(left: lefts[i] - left, top: top, width: boxWidth, height: texts[node].height))
        top += texts[node].height
      }
    }
    for (a, b) in zip(stacks.indices, stacks.indices.dropFirst()) {
      let (start, from) = (boxes[stacks[a].lowerBound], boxes[stacks[a].upperBound - 1])
      let (to, end) = (boxes[stacks[b].lowerBound], boxes[stacks[b].upperBound - 1])
      // One alone at the bottom is entered and left at its top.
      let aside = bottom.count == 1 ? boxWidth / 4 : 0
      if levels[a] == levels[b] {
        lines.append(Self.level(from, to))
      } else if levels[a] < levels[b] {
        let (x, y) = (to.centre.x - (levels[b] == ends.count ? aside : 0), tops[levels[b]] - 0.75 * Self.gap)
        lines.append([(from.centre.x, from.bottom), (from.centre.x, y), (x, y), (x, to.top)])
      } else {
        let (x, y) = (
          start.centre.x + (levels[a] == ends.count ? aside : 0), tops[levels[a]] - 0.75 * Self.gap
        )
        // Into what takes it, which may have others below it.
        let side = (x: to.left - Self.gap / 2, y: to.top + GraphNodeBox.firstLine)
        let rest: Line =
          stacks[b].count == 1
          ? [(end.centre.x, y), (end.centre.x, end.bottom)]
          : [(side.x, y), side, (to.left, side.y)]
        lines.append([(x, start.top), (x, y)] + rest)
      }
    }
    for end in ends {
      lines.append(Self.level(boxes[stacks[end.down].upperBound - 1], boxes[stacks[end.up].lowerBound]))
    }
  }

  /// To one at the right, from the last one of a stack up to the first one, on the height of the first lines.
  private static func level(_ from: Box, _ to: Box) -> Line {
    let (start, end) = (from.top + GraphNodeBox.firstLine, to.top + GraphNodeBox.firstLine)
    let x = from.right + gap / 2
    return [(from.right, start), (x, start), (x, end), (to.left, end)]
  }

  /// The shortcuts of a chain, from the outermost, where there are two or more, each within the one before.
  private static func nested(_ graph: GraphBranches) -> [(from: Int, to: Int)]? {
    let shortcuts = graph.main.shortcuts.sorted { $0.key < $1.key }
    let chain = graph.inputs.indices.dropFirst().allSatisfy { graph.next[$0 - 1] == [$0] }
    guard chain, shortcuts.count > 1, shortcuts.allSatisfy({ $0.value.count == 1 }) else { return nil }
    let pairs = shortcuts.map { (from: $0.key, to: $0.value[0]) }
    let isNested = zip(pairs, pairs.dropFirst()).allSatisfy { $0.to > $1.to }
    guard isNested, graph.main.items.count == graph.inputs.count else { return nil }
    return pairs
  }
}
