import Core

/// Puts the bytes of the keyboard together to characters, as UTF-8 has them.
///
/// It never waits for a byte more than the character needs, which the decoders of the standard library do.
struct KeyDecoder {
  /// A byte that ended a malformed character and begins the next one.
  private var heldBack: UInt8?

  /// Whether there is a byte that no new one must be waited for.
  var holdsByte: Bool { heldBack != nil }

  /// The next character, U+FFFD for bytes that are none, or nil when `nextByte` gives no more.
  mutating func next(_ nextByte: () -> UInt8?) -> Unicode.Scalar? {
    guard let first = heldBack ?? nextByte() else { return nil }
    heldBack = nil
    var bytes = [first]
    while bytes.count < Self.length(first) {
      guard let byte = nextByte() else { return nil }
      guard byte & 0b1100_0000 == 0b1000_0000 else {
        heldBack = byte
        return "\u{FFFD}"
      }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
  }

  /// How many bytes a character has by its first one.
  private static func length(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
