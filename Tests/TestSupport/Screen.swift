/// What a terminal shows: as much of an ANSI terminal as line editors and progress bars use.
///
/// Every character takes one column. Colours and modes are read over.
package struct Screen {
  package private(set) var columns: Int
  package private(set) var rows: Int
  private var cells: [[Character]]
  private var row = 0
  private var column = 0
  /// Bytes of a character or of an escape sequence that is not all there yet.
  private var unfinished: [UInt8] = []
  /// Whether a character behind a full row begins the next one, or takes the last one's place.
  private var wraps = true

  package init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows down to the last one that has text, without the spaces at their ends.
  package var lines: [String] {
    var lines = cells.map { row in
      String(row.prefix((row.lastIndex { $0 != " " } ?? -1) + 1))
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  package var text: String { lines.joined(separator: "\n") }

  /// Cuts or extends every row or, as other terminals do, breaks rows that are too long into several.
  package mutating func resize(columns: Int, rows: Int, reflowing: Bool = false) {
    if reflowing { breakRows(columns) }
    while cells.count > rows { cells.removeFirst() }
    cells += Array(repeating: [], count: rows - cells.count)
    cells = cells.map { Array(($0 + Array(repeating: " ", count: columns)).prefix(columns)) }
    (self.columns, self.rows) = (columns, rows)
    (row, column) = (min(row, rows - 1), min(column, columns - 1))
  }

  /// The cursor stays at its character.
  private mutating func breakRows(_ columns: Int) {
    var broken: [[Character]] = []
    let cursorRow = row
    for (index, text) in cells.enumerated() {
      if index == cursorRow { (row, column) = (broken.count + column / columns, column % columns) }
      let length = (text.lastIndex { $0 != " " } ?? 0) + 1
      broken += stride(from: 0, to: length, by: columns).map { Array(text[$0..<min($0 + columns, length)]) }
    }
    // The empty rows below the text are not kept where there is no room.
    while broken.count > rows, broken.last == [" "], row < broken.count - 1 { broken.removeLast() }
    row = max(0, row - max(0, broken.count - rows))
    cells = broken
  }

  package mutating func write(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      unfinished.append(byte)
      if unfinished[0] == 0x1B {
        if Self.endsEscape(unfinished) {
          perform(String(decoding: unfinished.dropFirst(), as: UTF8.self))
          unfinished = []
        }
      } else if let text = String(validating: unfinished, as: UTF8.self), let character = text.first {
        put(character)
        unfinished = []
      }
    }
  }

  private static func endsEscape(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 1, let last = bytes.last else { return false }
    if bytes[1] == UInt8(ascii: "[") { return bytes.count > 2 && (0x40...0x7E).contains(last) }
    // Strings for the terminal (APC, OSC, DCS), which show nothing.
    if "_]P".utf8.contains(bytes[1]) {
      return last == 7 || bytes.count > 3 && bytes.suffix(2) == [0x1B, 0x5C]
    }
    // ESC ( B and its like choose a character set: three bytes.
    return "()#".utf8.contains(bytes[1]) ? bytes.count == 3 : true
  }

  private mutating func put(_ character: Character) {
    switch character {
    case "\r": column = 0
    case "\n": newline()
    case "\r\n":
      column = 0
      newline()
    case "\u{8}": column = max(0, column - 1)
    case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
    case "\u{7}", "\0": break
    default:
      // A full row wraps when its next character comes, not before.
      if column == columns {
        column = wraps ? 0 : columns - 1
        if wraps { newline() }
      }
      cells[row][column] = character
      column += 1
    }
  }

  private mutating func newline() {
    row += 1
    if row == rows {
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: columns))
      row -= 1
    }
  }

  /// ECMA-48's control sequences: `[`, numbers, and a letter that says what to do.
  private mutating func perform(_ sequence: String) {
    guard sequence.first == "[", let command = sequence.last else { return }
    if sequence.hasPrefix("[?7") { wraps = command == "h" }
    let numbers = sequence.dropFirst().dropLast().split(separator: ";").map { Int($0) ?? 0 }
    let number = numbers.first ?? 0
    let count = max(1, number)
    let here = min(column, columns - 1)
    let reached = min(columns, here + count)
    switch command {
    case "A": row = max(0, row - count)
    case "B": row = min(rows - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(columns, count) - 1
    case "H":
      row = min(rows, count) - 1
      column = min(columns, max(1, numbers.dropFirst().first ?? 1)) - 1
    case "J":
      for below in row + 1..<max(rows, row + 1) { clear(below, 0..<columns) }
      if number == 2 { for above in 0...row { clear(above, 0..<columns) } }
      clear(row, here..<columns)
    case "K": clear(row, number == 0 ? here..<columns : 0..<columns)
    case "P": edit { $0.removeSubrange(here..<reached) }
    case "@": edit { $0.insert(contentsOf: Array(repeating: " ", count: count), at: here) }
    default: break
    }
  }

  private mutating func clear(_ row: Int, _ range: Range<Int>) {
    for column in range { cells[row][column] = " " }
  }

  private mutating func edit(_ body: (inout [Character]) -> Void) {
    body(&cells[row])
    cells[row] = Array((cells[row] + Array(repeating: " ", count: columns)).prefix(columns))
  }
}
