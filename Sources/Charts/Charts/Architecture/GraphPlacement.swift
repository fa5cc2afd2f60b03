/// Where the boxes of a graph stand, and the lines from one to the other.
struct GraphPlacement {
  /// Corners from the first box to the second, which has the arrow head; lines are level or upright.
  typealias Line = [(x: Double, y: Double)]

  var width = 0.0
  var height = 0.0
  /// One a node.
  var boxes: [Box] = []
  var lines: [Line] = []
  /// Of the page.
  var columns = 1

  /// How large it can be shown in so much room; 1 where it fits in as it is, since more helps nobody.
  func scale(within room: (width: Double, height: Double)) -> Double {
    min(1, room.width / width, room.height / height)
  }

  /// From a row to the next.
  static let gap = 28.0

  // MARK: - Drawing

  private static let corner = 8.0
  private static let head = (length: 9.0, half: 4.5)

  /// The lines and their arrow heads, moved to where the drawing begins. Where several run together, they are one.
  func edges(left: Double, top: Double) -> [Element] {
    var paths: [String] = []
    var heads: [String] = []
    var seen: Set<String> = []
    for line in lines {
      let corners = Self.corners(line.map { ($0.x + left, $0.y + top) })
      guard corners.count > 1, let end = corners.last else { continue }
      let before = corners[corners.count - 2]
      let (dx, dy) = Self.direction(from: before, to: end)
      let path = Self.path(corners)
      if seen.insert(path).inserted { paths.append(path) }
      let (length, half) = Self.head
      let base = (x: end.x - dx * length, y: end.y - dy * length)
      let points = [end, (base.x - dy * half, base.y + dx * half), (base.x + dy * half, base.y - dx * half)]
      let head = "M" + points.map { Self.text($0) }.joined(separator: "L") + "z"
      if seen.insert(head).inserted { heads.append(head) }
    }
    return [.path(paths.joined(), class: "edge"), .path(heads.joined(), class: "head")]
  }

  /// Without the points at which a line does not turn.
  private static func corners(_ line: Line) -> Line {
    var result: Line = []
    for point in line {
      if let last = result.last, last == point { continue }
      if result.count > 1 {
        let (a, b) = (result[result.count - 2], result[result.count - 1])
        if direction(from: a, to: b) == direction(from: b, to: point) { result.removeLast() }
      }
      result.append(point)
    }
    return result
  }

  private static func path(_ corners: Line) -> String {
    var path = ""
    for (i, point) in corners.enumerated() {
      if i == 0 {
        path += "M" + text(point)
      } else if i == corners.count - 1 {
        // The arrow head has the end.
        let (dx, dy) = direction(from: corners[i - 1], to: point)
        path += "L" + text((point.x - dx * head.length / 2, point.y - dy * head.length / 2))
      } else {
        let (before, after) = (corners[i - 1], corners[i + 1])
        let radius = min(corner, length(before, point) / 2, length(point, after) / 2)
        let (into, out) = (direction(from: before, to: point), direction(from: point, to: after))
        path += "L" + text((point.x - into.x * radius, point.y - into.y * radius))
        path += "Q" + text(point) + " " + text((point.x + out.x * radius, point.y + out.y * radius))
      }
    }
    return path
  }

  private static func length(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> Double {
    abs(a.x - b.x) + abs(a.y - b.y)
  }

  /// One of the four.
  private static func direction(
    from a: (x: Double, y: Double), to b: (x: Double, y: Double)
  ) -> (x: Double, y: Double) {
    abs(b.x - a.x) > abs(b.y - a.y) ? (b.x > a.x ? 1 : -1, 0) : (0, b.y > a.y ? 1 : -1)
  }

  private static func text(_ point: (x: Double, y: Double)) -> String {
    "\(point.x.attributeText) \(point.y.attributeText)"
  }
}
