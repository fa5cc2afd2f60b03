import Core

/// A drawing in text: rows of cells, each with a character and its colours.
///
/// Nothing can be written beyond the right edge, so that no terminal ever breaks a row; rows are added as they are needed.
public struct TextCanvas: Sendable, Equatable {
  struct Cell: Sendable, Equatable {
    /// A character; empty for the right half of one that takes two columns.
    var text = " "
    var colour: RGB?
    var background: RGB?
    var isBold = false
  }

  public let columns: Int
  private(set) var rows: [[Cell]] = []

  init(columns: Int) { self.columns = max(0, columns) }

  public var height: Int { rows.count }

  /// The columns that something stands in.
  var width: Int {
    rows.map { row in (row.lastIndex { !$0.isEmpty } ?? -1) + 1 }.max() ?? 0
  }

  subscript(row: Int, column: Int) -> Cell? {
    rows.indices.contains(row) && rows[row].indices.contains(column) ? rows[row][column] : nil
  }

  // MARK: - Writing

  /// Puts a character of `width` columns; outside the canvas nothing.
  mutating func put(_ cell: Cell, row: Int, column: Int, width: Int = 1) {
    guard row >= 0, column >= 0, column + width <= columns else { return }
    grow(to: row + 1)
    // No half of a wide character stays behind.
    if rows[row][column].text.isEmpty { rows[row][column - 1].text = " " }
    let next = column + width
    if next < columns, rows[row][next].text.isEmpty { rows[row][next].text = " " }
    rows[row][column] = cell
    if width == 2 {
      rows[row][column + 1] = cell
      rows[row][column + 1].text = ""
    }
  }

  /// Writes a line of text in the columns from `column` on, at most `room` of them, shortened with an ellipsis.
  mutating func write(
    _ text: String, row: Int, column: Int, colour: RGB? = nil, background: RGB? = nil, isBold: Bool = false,
    room: Int = .max
  ) {
    let room = min(room, columns - column)
    guard room > 0 else { return }
    var place = column
    for character in TextStyle.cell.shortened(text.terminalText, to: Double(room)) {
      let width = character.columns
      // A mark without a character would be drawn on what stands before it, or join an escape sequence.
      guard width > 0 else { continue }
      guard place + width <= column + room else { break }
      put(
        Cell(text: String(character), colour: colour, background: background, isBold: isBold), row: row,
        column: place, width: width)
      place += width
    }
    grow(to: row + 1)
  }

  /// Adds lines below what there is.
  mutating func add(_ lines: [String], colour: RGB? = nil, isBold: Bool = false) {
    for line in lines { write(line, row: height, column: 0, colour: colour, isBold: isBold) }
  }

  /// Puts another canvas with its upper left corner here.
  mutating func paste(_ other: TextCanvas, row: Int, column: Int) {
    guard row >= 0 else { return }
    grow(to: row + other.height)
    for (i, cells) in other.rows.enumerated() {
      for (j, cell) in cells.enumerated() where !cell.isEmpty && !cell.text.isEmpty {
        let isWide = other[i, j + 1]?.text.isEmpty ?? false
        put(cell, row: row + i, column: column + j, width: isWide ? 2 : 1)
      }
    }
  }

  private mutating func grow(to height: Int) {
    while rows.count < height { rows.append(Array(repeating: Cell(), count: columns)) }
  }

  // MARK: - Reading

  /// What is written to the terminal, row by row: without spaces at the end, and without any escape sequence where
  /// there are no colours.
  public func lines(_ depth: ColourDepth) -> [TerminalText] {
    rows.map { row in
      if depth == .plain { return TerminalText(row.map(\.text).joined().trimmedAtEnd) }
      var line = TerminalText()
      var current: [Int] = []
      var rest = row[..<((row.lastIndex { !$0.isEmpty } ?? -1) + 1)]
      while let cell = rest.first {
        let look = cell.parameters(depth)
        let alike = rest.prefix { $0.parameters(depth) == look }
        if look != current { line += .look([0] + look) }
        current = look
        line += TerminalText(alike.map(\.text).joined())
        rest = rest.dropFirst(alike.count)
      }
      return current.isEmpty ? line : line + .look([0])
    }
  }
}

extension TextCanvas.Cell {
  /// Whether nothing of it is seen.
  var isEmpty: Bool { text == " " && background == nil }

  /// The parameters of ECMA-48's SGR that give this look.
  fileprivate func parameters(_ depth: ColourDepth) -> [Int] {
    let colours = [
      text == " " ? nil : colour.flatMap { depth.parameters($0, isBackground: false) },
      background.flatMap { depth.parameters($0, isBackground: true) },
    ]
    return (isBold ? [1] : []) + colours.compactMap { $0 }.joined()
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
