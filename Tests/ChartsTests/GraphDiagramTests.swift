import Foundation
import Testing

@testable import Charts

/// Any network is drawn so that it can be followed: boxes lie apart, and no line runs through one.
struct GraphDiagramTests {
  private static let slide = (width: 1880.0, height: 1000.0)

  /// Networks that nobody would build, the same on every machine: each node takes some before it, most of them near.
  private static let random: [GraphDiagram] = {
    var random = RandomBits()
    return (0..<200).map { number in
      let spread = [2, 3, 6, 30][number % 4]
      return GraphDiagram(
        title: "Any",
        nodes: (0..<random.below(30) + 1).map { i in
          let count = i == 0 ? 0 : random.below(4) == 0 ? random.below(4) : 1
          return GraphDiagram.Node(
            kind: random.below(2) == 0 ? .other : .convolution, name: "Layer\(i)",
            details: (0..<random.below(4)).map { "\($0) filters 3×3" }, shape: [8, 8, random.below(2)],
            inputs: (0..<count).map { _ in i - 1 - random.below(min(i, spread)) })
        })
    }
  }()

  /// U-Nets of one to five levels below the first, with and without normalization.
  private static let us: [GraphDiagram] = (1...5).flatMap { levels in
    (0...3).flatMap { convolutions in
      [false, true].map { isNormalized in
        var net = Gallery.Network([64, 64, 3])
        func block() {
          for _ in 0..<convolutions {
            net.convolve(8, 3)
            if isNormalized {
              net.normalize()
              net.relu()
            }
          }
        }
        var shortcuts: [Int] = []
        for _ in 0..<levels {
          block()
          shortcuts.append(net.nodes.count - 1)
          net.pool()
        }
        block()
        while let shortcut = shortcuts.popLast() {
          let up = net.add(.other, "UpSampling2D", ["size 2×2"], net.nodes[shortcut].shape)
          net.merge("Concatenate", [shortcut, up])
          block()
        }
        return GraphDiagram(title: "U", nodes: net.nodes)
      }
    }
  }

  private typealias Drawing = (diagram: GraphDiagram, placement: GraphPlacement)

  private static func drawn(_ diagrams: [GraphDiagram]) -> [Drawing] {
    diagrams.map { ($0, $0.placement(within: slide).placement) }
  }

  private static let drawings = ["random": drawn(random), "us": drawn(us), "usual": drawn(usual)]

  private static let usual = Gallery.graphs.compactMap { $0.1 as? GraphDiagram }

  /// A node and those that it touches above it.
  private static func stack(_ node: Int, _ placement: GraphPlacement) -> Box {
    var box = placement.boxes[node]
    for above in placement.boxes[..<node].reversed()
    where above.left == box.left && abs(above.bottom - box.top) < 0.1 {
      box = Box(left: box.left, top: above.top, width: box.width, height: box.bottom - above.top)
    }
    return box
  }

  private static func touches(_ point: (x: Double, y: Double), _ box: Box) -> Bool {
    point.x > box.left - 1 && point.x < box.right + 1 && point.y > box.top - 1 && point.y < box.bottom + 1
  }

