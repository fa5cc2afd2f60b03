/// The six kinds of Netpbm image, by the digit of their magic number.
enum NetpbmKind: UInt8 {
  case plainBitmap = 1
  case plainGray, plainColour, bitmap, gray, colour

  /// The kind of the file that begins with `start`: the letter P, a digit from 1 to 6, and white space.
  init?(_ start: some Collection<UInt8>) {
    let magic = Array(start.prefix(3))
    guard magic.count >= 2, magic[0] == UInt8(ascii: "P"),
      magic.dropFirst(2).allSatisfy(NetpbmDecoder.isSpace)
    else { return nil }
    self.init(rawValue: magic[1] &- UInt8(ascii: "0"))
  }

  var name: String {
    switch self {
    case .plainBitmap, .bitmap: "PBM"
    case .plainGray, .gray: "PGM"
    case .plainColour, .colour: "PPM"
    }
  }
  var isBitmap: Bool { self == .plainBitmap || self == .bitmap }
  var channels: Int { self == .plainColour || self == .colour ? 3 : 1 }
}

/// Decodes a PBM, PGM or PPM image, plain (numbers as text) or raw (bytes).
///
/// Samples from 0 to the file's own maximum, up to 65535, are spread over 0 to 255 and rounded. In a bitmap 1 is
/// black. A raw file that was copied in text mode, every LF in it turned into CR LF, is turned back.
/// Source: https://netpbm.sourceforge.net/doc/ppm.html, pgm.html and pbm.html.
/// - Throws: ``DatasetError`` where the file is damaged, or has fewer or more bytes than its header promises.
func decodeNetpbm(_ bytes: [UInt8]) throws -> RasterImage {
  var decoder = try NetpbmDecoder(bytes)
  if !decoder.fits, let restored = restoringLineEnds(of: bytes) {
    let other = try NetpbmDecoder(restored)
    if other.fits { decoder = other }
  }
  return try decoder.image()
}

/// The file before every LF became CR LF; nil where that is not what happened to it.
private func restoringLineEnds(of bytes: [UInt8]) -> [UInt8]? {
  guard bytes.starts(with: bytes.prefix(2) + [0x0D, 0x0A]) else { return nil }
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  for byte in bytes {
    if byte == 0x0A {
      guard result.last == 0x0D else { return nil }
      result.removeLast()
    }
    result.append(byte)
  }
  return result
}

/// A Netpbm file whose header has been read.
struct NetpbmDecoder {
  private let kind: NetpbmKind
  let size: ImageHeader
  private let greatest: Int
  private var reader: NetpbmReader

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// - Throws: ``DatasetError`` where the header is damaged or promises too large an image.
  init(_ bytes: [UInt8]) throws {
    guard let kind = NetpbmKind(bytes) else { throw DatasetError("it is no Netpbm image") }
    self.kind = kind
    reader = NetpbmReader(bytes: bytes, position: 2)
    let width = try reader.number("the width")
    size = try ImageHeader(height: reader.number("the height"), width: width, channels: kind.channels)
    greatest = kind.isBitmap ? 1 : try reader.number("the greatest value of a sample")
    guard (1...65_535).contains(greatest) else {
      throw DatasetError(
        "its header gives \(greatest) as the greatest value of a sample; expected 1 to 65535")
    }
    // One white space ends the header; a raw sample may look like more of it.
    reader.position += 1
  }

  private var rowBytes: Int { (size.width + 7) / 8 }

  /// The bytes that a raw image of this size has, or the fewest that a plain one can have.
  private var expectedBytes: Int {
    switch kind {
    case .plainBitmap: size.count
    case .plainGray, .plainColour: 2 * size.count - 1
    case .bitmap: size.height * rowBytes
    case .gray, .colour: size.count * (greatest < 256 ? 1 : 2)
    }
  }

  /// Whether as many bytes follow the header as it promises.
  var fits: Bool {
    let isPlain = kind.rawValue <= NetpbmKind.plainColour.rawValue
    return reader.left >= expectedBytes && (isPlain || reader.isAtEnd(after: expectedBytes))
  }

  /// - Throws: ``DatasetError`` where there are fewer or more bytes than promised, or a sample is no number or
  ///   too great.
  func image() throws -> RasterImage {
    guard fits else {
      let problem = reader.left < expectedBytes ? "is cut off" : "has bytes left over"
      throw DatasetError(
        "its \(kind.name) data \(problem): \(size.width)x\(size.height) pixels need \(expectedBytes) bytes after the "
          + "header, found \(max(reader.left, 0))")
    }
    return RasterImage(
      height: size.height, width: size.width, channels: size.channels, pixels: try samples())
  }

  private func samples() throws -> [UInt8] {
    var reader = reader
    switch kind {
    case .plainBitmap: return try (0..<size.count).map { _ in try reader.bit() == 1 ? 0 : 255 }
    case .plainGray, .plainColour:
      return try (0..<size.count).map { _ in try scaled(reader.number("a sample")) }
    case .bitmap: return bitmap()
    case .gray, .colour: return try rawSamples()
    }
  }

  private func rawSamples() throws -> [UInt8] {
    let rest = Array(reader.rest(expectedBytes))
    if greatest == 255 { return rest }
    if greatest < 256 { return try rest.map { try scaled(Int($0)) } }
    return try (0..<size.count).map { try scaled(Int(rest[2 * $0]) << 8 | Int(rest[2 * $0 + 1])) }
  }

  /// Eight pixels a byte, the leftmost in the highest bit; each row begins a new byte.
  private func bitmap() -> [UInt8] {
    let rest = Array(reader.rest(expectedBytes))
    return (0..<size.height).flatMap { y in
      (0..<size.width).map { x in rest[y * rowBytes + x / 8] << UInt8(x % 8) & 0x80 == 0 ? 255 : 0 }
    }
  }

  private func scaled(_ sample: Int) throws -> UInt8 {
    guard sample <= greatest else {
      throw DatasetError("it has a sample of \(sample), but its header says that \(greatest) is the greatest")
    }
    return UInt8((sample * 255 + greatest / 2) / greatest)
  }
}
