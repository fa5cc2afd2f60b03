/// How the lines of a table are cut into fields.
struct TableDialect: Equatable {
  /// What stands between two fields: a comma, a semicolon, a tab or a bar; a space where any number of them do.
  var separator: UInt8
  /// What ends a line: LF, or CR in the text files of old Macs. A CR before an LF is a space.
  var lineEnd: UInt8

  static let quote: UInt8 = 0x22
  private static let space: UInt8 = 0x20

  /// Whether it is spaces that stand between the fields.
  var isSpaced: Bool { separator == Self.space }
  /// A comma within a number is a decimal comma where it separates no columns.
  var hasDecimalComma: Bool { separator != UInt8(ascii: ",") }

  /// The dialect of a text that begins with `start`: the separator that cuts its first line into most fields.
  init(_ start: [UInt8]) {
    lineEnd = start.contains(0x0A) || !start.contains(0x0D) ? 0x0A : 0x0D
    let end = lineEnd
    let line = start.drop { $0 == 0x0A || $0 == 0x0D }.prefix { $0 != end }
    separator = UInt8(ascii: ",")
    var most = 1
    var counts: [UInt8: Int] = [:]
    for candidate in "\t;|,".utf8 {
      let count = Self.count(candidate, in: line) + 1
      counts[candidate] = count
      if count > most { (separator, most) = (candidate, count) }
    }
    // `0,5;1,0` has more commas than semicolons, but each is within a number.
    let semicolons = counts[UInt8(ascii: ";")] ?? 1
    if separator == UInt8(ascii: ","), semicolons > 1, 2 * semicolons >= most {
      separator = UInt8(ascii: ";")
    }
    if most == 1, line.split(separator: Self.space).count > 1 { separator = Self.space }
  }

  /// How often a separator stands in a line, outside of quotes.
  private static func count(_ separator: UInt8, in line: ArraySlice<UInt8>) -> Int {
    var (count, isQuoted) = (0, false)
    line.withUnsafeBufferPointer { line in
      for byte in line {
        if byte == quote { isQuoted.toggle() } else if byte == separator, !isQuoted { count += 1 }
      }
    }
    return count
  }

  init(separator: UInt8, lineEnd: UInt8) { (self.separator, self.lineEnd) = (separator, lineEnd) }

  /// Whether a byte is around a field and not part of it.
  @inline(__always)
  func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0D || byte == 0x09 && separator != 0x09
  }
}

/// The fields of one line, without the spaces and quotes around them, one after the other.
struct TableFields: Sequence, IteratorProtocol {
  private let line: ArraySlice<UInt8>
  private let dialect: TableDialect
  private var place: Int
  private var isAtEnd = false
  /// Whether a quote was opened and never closed.
  private(set) var isOpen = false

  init(_ line: ArraySlice<UInt8>, _ dialect: TableDialect) {
    self.line = line
    self.dialect = dialect
    place = line.startIndex
    if dialect.isSpaced { isAtEnd = line.allSatisfy(dialect.isSpace) }
  }

  /// How many fields there are.
  var count: Int { reduce(0) { count, _ in count + 1 } }

  mutating func next() -> String? {
    guard !isAtEnd else { return nil }
    skipSpaces()
    var field: [UInt8] = []
    if place < line.endIndex, line[place] == TableDialect.quote {
      place += 1
      isOpen = true
      while place < line.endIndex {
        let byte = line[place]
        place += 1
        if byte == TableDialect.quote {
          // Two quotes are one that belongs to the text (RFC 4180).
          guard place < line.endIndex, line[place] == TableDialect.quote else {
            isOpen = false
            break
          }
          place += 1
        }
        field.append(byte)
      }
    }
    let begin = place
    while place < line.endIndex, !isSeparator(line[place]) { place += 1 }
    field += line[begin..<place]
    while let last = field.last, dialect.isSpace(last) { field.removeLast() }
    if dialect.isSpaced { skipSpaces() }
    if place >= line.endIndex { isAtEnd = true } else if !dialect.isSpaced { place += 1 }
    return String(decoding: field, as: UTF8.self)
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    dialect.isSpaced ? dialect.isSpace(byte) : byte == dialect.separator
  }

  private mutating func skipSpaces() {
    while place < line.endIndex, dialect.isSpace(line[place]) { place += 1 }
  }
}
