/// A network as the picture that everyone knows from LeNet: stacks of feature maps that become smaller and more, then
/// columns of units; on them the windows that slide, below them the layers and their parameters.
public struct ArchitectureDiagram: Chart {
  /// A layer that has a part in a stage.
  public struct Layer: Sendable {
    /// `Conv2D`
    public var name: String
    /// A line each: `6 filters 5×5`, `relu`, `156 params`.
    public var details: [String]

    public init(name: String, details: [String] = []) {
      self.name = name
      self.details = details
    }
  }

  /// Numbers that flow through the network, and the layers that they come out of.
  public struct Stage: Sendable {
    public var kind: LayerKind
    /// The shape of one image: height, width and channels, or a number of units.
    public var shape: [Int]
    /// The first one makes the shape, the others keep it.
    public var layers: [Layer]
    /// Height and width of the window that slides over the stage before.
    public var window: [Int]?

    public init(kind: LayerKind, shape: [Int], layers: [Layer], window: [Int]? = nil) {
      self.kind = kind
      self.shape = shape
      self.layers = layers
      self.window = window
    }
  }

  public var title: String
  /// From the input to the output.
  public var stages: [Stage]

  public init(title: String, stages: [Stage]) {
    self.title = title
    self.stages = stages
  }

  private static let widestRow = 1300.0
  private static let gap = 22.0
  static let nameStyle = TextStyle(name: "layer", size: TextStyle.leastSize, isBold: true)
  static let detailStyle = TextStyle.tick
  static let sizeStyle = TextStyle(name: "size", size: TextStyle.leastSize, isBold: true)
  static let rules =
    StageDrawing.rules + [
      Rule(selector: ".layer", style: "font-size:16px;font-weight:600"),
      Rule(selector: ".size", style: "font-size:16px;font-weight:600"),
    ]

  public var figure: Figure {
    let drawings = stages.map { StageDrawing($0, in: self) }
    let widths = zip(stages, drawings).map { max(textWidth($0), $1.width) }
    var rows: [Range<Int>] = []
    var used = 0.0
    for (i, width) in widths.enumerated() {
      if let row = rows.last, used + width <= Self.widestRow {
        rows[rows.count - 1] = row.lowerBound..<i + 1
      } else {
        rows.append(i..<i + 1)
        used = 0
      }
      used += width + Self.gap
    }
    let rowWidths = rows.map { widths[$0].reduce(0, +) + Self.gap * Double($0.count - 1) }
    let width = max(400, (rowWidths.max() ?? 0) + 2 * Theme.margin)
    let heading = Heading(title: title, width: width)
    var elements = heading.elements
    var top = heading.bottom
    for (row, rowWidth) in zip(rows, rowWidths) {
      let places = place(widths[row], from: (width - rowWidth) / 2)
      elements += draw(row, drawings, at: places, top: &top)
    }
    if stages.isEmpty {
      let box = Box(left: Theme.margin, top: top, width: width - 2 * Theme.margin, height: 120)
      elements += [.rectangle(box, class: "grid"), box.notice("no layers to draw")]
      top = box.bottom
    }
    return Figure(
      title: title, description: description, width: width, height: top + Theme.margin, rules: Self.rules,
      elements: elements
    )
  }

  /// The middles of slots of these widths, side by side.
  private func place(_ widths: ArraySlice<Double>, from left: Double) -> [Double] {
    var left = left
    return widths.map { width in
      defer { left += width + Self.gap }
      return left + width / 2
    }
  }

  /// A row of stages; `top` moves below it.
  private func draw(
    _ row: Range<Int>, _ drawings: [StageDrawing], at places: [Double], top: inout Double
  ) -> [Element] {
    let height = drawings[row].map(\.height).max() ?? 0
    let sizeRoom = Self.sizeStyle.lineHeight + 4
    let middle = top + sizeRoom + height / 2
    let boxes = zip(row, places).map { i, x in
      Box(
        left: x - drawings[i].width / 2, top: middle - drawings[i].height / 2, width: drawings[i].width,
        height: drawings[i].height)
    }
    var elements: [Element] = []
    let stages = Array(zip(drawings[row], boxes))
    // What joins two columns lies behind them; a window that slides lies on its maps.
    for (from, to) in zip(stages, stages.dropFirst()) {
      elements += to.0.joint(in: to.1, from: from.0, in: from.1)
    }
    for (drawing, box) in stages { elements.append(drawing.element(in: box)) }
    for (from, to) in zip(stages, stages.dropFirst()) {
      elements += to.0.slidingWindow(in: to.1, from: from.0, in: from.1)
    }
    var bottom = middle + height / 2
    for (i, (x, box)) in zip(row, zip(places, boxes)) {
      elements.append(
        .text(
          self.stages[i].sizeText, x: x, y: box.top - sizeRoom / 2, style: Self.sizeStyle, anchor: .middle))
      var y = middle + height / 2 + 10
      for (style, line) in lines(self.stages[i]) {
        elements.append(.text(line, x: x, y: y + style.lineHeight / 2, style: style, anchor: .middle))
        y += style.lineHeight
      }
      bottom = max(bottom, y)
    }
    top = bottom + Self.gap
    return elements
  }

  // MARK: - Words

  private func lines(_ stage: Stage) -> [(style: TextStyle, text: String)] {
    stage.layers.flatMap { layer in
      [(Self.nameStyle, layer.name)] + layer.details.map { (Self.detailStyle, $0) }
    }.map { ($0.0, $0.0.shortened($0.1, to: 200)) }
  }

  private func textWidth(_ stage: Stage) -> Double {
    let lines = lines(stage).map { $0.style.width($0.text) }
    return max(lines.max() ?? 0, Self.sizeStyle.width(stage.sizeText))
  }

  private var description: String {
    let parts = stages.prefix(100).map { stage in
      let layers = stage.layers.map { ([$0.name] + $0.details).joined(separator: ", ") }
      return "\(layers.joined(separator: ", then ")) gives \(stage.sizeText)"
    }
    return "The layers of a network, from its input to its output. " + parts.joined(separator: "; ") + "."
  }
}

extension ArchitectureDiagram.Stage {
  /// `28×28×6`, or `84`
  var sizeText: String { shape.map(String.init).joined(separator: "×") }

  /// Height, width and channels; nil for a vector.
  var volume: (height: Int, width: Int, channels: Int)? {
    guard shape.count == 2 || shape.count == 3, shape.allSatisfy({ $0 > 0 }) else { return nil }
    return (shape[0], shape[1], shape.count == 3 ? shape[2] : 1)
  }

  /// The numbers in it.
  var count: Double { shape.reduce(1) { $0 * Double(max($1, 1)) } }
}
