import Foundation

/// A matrix of counts, each cell as dark as its count is high: a confusion matrix.
///
/// Colour follows the square root of the count, which keeps the few wrong answers visible beside the many
/// right ones; the scale at the right says so.
public struct Heatmap: Chart {
  /// What a count is shown as a share of, in percent.
  public enum Normalization: Sendable {
    case none, row, column, all
  }

  public var title: String
  public var rowLabel: String
  public var columnLabel: String
  public var rowNames: [String]
  public var columnNames: [String]
  /// `counts[row][column]`; a missing or negative count is drawn as 0.
  public var counts: [[Int]]
  public var normalization: Normalization
  /// What stands out, in a sentence, for readers who cannot see the matrix.
  public var remark: String

  public init(
    title: String, rowLabel: String = "True label", columnLabel: String = "Predicted label",
    rowNames: [String], columnNames: [String], counts: [[Int]], normalization: Normalization = .none,
    remark: String = ""
  ) {
    self.title = title
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.counts = counts
    self.normalization = normalization
    self.remark = remark
  }

  // MARK: - Colours

  static let levels = 12
  // Shades of one blue (after ColorBrewer's Blues), toward the eye: dark on white paper, bright on black.
  static let lightStops = [
    RGB(0xF0, 0xF4, 0xF9), RGB(0xC9, 0xDD, 0xF0), RGB(0x6B, 0xAE, 0xD6), RGB(0x21, 0x71, 0xB5),
    RGB(0x08, 0x30, 0x6B),
  ]
  static let darkStops = [
    RGB(0x17, 0x1E, 0x29), RGB(0x14, 0x35, 0x5C), RGB(0x1E, 0x63, 0xA3), RGB(0x5F, 0xA8, 0xE6),
    RGB(0xD3, 0xEA, 0xFF),
  ]

  /// `.h0` for a count of 0, to `.h11` for the greatest: the cell, and the text on it.
  private static let rules =
    (0..<levels).flatMap { level in
      let t = Double(level) / Double(levels - 1)
      let (light, dark) = (RGB.blend(lightStops, at: t), RGB.blend(darkStops, at: t))
      func text(on colour: RGB) -> String { colour.isDark ? "fill:#fff" : "fill:#1f2328" }
      return [
        Rule(
          selector: ".h\(level) rect", light: "fill:\(light.hex)",
          dark: "fill:\(dark.hex)"),
        Rule(selector: ".h\(level) text", light: text(on: light), dark: text(on: dark)),
      ]
    } + [
      Rule(selector: "g text", style: "pointer-events:none"),  // the cell below has the tooltip
      Rule(selector: ".h0 text", light: "fill:#818b98", dark: "fill:#6e7681"),
    ]

  /// How far a value is on the way from 0 to the greatest, as the eye is to see it: 0...1.
  struct Shading {
    var greatest: Double

    func share(_ value: Double) -> Double {
      value <= 0 ? 0 : (value / greatest).squareRoot()
    }

    func level(_ value: Double) -> Int {
      value <= 0 ? 0 : 1 + min(levels - 2, Int(clamping: share(value) * Double(levels - 1)))
    }
  }

  // MARK: - Values

  private func count(_ row: Int, _ column: Int) -> Double {
    row < counts.count && column < counts[row].count ? Double(max(0, counts[row][column])) : 0
  }

  /// What the cells show: counts, or percentages.
  var values: [[Double]] {
    let matrix = rowNames.indices.map { row in columnNames.indices.map { count(row, $0) } }
    func percent(_ count: Double, of whole: Double) -> Double { whole > 0 ? 100 * count / whole : 0 }
    switch normalization {
    case .none: return matrix
    case .row:
      return matrix.map { row in
        let whole = row.reduce(0, +)
        return row.map { percent($0, of: whole) }
      }
    case .column:
      let wholes = columnNames.indices.map { column in matrix.reduce(0) { $0 + $1[column] } }
      return matrix.map { row in zip(row, wholes).map { percent($0, of: $1) } }
    case .all:
      let whole = matrix.joined().reduce(0, +)
      return matrix.map { row in row.map { percent($0, of: whole) } }
    }
  }

  /// Counts whole; of percentages one decimal where there is room for it.
  func text(_ value: Double) -> String {
    guard normalization != .none, value > 0, value < 99.95 else { return value.rounded().valueText }
    if isLarge { return value < 0.5 ? "<1" : value.rounded().valueText }
    return value < 0.05 ? "<0.1" : String(format: "%.1f", value)
  }

  private var isLarge: Bool { columnNames.count > Self.mostColumnsWithZeros }

  /// What the percentages are of.
  var unit: String {
    switch normalization {
    case .none: ""
    case .row: "% of the row"
    case .column: "% of the column"
    case .all: "% of all"
    }
  }

  // MARK: - Layout

  private static let gap = 1.0
  /// In a larger matrix, zeros are left out: they would hide what is there.
  private static let mostColumnsWithZeros = 20
  private static let stripRoom = 104.0

