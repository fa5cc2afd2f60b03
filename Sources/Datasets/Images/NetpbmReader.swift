/// Reads the numbers of a Netpbm file, which white space separates; `#` begins a comment up to the line's end.
struct NetpbmReader {
  let bytes: [UInt8]
  var position: Int

  /// The bytes that are not yet read; negative where the header ends the file.
  var left: Int { bytes.count - position }

  /// Whether only white space follows the next `count` bytes.
  func isAtEnd(after count: Int) -> Bool {
    bytes.dropFirst(position + count).allSatisfy(NetpbmDecoder.isSpace)
  }

  /// The next `count` bytes, of which there must be as many.
  func rest(_ count: Int) -> ArraySlice<UInt8> { bytes[position..<position + count] }

  /// The next number.
  /// - Throws: ``DatasetError`` where there is none, or one with more than nine digits.
  mutating func number(_ meaning: String) throws -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, let digit = digit(at: position) {
      guard position - start < 9 else {
        throw DatasetError("\(meaning) has more than nine digits (at byte \(start))")
      }
      value = value * 10 + digit
      position += 1
    }
    guard position > start else { throw missing(meaning) }
    guard position == bytes.count || NetpbmDecoder.isSpace(bytes[position]) || bytes[position] == Self.hash
    else { throw missing(meaning) }
    return value
  }

  /// The next digit of a plain bitmap, which need not be separated: 0 or 1.
  mutating func bit() throws -> Int {
    skipSpace()
    guard position < bytes.count, let digit = digit(at: position), digit <= 1 else {
      throw missing("a bit, 0 or 1,")
    }
    position += 1
    return digit
  }

  private static let hash = UInt8(ascii: "#")

  private func digit(at place: Int) -> Int? {
    let digit = Int(bytes[place]) - Int(UInt8(ascii: "0"))
    return (0...9).contains(digit) ? digit : nil
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      if bytes[position] == Self.hash {
        position = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      } else if NetpbmDecoder.isSpace(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  private func missing(_ meaning: String) -> DatasetError {
    position < bytes.count
      ? DatasetError("expected \(meaning) at byte \(position), found the byte \(bytes[position])")
      : DatasetError("it is cut off: expected \(meaning) at byte \(position)")
  }
}
