import Foundation

/// One picture of a `TileSheet`: an image, a kernel, a feature map, a column of numbers.
public struct Tile: Sendable {
  /// A rectangle of pixels that is pointed out.
  public struct Frame: Sendable {
    public var row, column, height, width: Int

    public init(row: Int, column: Int, height: Int, width: Int) {
      (self.row, self.column, self.height, self.width) = (row, column, height, width)
    }
  }

  public var width, height: Int
  /// `height * width` colours, red, green and blue, row after row.
  public var pixels: [UInt8]
  /// Above the picture, in up to three lines.
  public var title: String
  /// What is written on each pixel.
  public var values: [String]?
  public var frame: Frame?
  /// The length of the longer side on the page, in pixels; a tile with values is as large as they need.
  public var side: Double
  /// Whether what the title says is right: its colour.
  public var mark: ChartImage.Mark
  /// What its colours mean, where that is not known to all (an image) or written on it (numbers).
  public var key: ColourKey?

  public init(
    width: Int, height: Int, pixels: [UInt8], title: String = "", values: [String]? = nil,
    frame: Frame? = nil, side: Double = 112, mark: ChartImage.Mark = .none,
    key: ColourKey? = nil
  ) {
    (self.width, self.height, self.pixels, self.title) = (width, height, pixels, title)
    (self.values, self.frame, self.side, self.mark) = (values, frame, side, mark)
    self.key = key
  }
}

/// Rows of small pictures with signs between them: patch × kernel = products, or the maps of a layer.
public struct TileSheet: Chart {
  public enum Item: Sendable {
    case tile(Tile)
    /// A sign between two tiles: ×, =, →.
    case sign(String)
  }

  public struct Row: Sendable {
    /// Above the row, in full width.
    public var label: String
    public var items: [Item]

    public init(_ label: String = "", _ items: [Item]) { (self.label, self.items) = (label, items) }
  }

  public var title: String
  public var rows: [Row]
  /// Lines below the pictures.
  public var notes: [String]
  /// Whether a row stands beside the one before where there is room: the layers of a network, from left to right.
  public var flows: Bool

  public init(title: String, rows: [Row], notes: [String] = [], flows: Bool = false) {
    (self.title, self.rows, self.notes, self.flows) = (title, rows, notes, flows)
  }

  private static let gap = 12.0
  private static let rowGap = 36.0
  private static let keyGap = 20.0
  /// Rows beside each other take no more.
  private static let flowWidth = 852.0
  private static let mostSquares = 100
  private static let signStyle = TextStyle(name: "sign", size: 20)
  private static let valueStyle = TextStyle(name: "", size: TextStyle.leastSize)
  private static let rules = [
    Rule.crispPixels,
    Rule(selector: ".edge", style: "fill:none;stroke:#8c959f;stroke-opacity:.6"),
    Rule(selector: ".halo", style: "fill:none;stroke:#fff;stroke-width:4"),
    Rule(selector: ".frame", style: "fill:none;stroke:#d1242f;stroke-width:2"),
    Rule(selector: ".sign", style: "font-size:20px"),
    Rule(selector: ".right", light: "fill:#116329", dark: "fill:#56d364"),
    Rule(selector: ".wrong", light: "fill:#b3261e", dark: "fill:#ff8f87"),
    Rule(selector: ".right, .convbook .wrong", style: "font-size:16px"),
    Rule(selector: ".bright text", style: "fill:#000"),
    Rule(selector: ".dark text", style: "fill:#fff"),
  ]

  public var figure: Figure {
    let lines = lines
    let inner = max(280, lines.map(\.width).max() ?? 0, min(720, widest(notes + rows.map(\.label))))
    let width = (inner + 2 * Theme.margin).rounded(.up)
    let heading = Heading(title: title, width: width)
    var elements = heading.elements
    var top = heading.bottom + 4
    for line in lines {
      var bottom = top
      var left = Theme.margin
      for number in line.rows {
        let row = draw(
          row: number, left: left, top: top, width: line.rows.count > 1 ? rowWidth(number) : inner)
        elements += row.elements
        bottom = max(bottom, row.bottom)
        left += rowWidth(number) + Self.rowGap
      }
      top = bottom
    }
    for note in notes {
      for line in TextStyle.label.lines(note, maxWidth: inner, count: 4) {
        elements.append(.text(line, x: Theme.margin, y: top + 6, style: .label))
        top += TextStyle.label.lineHeight
      }
    }
    return Figure(
      title: title, description: description, width: width, height: top + Theme.margin - 4,
      rules: Self.rules, elements: elements
    )
  }

  private func widest(_ texts: [String]) -> Double { texts.map { TextStyle.label.width($0) }.max() ?? 0 }

  // MARK: - Rows