  @Test(arguments: ["random", "us", "usual"]) func noLineRunsThroughABox(kind: String) {
    for (number, (_, placement)) in (Self.drawings[kind] ?? []).enumerated() {
      for line in placement.lines {
        for (from, to) in zip(line, line.dropFirst()) {
          #expect(from.x == to.x || from.y == to.y, "\(number): a line slants")
          let through = placement.boxes.indices.filter { i in
            let box = placement.boxes[i]
            return min(from.x, to.x) < box.right - 1 && max(from.x, to.x) > box.left + 1
              && min(from.y, to.y) < box.bottom - 1 && max(from.y, to.y) > box.top + 1
          }
          #expect(through.isEmpty, "\(number): a line runs through \(through)")
        }
        #expect(
          line.allSatisfy {
            $0.x >= 0 && $0.x <= placement.width + 1 && $0.y >= 0 && $0.y <= placement.height
          })
      }
    }
  }

  @Test(arguments: ["random", "us", "usual"]) func boxesLieApartAndOnThePage(kind: String) {
    for (number, (diagram, placement)) in (Self.drawings[kind] ?? []).enumerated() {
      #expect(placement.boxes.count == diagram.nodes.count)
      for (i, box) in placement.boxes.enumerated() {
        #expect(box.left >= 0 && box.right <= placement.width + 0.1, "\(number): \(i)")
        #expect(box.top >= 0 && box.bottom <= placement.height + 0.1, "\(number): \(i)")
        for (j, other) in placement.boxes[..<i].enumerated() {
          let isApart =
            box.left >= other.right || box.right <= other.left || box.top >= other.bottom - 0.1
            || box.bottom <= other.top + 0.1
          #expect(isApart, "\(number): \(i) lies on \(j)")
        }
      }
    }
  }

  @Test(arguments: ["random", "us", "usual"]) func eachEdgeIsALineFromItsBoxToItsBox(kind: String) {
    for (number, (diagram, placement)) in (Self.drawings[kind] ?? []).enumerated() {
      for target in diagram.nodes.indices {
        for source in diagram.inputs(of: target) {
          let isThere = placement.lines.contains { line in
            guard let start = line.first, let end = line.last else { return false }
            return Self.touches(start, placement.boxes[source])
              && Self.touches(end, placement.boxes[target])
          }
          let areTouching = Self.stack(target, placement).top < placement.boxes[target].top - 1
          #expect(isThere || areTouching, "\(number): \(source) to \(target)")
        }
      }
    }
  }

  // Lines from one box run together, and lines into one box; others would look like one.
  @Test(arguments: ["random", "us", "usual"]) func linesOfOthersCrossButNeverRunTogether(kind: String) {
    for (number, (diagram, placement)) in (Self.drawings[kind] ?? []).enumerated() {
      let edges = diagram.nodes.indices.flatMap { target in
        diagram.inputs(of: target).map { (source: $0, target: target) }
      }
      var pieces: [(edge: Int, from: (x: Double, y: Double), to: (x: Double, y: Double))] = []
      for (edge, ends) in edges.enumerated() {
        let (start, end) = (placement.boxes[ends.source], placement.boxes[ends.target])
        guard
          let line = placement.lines.first(where: { line in
            Self.touches(line[0], start) && Self.touches(line[line.count - 1], end)
          })
        else { continue }
        pieces += zip(line, line.dropFirst()).map { (edge, $0, $1) }
      }
      for (i, a) in pieces.enumerated() {
        for b in pieces[..<i] {
          let (one, other) = (edges[a.edge], edges[b.edge])
          guard one.source != other.source, one.target != other.target else { continue }
          let x =
            min(max(a.from.x, a.to.x), max(b.from.x, b.to.x))
            - max(min(a.from.x, a.to.x), min(b.from.x, b.to.x))
          let y =
            min(max(a.from.y, a.to.y), max(b.from.y, b.to.y))
            - max(min(a.from.y, a.to.y), min(b.from.y, b.to.y))
          // What crosses shares a point, what runs together a length.
          #expect(x < 0 || y < 0 || x + y < 1, "\(number): \(one) runs along \(other)")
        }
      }
    }
  }

  @Test func parallelBranchesStandSideBySide() throws {
    let inception = try #require(Gallery.graphs.first { $0.0 == "inception" }?.1 as? GraphDiagram)
    let boxes = inception.placement(within: Self.slide).placement.boxes
    // The first layers of the four branches.
    #expect(Set([2, 3, 5, 7].map { boxes[$0].top }).count == 1)
    #expect(Set([2, 3, 5, 7].map { boxes[$0].left }).count == 4)
    #expect(boxes[3].left == boxes[4].left && boxes[1].left == boxes[9].left)
  }

  @Test func aUContractsAtTheLeftAndExpandsAtTheRight() throws {
    let net = try #require(Gallery.graphs.first { $0.0 == "u-shape" }?.1 as? GraphDiagram)
    let boxes = net.placement(within: Self.slide).placement.boxes
    for (i, node) in net.nodes.enumerated() where node.name == "Concatenate" {
      let shortcut = boxes[net.inputs(of: i)[0]]
      #expect(shortcut.right < boxes[i].left && shortcut.centre.y == boxes[i].centre.y)
    }
  }

  // A hundred blocks are scrolled, but neither cut off nor as wide as they are long.
  @Test func aLongNetworkIsDrawnWhole() throws {
    let net = Gallery.residual(blocks: [30, 30, 30], side: 32)
    let document = try SVGDocument(net.svg)
    let width = try #require(Double(document.elements.first?.attributes["width"] ?? ""))
    #expect(width <= 1920)
    #expect(document.elements.filter { $0.name == "text" && $0.text == "Add" }.count == 90)
    let words = try #require(document.elements.first { $0.name == "desc" }).text
    #expect(words.contains("nodes") && words.contains("90 of them take several") && !words.hasSuffix("…"))
  }

  @Test func inputsThatAreNoneAreLeftOut() {
    let net = GraphDiagram(
      title: "",
      nodes: [[9], [0, 0, 1, -3, .max]].map { .init(kind: .other, name: "a", shape: [], inputs: $0) })
    #expect(net.nodes.indices.map(net.inputs) == [[], [0]])
    #expect(net.svg.contains("</svg>"))
  }

  @Test func lanesEndWhereNobodyTakesMore() {
    func lanes(_ inputs: [[Int]]) -> [String] { GraphLanes(inputs).rows.map { String($0) } }
    #expect(lanes([[], [0], [1], [2]]) == ["●", "●", "●", "●"])
    #expect(lanes([[], [0], [1], [0, 2], [3]]) == ["●", "├─●", "│ ●", "●─╯", "●"])
    #expect(
      lanes([[], [0], [0], [2], [0], [1, 3, 4]]) == ["●", "├─●", "├─│─●", "│ │ ●", "● │ │", "●─┴─╯"])
  }
}

/// A linear congruential generator: Knuth's MMIX.
private struct RandomBits {
  private var state: UInt64 = 7

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, limit)
  }
}
