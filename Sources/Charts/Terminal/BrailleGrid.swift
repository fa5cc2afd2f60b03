import Core

/// Points and lines in dots, two to a column and four to a row: Unicode's Braille patterns (U+2800 to U+28FF).
struct BrailleGrid {
  let columns, rows: Int
  private var bits: [UInt8]
  private var colours: [RGB?]

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
    bits = Array(repeating: 0, count: self.columns * self.rows)
    colours = Array(repeating: nil, count: self.columns * self.rows)
  }

  /// The bit of each dot of a cell: the left column from above, then the right one.
  private static let dotBits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// A dot; outside the grid nothing. In a cell that several colours share the last one wins.
  mutating func dot(_ x: Int, _ y: Int, _ colour: RGB?) {
    guard x >= 0, y >= 0, x / 2 < columns, y / 4 < rows else { return }
    let cell = y / 4 * columns + x / 2
    bits[cell] |= Self.dotBits[x % 2][y % 4]
    colours[cell] = colour
  }

  /// A line through these places. - Parameter dash: which of the dots along it are set, again and again.
  mutating func line(_ places: [(x: Double, y: Double)], _ colour: RGB?, dash: [Bool] = [true]) {
    var drawn = 0
    let points = places.compactMap { place -> (x: Int, y: Int)? in
      guard place.x.isFinite, place.y.isFinite else { return nil }
      func whole(_ x: Double) -> Int { Int(clamping: min(max(x.rounded(), -1), 10_000)) }
      return (whole(place.x), whole(place.y))
    }
    for (from, to) in zip(points, points.dropFirst()) {
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let steps = max(abs(dx), abs(dy), 1)
      for step in 0...steps where step > 0 || drawn == 0 {
        let share = Double(step) / Double(steps)
        let (x, y) = (Double(from.x) + share * Double(dx), Double(from.y) + share * Double(dy))
        if dash[drawn % dash.count] { dot(Int(clamping: x.rounded()), Int(clamping: y.rounded()), colour) }
        drawn += 1
      }
    }
  }

  func draw(on canvas: inout TextCanvas, row: Int, column: Int) {
    for (i, bits) in bits.enumerated() where bits != 0 {
      let character = Unicode.Scalar(0x2800 + UInt32(bits)).map { String(Character($0)) } ?? " "
      canvas.put(
        TextCanvas.Cell(text: character, colour: colours[i]), row: row + i / columns,
        column: column + i % columns)
    }
  }
}