  /// Which rows stand beside each other, and the room that they take.
  private var lines: [(rows: [Int], width: Double)] {
    var lines: [(rows: [Int], width: Double)] = []
    for number in rows.indices {
      let own = flows ? rowWidth(number) : tilesWidth(number)
      if flows, let last = lines.last, last.width + Self.rowGap + own <= Self.flowWidth {
        lines[lines.count - 1] = (last.rows + [number], last.width + Self.rowGap + own)
      } else {
        lines.append(([number], own))
      }
    }
    return lines
  }

  /// The room of a row's pictures and keys.
  private func tilesWidth(_ number: Int) -> Double {
    let keys = keys(ofRow: number).map { $0.key.strip(named: $0.name, left: 0, top: 0).width }.max() ?? 0
    return max(keys, rows[number].items.reduce(-Self.gap) { $0 + size($1).width + Self.gap })
  }

  /// The room that a row takes among others, with its label.
  private func rowWidth(_ number: Int) -> Double {
    max(tilesWidth(number), min(Self.flowWidth, TextStyle.label.width(rows[number].label) + 1))
  }

  private func draw(
    row number: Int, left: Double, top: Double, width: Double
  ) -> (elements: [Element], bottom: Double) {
    let row = rows[number]
    var elements: [Element] = []
    var (x, top) = (left, top)
    if !row.label.isEmpty {
      for line in TextStyle.label.lines(row.label, maxWidth: width, count: 3) {
        elements.append(.text(line, x: left, y: top + 8, style: .label))
        top += TextStyle.label.lineHeight
      }
      top += 5
    }
    let titles = row.items.map { titleLines($0) }
    let titleHeight = Double(titles.map(\.count).max() ?? 0) * TextStyle.caption.lineHeight
    let height = row.items.map { size($0).picture }.max() ?? 0
    for (item, lines) in zip(row.items, titles) {
      let slot = size(item)
      switch item {
      case .sign(let text):
        elements.append(
          .text(
            text, x: x + slot.width / 2, y: top + titleHeight + height / 2, style: Self.signStyle,
            anchor: .middle))
      case .tile(let tile):
        // Smaller pictures stand in the middle of the row, with their titles.
        let pictureTop =
          top + titleHeight + (titleHeight > 0 ? 3 : 0) + ((height - slot.picture) / 2).rounded()
        let titleTop = pictureTop - 3 - Double(lines.count) * TextStyle.caption.lineHeight
        for (i, line) in lines.enumerated() {
          elements.append(
            .text(
              line, x: x, y: titleTop + (Double(i) + 0.5) * TextStyle.caption.lineHeight,
              style: style(tile.mark)))
        }
        elements += draw(tile, left: x, top: pictureTop)
      }
      x += slot.width + Self.gap
    }
    top += titleHeight + (titleHeight > 0 ? 3 : 0) + height + Self.gap
    let strips = draw(keys: keys(ofRow: number), left: left, top: top - 5, width: width)
    return (elements + strips.elements, top + strips.height)
  }

  /// Scales in columns, as many as there is room for.
  private func draw(
    keys: [(name: String, key: ColourKey)], left: Double, top: Double, width: Double
  ) -> (elements: [Element], height: Double) {
    let widest = keys.map { $0.key.strip(named: $0.name, left: 0, top: 0).width }.max() ?? 0
    let columns = max(1, Int(clamping: (width + Self.keyGap) / (widest + Self.keyGap)))
    let lineHeight = TextStyle.tick.lineHeight + 6
    let elements = keys.enumerated().flatMap { i, key in
      key.key.strip(
        named: key.name, left: left + Double(i % columns) * (widest + Self.keyGap),
        top: top + Double(i / columns) * lineHeight
      ).elements
    }
    return (elements, Double((keys.count + columns - 1) / columns) * lineHeight)
  }

  // MARK: - Keys

  /// The scales that are shown below a row, each once: with the names of its pictures where a row has several, and none
  /// that the next row has too.
  func keys(ofRow number: Int) -> [(name: String, key: ColourKey)] {
    let own = keyed(rows[number])
    if number + 1 < rows.count, rows[number + 1].label.isEmpty, own.count == 1 {
      let next = keyed(rows[number + 1])
      if next.count == 1, next[0].key == own[0].key { return [] }
    }
    let tiles = rows[number].items.count { if case .tile = $0 { true } else { false } }
    return own.map { key, names in
      // One scale for the whole row needs no name.
      (names.count == tiles ? "" : names.filter { !$0.isEmpty }.joined(separator: ", "), key)
    }
  }

  /// The scales of all rows, in words.
  var scales: [String] {
    rows.indices.flatMap { keys(ofRow: $0) }.map { ($0.name.isEmpty ? "" : $0.name + ": ") + $0.key.text }
  }

  private func keyed(_ row: Row) -> [(key: ColourKey, names: [String])] {
    var keys: [(key: ColourKey, names: [String])] = []
    for case .tile(let tile) in row.items {
      guard let key = tile.key else { continue }
      let name = tile.title.replacing("\n", with: " ")
      if let place = keys.firstIndex(where: { $0.key == key }) {
        keys[place].names.append(name)
      } else {
        keys.append((key, [name]))
      }
    }
    return keys
  }

