/// The words in the box of a node, and how much room they take.
struct GraphNodeBox {
  let width: Double
  let height: Double
  private let lines: [Line]

  private struct Line {
    var text: String
    var style: TextStyle
    var row = 0
    var left = 0.0
    /// At the right of the box.
    var isAtEnd = false

    var width: Double { style.width(text) }
  }

  private static let padding = (x: 12.0, y: 6.0)
  private static let nameStyle = ArchitectureDiagram.nameStyle
  private static let sizeStyle = ArchitectureDiagram.sizeStyle
  private static let detailStyle = ArchitectureDiagram.detailStyle
  private static let mostDetailLines = 4

  /// The middle of the first line, from the top.
  static let firstLine = padding.y + detailStyle.lineHeight / 2

  /// - Parameter isStacked: It touches the box above it, which has its size.
  private init(_ node: GraphDiagram.Node, width: Double, isStacked: Bool) {
    let room = width - 2 * Self.padding.x
    let all = node.details.joined(separator: ", ")
    var lines = Self.nameLines(node.name, room: room).enumerated().map { i, line in
      Line(text: line, style: Self.nameStyle, row: i)
    }
    let name = (row: lines.count - 1, width: lines.last?.width ?? 0)
    if isStacked, name.width + 8 + Self.detailStyle.width(all) <= room {
      lines.append(Line(text: all, style: Self.detailStyle, row: name.row, left: name.width + 8))
    } else {
      lines += Self.lines(node.details, room: room).enumerated().map { i, line in
        Line(text: line, style: Self.detailStyle, row: name.row + 1 + i)
      }
    }
    if !isStacked {
      var size = Line(text: node.sizeText, style: Self.sizeStyle, isAtEnd: true)
      let sizeRoom = room - 10 - size.width
      let last = (row: lines.last?.row ?? 0, width: lines.last?.width ?? 0)
      // Beside the name where there is room, else as low as need be.
      size.row = name.width <= sizeRoom ? name.row : last.width <= sizeRoom ? last.row : last.row + 1
      lines.append(size)
    }
    self.width = width
    self.lines = lines
    height = 2 * Self.padding.y + Double((lines.map(\.row).max() ?? 0) + 1) * Self.detailStyle.lineHeight
  }

  /// Boxes of one width: the one that takes the least room where nothing is cut off.
  static func boxes(
    of nodes: [GraphDiagram.Node], widest: Double, stacked: Set<Int> = []
  ) -> [GraphNodeBox] {
    func boxes(_ width: Double) -> [GraphNodeBox] {
      nodes.enumerated().map { GraphNodeBox($1, width: width, isStacked: stacked.contains($0)) }
    }
    var best = boxes(widest)
    var area = best.area
    for width in stride(from: widest - 10, through: 130, by: -10) {
      let boxes = boxes(width)
      guard boxes.allSatisfy(\.isWhole) else { break }
      if boxes.area < area { (best, area) = (boxes, boxes.area) }
    }
    return best
  }

  private var isWhole: Bool {
    let room = width - 2 * Self.padding.x
    return lines.allSatisfy { $0.width <= room } && lines.filter { $0.style.isBold && !$0.isAtEnd }.count == 1
  }

  /// A name in two lines where it has to be, broken before a capital or after a `_`.
  private static func nameLines(_ name: String, room: Double) -> [String] {
    guard nameStyle.width(name) > room else { return [name] }
    let breaks = name.indices.dropFirst().filter { i in
      let before = name[name.index(before: i)]
      return before == "_" || before == " " || before.isLowercase && name[i].isUppercase
    }
    guard let place = breaks.last(where: { nameStyle.width(String(name[..<$0])) <= room }) else {
      return [name]
    }
    return [String(name[..<place]), String(name[place...])]
  }

  /// The pieces with commas between them, in as few lines as they fit into. A piece is broken only where it has to be.
  private static func lines(_ pieces: [String], room: Double) -> [String] {
    var lines: [String] = []
    for (i, piece) in pieces.enumerated() {
      let piece = i < pieces.count - 1 ? piece + "," : piece
      if let last = lines.last, detailStyle.width("\(last) \(piece)") <= room {
        lines[lines.count - 1] = "\(last) \(piece)"
      } else {
        lines += detailStyle.broken(piece, maxWidth: room, count: mostDetailLines)
      }
      guard lines.count <= mostDetailLines else {
        let rest = pieces[(i + 1)...].joined(separator: ", ")
        return lines.prefix(mostDetailLines - 1)
          + [(lines[(mostDetailLines - 1)...] + [rest]).joined(separator: " ")]
      }
    }
    return lines
  }

  func elements(of node: GraphDiagram.Node, in box: Box) -> [Element] {
    let frame = Element(
      "rect", ["x": box.left, "y": box.top, "width": box.width, "height": box.height, "rx": 6.0])
    let room = width - 2 * Self.padding.x
    let texts = lines.map { line in
      Element.text(
        line.text, x: line.isAtEnd ? box.right - Self.padding.x : box.left + Self.padding.x + line.left,
        y: box.top + Self.firstLine + Double(line.row) * Self.detailStyle.lineHeight, style: line.style,
        anchor: line.isAtEnd ? .end : .start, maxWidth: room)
    }
    return [.group("stage \(node.kind.rawValue)", [frame])] + texts.filter { !$0.svg.hasSuffix("/>") }
  }
}

extension [GraphNodeBox] {
  /// What boxes of this width take on a page.
  fileprivate var area: Double { reduce(0) { $0 + $1.width * ($1.height + GraphPlacement.gap) } }
}
