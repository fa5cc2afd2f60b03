import Core

/// Text as protocol 0 writes it, in lines of ASCII.
///
/// Source: CPython, `Lib/pickletools.py`, `read_stringnl` and `read_unicodestringnl`; "The Python Language Reference",
/// section "String and Bytes literals".
enum PickleText {
  /// The bytes of a literal in quotes, such as `'\x00\n\''`, which Python 2 wrote for a `str`.
  static func unescaped(literal: [UInt8], place: (String) -> DatasetError) throws -> [UInt8] {
    guard literal.count >= 2, let quote = literal.first, quote == 0x27 || quote == 0x22, literal.last == quote
    else {
      throw place("a text without quotes")
    }
    let characters = literal.dropFirst().dropLast()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count)
    var i = characters.startIndex
    while i < characters.endIndex {
      let character = characters[i]
      i += 1
      guard character == 0x5C else {
        bytes.append(character)
        continue
      }
      guard i < characters.endIndex else { throw place("a text that ends in a backslash") }
      let kind = characters[i]
      i += 1
      if kind == UInt8(ascii: "x") {
        guard let value = hexadecimal(characters[i...].prefix(2), digits: 2) else {
          throw place("a text with \\x and no two digits")
        }
        bytes.append(UInt8(value))
        i += 2
      } else if let value = escapes[kind] {
        bytes.append(value)
      } else {
        throw place("a text with an escape that Python does not write")
      }
    }
    return bytes
  }

  private static let escapes: [UInt8: UInt8] = [
    0x5C: 0x5C, 0x27: 0x27, 0x22: 0x22, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
    UInt8(ascii: "t"): 0x09,
  ]

  /// Text as UTF-8: each byte is a character of Latin-1, but for `\u` with four digits and `\U` with eight.
  static func utf8(ofUnicode line: [UInt8], place: (String) -> DatasetError) throws -> [UInt8] {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(line.count)
    var i = 0
    while i < line.count {
      var value = UInt32(line[i])
      i += 1
      let kind = value == 0x5C && i < line.count ? line[i] : 0
      if kind == UInt8(ascii: "u") || kind == UInt8(ascii: "U") {
        let digits = kind == UInt8(ascii: "u") ? 4 : 8
        guard let code = hexadecimal(line[(i + 1)...].prefix(digits), digits: digits) else {
          throw place("a text with an escape that Python does not write")
        }
        value = code
        i += 1 + digits
      }
      if value < 0x80 {
        utf8.append(UInt8(value))
      } else if let scalar = Unicode.Scalar(value) {
        utf8 += Array(String(Character(scalar)).utf8)
      } else {
        throw place("a text with a character that Unicode does not have")
      }
    }
    return utf8
  }

  private static func hexadecimal(_ characters: ArraySlice<UInt8>, digits: Int) -> UInt32? {
    guard characters.count == digits, !characters.contains(0x2B), !characters.contains(0x2D) else {
      return nil
    }
    return UInt32(String(decoding: characters, as: UTF8.self), radix: 16)
  }
}