  // MARK: - Sizes

  /// The length of a pixel's side on the page.
  private func scale(_ tile: Tile) -> Double {
    let longer = Double(max(tile.width, tile.height, 1))
    if let values = tile.values {
      // Grids side by side have cells of one size, unless a number is unusually long.
      return (max(Self.valueStyle.width("-0.00"), values.map(Self.valueStyle.width).max() ?? 0) + 6).rounded(
        .up)
    }
    let scale = tile.side / longer
    return scale >= 2 ? scale.rounded() : scale
  }

  private func size(_ item: Item) -> (width: Double, picture: Double) {
    switch item {
    case .sign(let text): return (max(14, Self.signStyle.width(text)), 0)
    case .tile(let tile):
      let scale = scale(tile)
      let width = Double(tile.width) * scale
      let title = tile.title.split(separator: "\n").map { TextStyle.caption.width(String($0)) }.max() ?? 0
      let word = TextStyle.caption.widestWord(of: tile.title)
      return (max(width, min(title, 170), min(word.rounded(.up), 300)), Double(tile.height) * scale)
    }
  }

  private func titleLines(_ item: Item) -> [String] {
    guard case .tile(let tile) = item, !tile.title.isEmpty else { return [] }
    return TextStyle.caption.lines(tile.title, maxWidth: size(item).width + 4, count: 6)
  }

  private func style(_ mark: ChartImage.Mark) -> TextStyle {
    switch mark {
    case .none: .caption
    case .right: TextStyle(name: "right", size: TextStyle.leastSize)
    case .wrong: TextStyle(name: "wrong", size: TextStyle.leastSize)
    }
  }

  // MARK: - Drawing

  private func draw(_ tile: Tile, left: Double, top: Double) -> [Element] {
    let scale = scale(tile)
    let box = Box(
      left: left, top: top, width: Double(tile.width) * scale, height: Double(tile.height) * scale)
    var elements = [picture(tile, box, scale), .rectangle(box, class: "edge")]
    if let values = tile.values, values.count == tile.width * tile.height {
      elements += numbers(values, tile, box, scale)
    }
    if let frame = tile.frame {
      let outline = Box(
        left: box.left + Double(frame.column) * scale, top: box.top + Double(frame.row) * scale,
        width: Double(frame.width) * scale, height: Double(frame.height) * scale)
      elements += [.rectangle(outline, class: "halo"), .rectangle(outline, class: "frame")]
    }
    return elements
  }

  /// The pixels of a kernel are squares of their own, sharp in every program; those of an image are a PNG.
  private func picture(_ tile: Tile, _ box: Box, _ scale: Double) -> Element {
    let count = tile.width * tile.height
    guard count > Self.mostSquares || tile.pixels.count != 3 * count else {
      let squares = (0..<count).map { k in
        Element(
          "rect",
          [
            "x": box.left + Double(k % tile.width) * scale, "y": box.top + Double(k / tile.width) * scale,
            "width": scale, "height": scale,
            "fill": RGB(tile.pixels[3 * k], tile.pixels[3 * k + 1], tile.pixels[3 * k + 2]).hex,
          ])
      }
      return Element(
        "g", ["shape-rendering": "crispEdges"], content: squares.map(\.svg).joined(separator: "\n"))
    }
    let picture = PNG.Picture(width: tile.width, height: tile.height, channels: 3, pixels: tile.pixels)
    return Element(
      "image",
      [
        "x": box.left, "y": box.top, "width": box.width, "height": box.height, "preserveAspectRatio": "none",
        "href": PNG.link(picture, width: box.width) ?? "",
      ], tooltip: tile.title)
  }

  private func numbers(_ values: [String], _ tile: Tile, _ box: Box, _ scale: Double) -> [Element] {
    var bright: [Element] = []
    var dark: [Element] = []
    for (i, value) in values.enumerated() {
      let text = Element.text(
        value, x: box.left + (Double(i % tile.width) + 0.5) * scale,
        y: box.top + (Double(i / tile.width) + 0.5) * scale, style: Self.valueStyle)
      let colour = RGB(tile.pixels[3 * i], tile.pixels[3 * i + 1], tile.pixels[3 * i + 2])
      if colour.isDark { dark.append(text) } else { bright.append(text) }
    }
    return [("bright", bright), ("dark", dark)].filter { !$1.isEmpty }.map {
      Element(
        "g", ["class": $0, "font-size": Self.valueStyle.size, "text-anchor": "middle"],
        content: $1.map(\.svg).joined(separator: "\n"))
    }
  }

  private var description: String {
    let titles = rows.flatMap { row in
      [row.label]
        + row.items.map { item in
          switch item {
          case .sign(let sign): sign
          case .tile(let tile):
            tile.title
              + (tile.values.map { " " + $0.prefix(100).joined(separator: " ") } ?? "")
          }
        }
    }
    let text = (scales + notes + titles.prefix(200)).filter { !$0.isEmpty }.joined(separator: "; ")
    return text.isEmpty ? title : text
  }
}
