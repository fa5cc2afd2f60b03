/// Compresses by repetition alone: the same bytes on every machine, which a compressor's next version would not give.
///
/// Enlarged pixels repeat the pixel before and the row above: only these two are looked for. The codes are the fixed
/// ones of RFC 1951, section 3.2.6 (https://www.rfc-editor.org/rfc/rfc1951).
struct Deflate {
  private var bytes: [UInt8] = []
  private var buffer: UInt32 = 0
  private var count = 0

  /// A deflate stream of one block.
  /// - Parameter distances: how far back a repetition may lie, each from 1 to 32768.
  static func stream(of bytes: [UInt8], distances: [Int]) -> [UInt8] {
    var stream = Deflate()
    stream.add(0b011, bits: 3)  // the last block, with fixed codes
    let distances = distances.filter { (1...32768).contains($0) }
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        var (length, distance) = (0, 0)
        let most = min(258, bytes.count - place)
        for candidate in distances where candidate <= place && length < most {
          var same = 0
          while same < most, bytes[place + same] == bytes[place + same - candidate] { same += 1 }
          if same > length { (length, distance) = (same, candidate) }
        }
        if length >= 3 {
          stream.addRepetition(length: length, distance: distance)
          place += length
        } else {
          stream.addSymbol(Int(bytes[place]))
          place += 1
        }
      }
    }
    stream.addSymbol(256)
    if stream.count > 0 { stream.bytes.append(UInt8(truncatingIfNeeded: stream.buffer)) }
    return stream.bytes
  }

  /// Bits from the least significant one on.
  private mutating func add(_ value: Int, bits: Int) {
    buffer |= UInt32(truncatingIfNeeded: value) << UInt32(count)
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: buffer))
      buffer >>= 8
      count -= 8
    }
  }

  /// Codes begin with their most significant bit.
  private mutating func addCode(_ code: Int, bits: Int) {
    for bit in (0..<bits).reversed() { add(code >> bit & 1, bits: 1) }
  }

  /// A byte, the end (256), or the code of a length.
  private mutating func addSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: addCode(0x30 + symbol, bits: 8)
    case ..<256: addCode(0x190 + symbol - 144, bits: 9)
    case ..<280: addCode(symbol - 256, bits: 7)
    default: addCode(0xC0 + symbol - 280, bits: 8)
    }
  }

  private mutating func addRepetition(length: Int, distance: Int) {
    let code = Self.lengths.lastIndex { $0 <= length } ?? 0
    addSymbol(257 + code)
    // The greatest length has a code of its own.
    add(length - Self.lengths[code], bits: code < 8 || code == 28 ? 0 : code / 4 - 1)
    let far = Self.distances.lastIndex { $0 <= distance } ?? 0
    addCode(far, bits: 5)
    add(distance - Self.distances[far], bits: far < 4 ? 0 : far / 2 - 1)
  }

  /// The least length of each code, and the least distance.
  private static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145, 8193, 12289, 16385, 24577,
  ]
}
