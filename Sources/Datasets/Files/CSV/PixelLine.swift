/// One line of a table of pixels.
struct PixelLine {
  /// The line without the character that ends it.
  let bytes: UnsafeBufferPointer<UInt8>
  let columns: PixelColumns
  /// The file and the line, for messages.
  let path: String
  let number: Int

  private static let comma: UInt8 = 0x2C

  /// Whether a byte is a space, a tab or the first half of a Windows line end.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 }

  /// Writes the line's pixels into `pixels`, which has room for one image, and gives its label, 0 where the
  /// table has none.
  func read(into pixels: UnsafeMutableBufferPointer<UInt8>) throws -> Int32 {
    let labelColumn = columns.label ?? -1
    var (column, pixel, place) = (0, 0, 0)
    var label: Int32 = 0
    while column < columns.count {
      let begin = place
      while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
      let firstDigit = place
      var value = 0
      while place < bytes.count, bytes[place] &- 0x30 < 10 {
        value = min(value * 10 + Int(bytes[place] &- 0x30), 1 << 20)
        place += 1
      }
      let isNumber = place > firstDigit
      while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
      let isAtEnd = place == bytes.count
      let greatest = column == labelColumn ? SplitContent.greatestClass : 255
      guard isNumber, isAtEnd || bytes[place] == Self.comma, value <= greatest else {
        throw invalid(bytes[begin...], column: column, greatest: greatest)
      }
      if column == labelColumn {
        label = Int32(value)
      } else {
        pixels[pixel] = UInt8(value)
        pixel += 1
      }
      column += 1
      if isAtEnd { break }
      place += 1
      if column == columns.count { throw ragged() }
    }
    guard column == columns.count else { throw ragged() }
    return label
  }

  // MARK: - Errors

  private func ragged() -> DatasetError {
    let count = bytes.reduce(1) { $0 + ($1 == Self.comma ? 1 : 0) }
    return DatasetError(
      "\(path), line \(number): expected \(columns.count) values as in the first line, found \(count)")
  }

  private func invalid(_ rest: Slice<UnsafeBufferPointer<UInt8>>, column: Int, greatest: Int) -> DatasetError
  {
    let field = rest.prefix { $0 != Self.comma }.drop { Self.isSpace($0) }
    let shown = field.prefix(20).map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }
    let found = field.isEmpty ? "nothing" : "'\(String(decoding: shown, as: UTF8.self))'"
    return DatasetError(
      "\(path), line \(number), \(columns.title(column)): expected a whole number from 0 to \(greatest), found "
        + found)
  }
}