  private static let digitStyle = TextStyle(name: "", size: TextStyle.leastSize)
  /// With more cells in a row or column, and numbers that can be read, the matrix would leave the slide.
  private static let (slideWidth, slideHeight) = (1920.0, 1080.0)

  /// How a matrix is laid out: cells with their numbers where these fit on a slide, else colours alone, whose numbers
  /// are in the tooltips.
  /// - Parameter names: the room that the names take beside the matrix and in height.
  private func layout(_ values: [[Double]], names: (width: Double, height: Double)) -> (
    cell: (width: Double, height: Double), isWritten: Bool
  ) {
    let (rows, columns) = (Double(max(rowNames.count, 1)), Double(max(columnNames.count, 1)))
    let style = Self.digitStyle
    let widest = values.lazy.flatMap { $0.map { value in style.width(text(value)) } }.max() ?? 0
    if !isLarge {
      let side = max(min(560 / columns, 72).rounded(), widest + 6, names.height + 3).rounded(.up)
      return ((side, side), true)
    }
    let (width, height) = ((widest + 1.5).rounded(.up), style.size + 5)
    let (roomAcross, roomDown) = (
      Self.slideWidth - names.width - (hasStripBelow(names.width) ? 0 : Self.stripRoom) - 2 * Theme.margin,
      Self.slideHeight - 150
    )
    if width * columns <= roomAcross, height * rows <= roomDown { return ((width, height), true) }
    // Names need their lines even so, and numbers their distance.
    let named = areNumbered ? TextStyle.tick.width("\(columnNames.count)") + 8 : height
    return ((max(8, min(named, roomAcross / columns).rounded(.down)), height), false)
  }

  /// Where there are many classes, or names that are too long to slant below, the columns are named by number, and
  /// the rows tell which number is which name.
  private var areNumbered: Bool {
    let longest = columnNames.lazy.map { TextStyle.tick.width($0) }.max() ?? 0
    return rowNames == columnNames && longest > (isLarge ? 40 : Self.longestSlanted)
  }

  private static let longestSlanted = 620.0

  /// Whether the scale lies below the names of the rows: beside a large matrix there is no room to spare.
  private func hasStripBelow(_ names: Double) -> Bool { isLarge && names >= Self.stripLength + 60 }

  private static let stripLength = 240.0

  public var figure: Figure {
    let (rows, columns) = (rowNames.count, columnNames.count)
    let values = values
    let shading = Shading(greatest: values.lazy.flatMap { $0 }.max() ?? 0)
    let shownRows = areNumbered ? rowNames.enumerated().map { "\($1) \($0)" } : rowNames
    let shownColumns = areNumbered ? columnNames.indices.map(String.init) : columnNames
    var rowAxis = Axis(label: rowLabel, ticks: ticks(shownRows), hasGrid: false)
    rowAxis.tickLines = isLarge ? 1 : 2
    let (cell, isWritten) = layout(values, names: (rowAxis.leftMargin, rowAxis.tickHeight))

    let namesFit = shownColumns.allSatisfy { TextStyle.tick.width($0) + 0.5 <= cell.width }
    let columnAxis = Axis(
      label: columnLabel, ticks: ticks(shownColumns), hasGrid: false, isSlanted: !namesFit)
    let left = Theme.margin + rowAxis.leftMargin
    let isBelow = hasStripBelow(rowAxis.leftMargin)
    let width = max(
      400, left + cell.width * Double(columns) + (isBelow ? 0 : Self.stripRoom) + Theme.margin)
    let heading = Heading(title: title, width: width, entries: unitEntry)
    var elements = heading.elements
    var box = Box(
      left: left, top: heading.bottom + 4, width: cell.width * Double(columns),
      height: cell.height * Double(rows))
    var bottom = box.bottom

    if rows > 0 && columns > 0 {
      elements += cells(values, box, size: cell, isWritten: isWritten, shading)
      elements += rowAxis.left(of: box, scale: .bands(rows, from: box.top, to: box.bottom))
      elements += columnAxis.below(box, scale: .bands(columns, from: box.left, to: box.right))
      elements += isBelow ? strip(leftBelow: box, shading) : strip(rightOf: box, shading)
      bottom += columnAxis.bottomMargin
    } else {
      box = Box(left: Theme.margin, top: heading.bottom, width: width - 2 * Theme.margin, height: 200)
      elements += [.rectangle(box, class: "grid"), box.notice("no counts to draw")]
      bottom = box.bottom
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + Theme.margin,
      rules: Self.rules, elements: elements
    )
  }

  /// Says what the percentages are of.
  private var unitEntry: [Heading.Entry] {
    guard normalization != .none else { return [] }
    return [
      Heading.Entry(name: unit, symbolWidth: 12) { x, y in
        .group("h\(Self.levels - 3)", [.rectangle(Box(left: x, top: y - 6, width: 12, height: 12))])
      }
    ]
  }

  private func ticks(_ names: [String]) -> [Tick] {
    names.enumerated().map { Tick(value: Double($0), label: $1) }
  }

