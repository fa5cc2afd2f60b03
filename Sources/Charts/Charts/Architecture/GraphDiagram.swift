/// A network with branches: a box for each layer, arrows from one to the next, branches side by side, and shortcuts
/// beside the layers that they skip.
public struct GraphDiagram: Chart {
  /// A layer, or the input.
  public struct Node: Sendable {
    public var kind: LayerKind
    /// `Conv2D`, or a name of the learner's own.
    public var name: String
    /// Short pieces: `16 filters 3×3`, `strides 2×2`, `relu`, `448 params`.
    public var details: [String]
    /// The shape of what it gives: height, width, channels, or units.
    public var shape: [Int]
    /// The nodes whose outputs it takes, all before it; node 0 is the input and has none.
    public var inputs: [Int]

    public init(kind: LayerKind, name: String, details: [String] = [], shape: [Int], inputs: [Int]) {
      self.kind = kind
      self.name = name
      self.details = details
      self.shape = shape
      self.inputs = inputs
    }
  }

  public var title: String
  /// From the input to the output.
  public var nodes: [Node]

  public init(title: String, nodes: [Node]) {
    self.title = title
    self.nodes = nodes
  }

  /// A slide of 1920 by 1080 pixels: what is longer goes on in a further column, and only what is wider too is higher.
  private static let slide = (width: 1920.0, height: 1080.0)
  private static let rules =
    ArchitectureDiagram.rules + [
      Rule(selector: ".merging", light: "fill:#f6e4ef;stroke:#b0508a", dark: "fill:#43243a;stroke:#e79bc8"),
      Rule(
        selector: ".edge", style: "fill:none;stroke-width:1.6", light: "stroke:#57606a",
        dark: "stroke:#9da7b3"),
      Rule(selector: ".head", light: "fill:#57606a", dark: "fill:#9da7b3"),
    ]

  public var figure: Figure {
    let room = (
      width: Self.slide.width - 2 * Theme.margin,
      // A title of one line is the usual one.
      height: Self.slide.height - Heading(title: title, width: Self.slide.width).bottom - Theme.margin - 4
    )
    let (boxes, placement) = placement(within: room)
    let width = max(
      400, placement.width + 2 * Theme.margin,
      min(900, TextStyle.title.width(title).rounded(.up) + 2 * Theme.margin))
    let heading = Heading(title: title, width: width)
    var elements = heading.elements
    guard !nodes.isEmpty else {
      let box = Box(left: Theme.margin, top: heading.bottom, width: width - 2 * Theme.margin, height: 120)
      elements += [.rectangle(box, class: "grid"), box.notice("no layers to draw")]
      return Figure(
        title: title, description: description, width: width, height: box.bottom + Theme.margin,
        rules: Self.rules, elements: elements)
    }
    let (left, top) = ((width - placement.width) / 2, heading.bottom + 4)
    elements += placement.edges(left: left, top: top)
    for (node, (text, box)) in zip(nodes, zip(boxes, placement.boxes)) {
      let place = Box(left: box.left + left, top: box.top + top, width: box.width, height: box.height)
      elements += text.elements(of: node, in: place)
    }
    return Figure(
      title: title, description: description, width: width, height: top + placement.height + Theme.margin,
      rules: Self.rules, elements: elements)
  }

  /// The usual way where it fits on a slide; else narrower, and layers that belong to the ones before them, such as their
  /// activations, touch them: a long network is to be read on a slide too.
  func placement(
    within room: (width: Double, height: Double)
  ) -> (boxes: [GraphNodeBox], placement: GraphPlacement) {
    let graph = GraphBranches(self)
    let touching = stacked
    var best: (boxes: [GraphNodeBox], placement: GraphPlacement)?
    for stacked in touching.isEmpty ? [[]] : [[], touching] {
      for widest in [290.0, 220] {
        let boxes = GraphNodeBox.boxes(of: nodes, widest: widest, stacked: stacked)
        var placements = [GraphPlacement(levelsOf: graph, boxes, stacked: stacked)].compactMap { $0 }
        if placements.isEmpty {
          placements = [GraphColumns(graph, boxes, stacked: stacked).placement(within: room)]
        } else if stacked.isEmpty, let u = GraphPlacement(uShaped: graph, boxes) {
          placements.insert(u, at: 0)
        }
        for placement in placements where placement.width <= room.width || best == nil {
          let scale = placement.scale(within: room)
          if scale > best?.placement.scale(within: room) ?? 0 { best = (boxes, placement) }
          if scale == 1 { return (boxes, placement) }
        }
      }
    }
    return best ?? ([], GraphPlacement())
  }

  /// The nodes that keep the size of the one before them, and are all that takes it.
  private var stacked: Set<Int> {
    var uses = Array(repeating: 0, count: nodes.count)
    for node in nodes.indices { for input in inputs(of: node) { uses[input] += 1 } }
    return Set(
      nodes.indices.filter { i in
        let inputs = inputs(of: i)
        return i > 0 && nodes[i].kind == .other && inputs == [i - 1] && uses[i - 1] == 1
          && nodes[i - 1].kind != .input && nodes[i].shape == nodes[i - 1].shape
      })
  }

  // MARK: - Words

  private var description: String {
    guard !nodes.isEmpty else { return "A network without layers." }
    let start = "A network of \(nodes.count) nodes, from its input to its output"
    let all = nodes.indices.map(sentence)
    if all.reduce(0, { $0 + $1.count }) < 1600 { return "\(start). " + all.joined(separator: "; ") + "." }
    let merges = nodes.indices.filter { inputs(of: $0).count > 1 }
    let last = sentence(nodes.count - 1)
    guard !merges.isEmpty else { return "\(start), one after the other. The last is \(last)." }
    let some = merges.prefix(20).map(sentence).joined(separator: "; ")
    let rest = merges.count > 20 ? "; and \(merges.count - 20) more" : ""
    return "\(start). \(merges.count) of them take several: \(some)\(rest). The last is \(last)."
  }

  /// `4 Add takes 3 and 1, gives 32×32×16`: names are not unique, so that nodes have numbers, the input 0.
  private func sentence(_ i: Int) -> String {
    let (node, sources) = (nodes[i], inputs(of: i).map(String.init))
    let details = node.details.isEmpty || nodes.count > 30 ? "" : " (\(node.details.joined(separator: ", ")))"
    let list = [sources.dropLast().joined(separator: ", "), sources.last ?? ""].filter { !$0.isEmpty }
    let takes = list.isEmpty ? "" : " takes \(list.joined(separator: " and ")),"
    return "\(i) \(node.name)\(details)\(takes) gives \(node.sizeText)"
  }

  /// The nodes before it that it takes, each once.
  func inputs(of i: Int) -> [Int] {
    var seen: Set<Int> = []
    return nodes[i].inputs.filter { (0..<i).contains($0) && seen.insert($0).inserted }
  }
}

extension GraphDiagram.Node {
  /// `28×28×6`, or `84`
  var sizeText: String { shape.map(String.init).joined(separator: "×") }
}
