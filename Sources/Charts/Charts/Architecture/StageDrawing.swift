/// How a stage of a network is drawn: feature maps one behind the other, or a column of units.
struct StageDrawing {
  private let stage: ArchitectureDiagram.Stage
  let width: Double
  let height: Double
  /// The size of a feature map; nil for a column.
  private let face: (width: Double, height: Double)?
  /// How many feature maps are drawn: all of a few, of many some more.
  private let maps: Int

  /// From one feature map to the one behind it.
  private static let step = 4.0
  private static let columnWidth = 18.0

  // Tints that hide what is behind them, in the colours of the series: gray, blue, orange, green.
  static let rules = [
    Rule(selector: ".stage", style: "stroke-width:1.2;stroke-linejoin:round"),
    Rule(
      selector: ".input, .convbook .flatten, .convbook .other", light: "fill:#eef0f3;stroke:#6e7781",
      dark: "fill:#2b323b;stroke:#9da7b3"),
    Rule(
      selector: ".convolution", light: "fill:#d9ebf7;stroke:#0072b2", dark: "fill:#12364f;stroke:#56b4e9"),
    Rule(selector: ".pooling", light: "fill:#fbe5d6;stroke:#c45500", dark: "fill:#4a2a12;stroke:#f5894a"),
    Rule(selector: ".dense", light: "fill:#d8f0e6;stroke:#00845f", dark: "fill:#0f3d30;stroke:#2fc79c"),
    Rule(selector: ".units", style: "stroke:none", light: "fill:#57606a", dark: "fill:#c8d1da"),
    Rule(
      selector: ".joint", style: "stroke-width:1", light: "fill:#f3f5f7;stroke:#d5dae0",
      dark: "fill:#161c25;stroke:#30363d"),
    Rule(
      selector: ".window", style: "fill:none;stroke-width:1.2", light: "stroke:#1f2328",
      dark: "stroke:#e6edf3"),
  ]

  init(_ stage: ArchitectureDiagram.Stage, in diagram: ArchitectureDiagram) {
    self.stage = stage
    if let volume = stage.volume {
      let longest = diagram.stages.compactMap(\.volume).map { max($0.height, $0.width) }.max() ?? 1
      func side(_ length: Int) -> Double { (16 + 104 * Double(length) / Double(longest)).rounded() }
      let doublings = Int.bitWidth - 1 - (max(1, volume.channels / 8)).leadingZeroBitCount
      maps = volume.channels <= 8 ? volume.channels : min(16, 8 + 2 * doublings)
      face = (side(volume.width), side(volume.height))
      width = side(volume.width) + Self.step * Double(maps - 1)
      height = side(volume.height) + Self.step * Double(maps - 1)
    } else {
      // The fourth root: 10 units are to be seen beside 3000.
      let most = diagram.stages.filter { $0.volume == nil }.map(\.count).max() ?? 1
      let share = (stage.count / most).squareRoot().squareRoot()
      maps = 0
      face = nil
      width = Self.columnWidth
      height = (30 + 140 * share).rounded()
    }
  }

  // MARK: - Shapes

  func element(in box: Box) -> Element {
    let tooltip = "\(stage.layers.first?.name ?? ""): \(stage.sizeText)"
    guard let face else { return column(in: box, tooltip: tooltip) }
    let sheets = (0..<maps).reversed().map { map in
      Element.rectangle(
        Box(
          left: box.left + Self.step * Double(map), top: box.bottom - face.height - Self.step * Double(map),
          width: face.width, height: face.height), tooltip: tooltip)
    }
    return .group("stage \(stage.kind.rawValue)", sheets)
  }

  /// A column of units, all of a few, of many the first and the last ones.
  private func column(in box: Box, tooltip: String) -> Element {
    let frame = Element(
      "rect",
      [
        "x": box.left, "y": box.top, "width": box.width, "height": box.height, "rx": 4.0,
      ], tooltip: tooltip)
    let room = box.height - 10
    let isWhole = stage.count <= 12 && room / stage.count >= 5
    let ends = [10.0, 19, 28]
    let places: [Double] =
      isWhole
      ? (0..<Int(clamping: stage.count)).map { box.top + 5 + (Double($0) + 0.5) * room / stage.count }
      : ends.map { box.top + $0 } + ends.reversed().map { box.bottom - $0 }
    let radius = isWhole ? min(4, 0.4 * room / stage.count) : 3.2
    var dots = places.map { SeriesMarks.circle(x: box.centre.x, y: $0, radius: radius) }
    if !isWhole, box.height > 80 {
      dots += [-5, 0, 5].map { SeriesMarks.circle(x: box.centre.x, y: box.centre.y + $0, radius: 1.1) }
    }
    return .group("stage \(stage.kind.rawValue)", [frame, .path(dots.joined(), class: "units")])
  }

  // MARK: - What leads from one stage to the next

  /// Everything is joined with everything: a band from the stage before to this column.
  func joint(in box: Box, from before: StageDrawing, in start: Box) -> [Element] {
    guard face == nil || before.face == nil else { return [] }
    let corners = [
      (start.right, start.top), (box.left, box.top), (box.left, box.bottom),
      (start.right, before.bottom(in: start)),
    ]
    let path = corners.map { "\($0.0.attributeText) \($0.1.attributeText)" }.joined(separator: "L")
    return [.path("M\(path)z", class: "joint")]
  }

  /// The lower end of the right side.
  private func bottom(in box: Box) -> Double {
    face == nil ? box.bottom : box.bottom - Self.step * Double(maps - 1)
  }

  /// The window on the stage before, and the pixel here that it gives.
  func slidingWindow(in box: Box, from before: StageDrawing, in start: Box) -> [Element] {
    guard let window = stage.window, window.count == 2, let face, let beforeFace = before.face,
      let beforeSize = before.stage.volume
    else { return [] }
    func front(_ box: Box, _ face: (width: Double, height: Double)) -> Box {
      Box(left: box.left, top: box.bottom - face.height, width: face.width, height: face.height)
    }
    let (source, target) = (front(start, beforeFace), front(box, face))
    let patch = Box(
      left: 0, top: 0, width: max(3, min(1, Double(window[1]) / Double(beforeSize.width)) * source.width),
      height: max(3, min(1, Double(window[0]) / Double(beforeSize.height)) * source.height))
    // The window at the right of its map, the pixel at the left: a map that has both keeps them apart.
    let from = Box(
      left: source.left + 0.85 * (source.width - patch.width), top: source.centre.y - patch.height / 2,
      width: patch.width, height: patch.height)
    let (x, y) = (target.left + max(3, 0.12 * target.width), target.centre.y)
    let pixel = Box(left: x - 1.5, top: y - 1.5, width: 3, height: 3)
    return [
      .group(
        "window",
        [
          .rectangle(from, tooltip: "\(window[0])×\(window[1])"),
          .line("", from: (from.right, from.top), to: (pixel.left, pixel.top)),
          .line("", from: (from.right, from.bottom), to: (pixel.left, pixel.bottom)),
          .rectangle(pixel),
        ])
    ]
  }
}