  /// The cells, grouped by colour so that each names it once.
  private func cells(
    _ values: [[Double]], _ box: Box, size: (width: Double, height: Double), isWritten: Bool,
    _ shading: Shading
  ) -> [Element] {
    let style = Self.digitStyle
    var groups = [[Element]](repeating: [], count: Self.levels)
    for row in rowNames.indices {
      for column in columnNames.indices {
        let square = Box(
          left: box.left + Double(column) * size.width, top: box.top + Double(row) * size.height,
          width: size.width - Self.gap, height: size.height - Self.gap)
        let value = values[row][column]
        let level = shading.level(value)
        groups[level].append(.rectangle(square, tooltip: value > 0 ? tooltip(row, column, value) : ""))
        if isWritten, value > 0 || !isLarge {
          let (x, y) = square.centre
          groups[level].append(.text(text(value), x: x, y: y, style: style, anchor: .middle))
        }
      }
    }
    return groups.enumerated().filter { !$1.isEmpty }.map { .group("h\($0)", $1, fontSize: style.size) }
  }

  private func tooltip(_ row: Int, _ column: Int, _ value: Double) -> String {
    let share = normalization == .none ? "" : " (\(text(value)) \(unit))"
    return "\(rowLabel) \(rowNames[row]), \(columnLabel) \(columnNames[column]): "
      + count(row, column).valueText + share
  }

  /// The colour scale, standing.
  private func strip(rightOf box: Box, _ shading: Shading) -> [Element] {
    guard shading.greatest > 0 else { return [] }
    let height = min(box.height, Self.stripLength)
    let strip = Box(left: box.right + 20, top: box.top, width: 12, height: height - Self.gap)
    let step = strip.height / Double(Self.levels - 1)
    var elements = (1..<Self.levels).map { level in
      let part = Box(
        left: strip.left, top: strip.bottom - Double(level) * step, width: strip.width, height: step + 0.3)
      return Element.group("h\(level)", [.rectangle(part)])
    }
    var lowest = Double.infinity
    for tick in stripTicks(shading) {
      let y = strip.bottom - shading.share(tick.value) * strip.height
      guard lowest - y >= TextStyle.tick.lineHeight else { continue }
      lowest = y
      elements.append(.text(tick.label, x: strip.right + 6, y: y, style: .tick))
    }
    return elements
  }

  /// The colour scale, lying.
  private func strip(leftBelow box: Box, _ shading: Shading) -> [Element] {
    guard shading.greatest > 0 else { return [] }
    let strip = Box(left: Theme.margin + 28, top: box.bottom + 14, width: Self.stripLength, height: 12)
    let step = strip.width / Double(Self.levels - 1)
    var elements = (1..<Self.levels).map { level in
      let part = Box(
        left: strip.left + Double(level - 1) * step, top: strip.top, width: step + 0.3, height: strip.height)
      return Element.group("h\(level)", [.rectangle(part)])
    }
    var end = -Double.infinity
    for tick in stripTicks(shading) {
      let (x, width) = (
        strip.left + shading.share(tick.value) * strip.width, TextStyle.tick.width(tick.label)
      )
      guard x - width / 2 >= end + 6 else { continue }
      end = x + width / 2
      elements.append(.text(tick.label, x: x, y: strip.bottom + 15, style: .tick, anchor: .middle))
    }
    return elements
  }

  private func stripTicks(_ shading: Shading) -> [Tick] {
    Ticks(0...shading.greatest, extent: .inside, limit: 7, integersOnly: normalization == .none).list.map {
      Tick(value: $0.value, label: normalization == .none ? $0.label : $0.label + " %")
    }
  }

  private var description: String {
    let all = rowNames.indices.reduce(0.0) { sum, row in
      columnNames.indices.reduce(sum) { $0 + count(row, $1) }
    }
    let diagonal = rowNames.indices.reduce(0.0) { $0 + count($1, $1) }
    return "Matrix of counts\(unit.isEmpty ? "" : " in \(unit)"), \(rowNames.count) rows (\(rowLabel)) by "
      + "\(columnNames.count) columns (\(columnLabel)). \(diagonal.valueText) of \(all.valueText) lie on the "
      + "diagonal." + rowsText + (remark.isEmpty ? "" : " " + remark)
  }

  /// What lies on the diagonal, row by row: of many rows those with the smallest shares.
  private var rowsText: String {
    let rows = rowNames.indices.map { row in
      (row: row, right: count(row, row), whole: columnNames.indices.reduce(0) { $0 + count(row, $1) })
    }.filter { $0.whole > 0 }
    let shown =
      rows.count <= 20
      ? rows : Array(rows.sorted { ($0.right / $0.whole, $0.row) < ($1.right / $1.whole, $1.row) }.prefix(10))
    guard !shown.isEmpty else { return "" }
    return (rows.count > shown.count ? " The smallest shares: " : " Row by row: ")
      + shown.map { "\(rowNames[$0.row]) \($0.right.valueText) of \($0.whole.valueText)" }.joined(
        separator: ", ")
      + "."
  }
}
