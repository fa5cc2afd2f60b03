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
  private static let stripRoom = 84.0

  public var svg: String {
    let (rows, columns) = (rowNames.count, columnNames.count)
    let values = values
    let shading = Shading(greatest: values.lazy.flatMap { $0 }.max() ?? 0)
    let texts = values.lazy.flatMap { $0.map(text) }
    let digits = max(0.6, texts.map { TextStyle(name: "", size: 1).width($0) }.max() ?? 0)
    // A cell holds its number in a size that can be read.
    let cell = max(min(560 / Double(max(columns, 1)), 72).rounded(), digits * 7.5 + 5, 20).rounded(.up)
    let fontSize = min(13, (cell - 4) / digits, cell * 0.5)

    let namesFit = columnNames.allSatisfy { TextStyle.tick.width($0) + 6 <= cell }
    let rowAxis = Axis(label: rowLabel, ticks: ticks(rowNames), hasGrid: false, maxTickWidth: 380)
    let columnAxis = Axis(
      label: columnLabel, ticks: ticks(columnNames), hasGrid: false, isSlanted: !namesFit)
    let left = Theme.margin + rowAxis.leftMargin
    let width = max(400, left + cell * Double(columns) + Self.stripRoom + Theme.margin)
    let heading = Heading(title: title, width: width, entries: unitEntry)
    var elements = heading.elements
    var box = Box(
      left: left, top: heading.bottom + 4, width: cell * Double(columns), height: cell * Double(rows))
    var bottom = box.bottom

    if rows > 0 && columns > 0 {
      elements += cells(values, box, size: cell, fontSize: fontSize, shading)
      elements += rowAxis.left(of: box, scale: .bands(rows, from: box.top, to: box.bottom))
      elements += columnAxis.below(box, scale: .bands(columns, from: box.left, to: box.right))
      elements += strip(rightOf: box, shading)
      bottom += columnAxis.bottomMargin
    } else {
      box = Box(left: Theme.margin, top: heading.bottom, width: width - 2 * Theme.margin, height: 200)
      elements += [.rectangle(box, class: "grid"), box.notice("no counts to draw")]
      bottom = box.bottom
    }
    return Figure(
      title: title, description: description, width: width, height: bottom + Theme.margin,
      rules: Self.rules, elements: elements
    ).svg
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
    _ values: [[Double]], _ box: Box, size: Double, fontSize: Double, _ shading: Shading
  ) -> [Element] {
    let style = TextStyle(name: "", size: fontSize)
    var groups = [[Element]](repeating: [], count: Self.levels)
    for row in rowNames.indices {
      for column in columnNames.indices {
        let square = Box(
          left: box.left + Double(column) * size, top: box.top + Double(row) * size,
          width: size - Self.gap, height: size - Self.gap)
        let value = values[row][column]
        let level = shading.level(value)
        groups[level].append(.rectangle(square, tooltip: value > 0 ? tooltip(row, column, value) : ""))
        if value > 0 || !isLarge {
          let (x, y) = square.centre
          groups[level].append(.text(text(value), x: x, y: y, style: style, anchor: .middle))
        }
      }
    }
    return groups.enumerated().filter { !$1.isEmpty }.map { .group("h\($0)", $1, fontSize: fontSize) }
  }

  private func tooltip(_ row: Int, _ column: Int, _ value: Double) -> String {
    let share = normalization == .none ? "" : " (\(text(value)) \(unit))"
    return "\(rowLabel) \(rowNames[row]), \(columnLabel) \(columnNames[column]): "
      + count(row, column).valueText + share
  }

  /// The colour scale.
  private func strip(rightOf box: Box, _ shading: Shading) -> [Element] {
    guard shading.greatest > 0 else { return [] }
    let height = min(box.height, 240)
    let strip = Box(left: box.right + 20, top: box.top, width: 12, height: height - Self.gap)
    let step = strip.height / Double(Self.levels - 1)
    var elements = (1..<Self.levels).map { level in
      let part = Box(
        left: strip.left, top: strip.bottom - Double(level) * step, width: strip.width, height: step + 0.3)
      return Element.group("h\(level)", [.rectangle(part)])
    }
    var lowest = Double.infinity
    for tick in Ticks(0...shading.greatest, extent: .inside, limit: 7, integersOnly: normalization == .none)
      .list
    {
      let y = strip.bottom - shading.share(tick.value) * strip.height
      guard lowest - y >= TextStyle.tick.lineHeight else { continue }
      lowest = y
      let label = normalization == .none ? tick.label : tick.label + " %"
      elements.append(.text(label, x: strip.right + 6, y: y, style: .tick))
    }
    return elements
  }

  private var description: String {
    let all = rowNames.indices.reduce(0.0) { sum, row in
      columnNames.indices.reduce(sum) { $0 + count(row, $1) }
    }
    let diagonal = rowNames.indices.reduce(0.0) { $0 + count($1, $1) }
    return "Matrix of counts\(unit.isEmpty ? "" : " in \(unit)"), \(rowNames.count) rows (\(rowLabel)) by "
      + "\(columnNames.count) columns (\(columnLabel)). \(diagonal.valueText) of \(all.valueText) lie on the "
      + "diagonal." + (remark.isEmpty ? "" : " " + remark)
  }
}
