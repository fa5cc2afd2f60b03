/// The text of a table in UTF-8, piece by piece: of a file in UTF-8, or in UTF-16 as spreadsheets export it ("Unicode
/// text"). Byte order marks are left out.
struct TableText {
  private enum Encoding {
    case utf8
    case utf16(isBigEndian: Bool)
  }

  let path: String
  private let file: DataStream
  private let encoding: Encoding
  /// The first half of a unit or of a pair that a piece ended in.
  private var cut: [UInt8] = []

  init(_ file: DataStream) throws {
    self.file = file
    path = file.path
    let start = try file.peek(64)
    switch (start.first, start.dropFirst().first) {
    case (0xFF, 0xFE): (encoding, _) = (.utf16(isBigEndian: false), try file.read(2))
    case (0xFE, 0xFF): (encoding, _) = (.utf16(isBigEndian: true), try file.read(2))
    default:
      // Without a mark, every other byte of figures and commas is zero.
      let isZero = start.map { $0 == 0 }
      let even = stride(from: 0, to: isZero.count, by: 2).allSatisfy { isZero[$0] }
      let odd = stride(from: 1, to: isZero.count, by: 2).allSatisfy { isZero[$0] }
      encoding = start.count >= 4 && even != odd ? .utf16(isBigEndian: even) : .utf8
      if start.starts(with: [0xEF, 0xBB, 0xBF]) { _ = try file.read(3) }
    }
  }

  /// The next piece of about `count` bytes; empty only at the end.
  mutating func read(_ count: Int) throws -> [UInt8] {
    guard case .utf16(let isBigEndian) = encoding else { return try file.read(count) }
    while true {
      let piece = try file.read(count)
      if piece.isEmpty, cut.isEmpty { return [] }
      let bytes = cut + piece
      cut = []
      var units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
        let pair = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
        return isBigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
      }
      if !piece.isEmpty {
        if let last = units.last, UTF16.isLeadSurrogate(last) {
          units.removeLast()
          cut = Array(bytes[(2 * units.count)..<(2 * units.count + 2)])
        }
        if !bytes.count.isMultiple(of: 2), let last = bytes.last { cut.append(last) }
      }
      let text = Array(String(decoding: units, as: UTF16.self).utf8)
      if !text.isEmpty || piece.isEmpty { return text }
    }
  }
}
