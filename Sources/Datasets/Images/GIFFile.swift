/// A GIF file up to its first picture.
///
/// Layout: `GIF89a`, the screen's width and height, flags, two bytes, the palette; then blocks: extensions (0x21, a
/// kind) and pictures (0x2C, left, top, width, height, flags, palette, the length of a code, the codes), their data in
/// pieces with a byte of length before each, and a piece of length 0 at the end. Numbers are little-endian.
/// Source: CompuServe, "Graphics Interchange Format, Version 89a", https://www.w3.org/Graphics/GIF/spec-gif89a.txt.
struct GIFFile {
  /// The screen, or what of the first picture reaches beyond it.
  let size: ImageHeader
  private var bytes: [UInt8]
  /// Where the first picture's data begin.
  private let data: Int

  /// A code of 12 bits gives 4096 pixels at most.
  private static let greatestInflation = 2731

  /// - Parameter bytes: the file, or enough of it to reach the first picture's data.
  /// - Throws: ``DatasetError`` where it is cut off before them or damaged, or promises too large an image.
  init(_ bytes: [UInt8]) throws {
    var bytes = bytes
    func byte(_ place: Int) throws -> Int {
      guard place < bytes.count else { throw Self.cutOff }
      return Int(bytes[place])
    }
    func number(_ place: Int) throws -> Int { try byte(place) | byte(place + 1) << 8 }
    func palette(_ flags: Int) -> Int { flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1) }

    var place = 13 + palette(try byte(10))
    while try byte(place) == 0x21 {
      // The first bit of a picture's control block says that one of its colours is transparent. As of a PNG image, the
      // colour that the file holds is what counts.
      if try byte(place + 1) == 0xF9, try byte(place + 3) & 1 == 1 { bytes[place + 3] &= 0xFE }
      place = try Self.end(ofPiecesFrom: place + 2, in: bytes)
    }
    guard try byte(place) == 0x2C else { throw DatasetError("its GIF data holds no picture") }
    let (left, top) = (try number(place + 1), try number(place + 3))
    let (width, height) = (try number(place + 5), try number(place + 7))
    let screen = (width: max(try number(6), left + width), height: max(try number(8), top + height))
    size = try ImageHeader(
      height: width > 0 ? screen.height : 0, width: height > 0 ? screen.width : 0, channels: 3)
    bytes.replaceSubrange(
      6..<10,
      with: [screen.width, screen.width >> 8, screen.height, screen.height >> 8].map {
        UInt8(truncatingIfNeeded: $0)
      })
    data = place + 10 + palette(try byte(place + 9))
    self.bytes = bytes
  }

  /// The file with its first picture alone, no colour of it transparent.
  /// - Throws: ``DatasetError`` where it is cut off, or its data cannot hold as many pixels.
  func firstPicture() throws -> [UInt8] {
    let end = try Self.end(ofPiecesFrom: data + 1, in: bytes)
    guard size.height * size.width <= end * Self.greatestInflation else {
      throw size.notHeld(by: "GIF", of: end)
    }
    return bytes[..<end] + [0x3B]
  }

  /// Where pieces with their lengths before them end, behind the one of length 0.
  private static func end(ofPiecesFrom start: Int, in bytes: [UInt8]) throws -> Int {
    var place = start
    while place < bytes.count {
      let length = Int(bytes[place])
      place += 1 + length
      if length == 0 { return place }
    }
    throw cutOff
  }

  private static var cutOff: DatasetError {
    DatasetError("its GIF data is cut off before its first picture ends")
  }
}

/// Decodes the first picture of a GIF file. What of the screen it leaves uncovered is black.
/// - Throws: ``DatasetError`` where the file is damaged or cut off, or promises more than it can hold.
func decodeGIF(_ bytes: [UInt8]) throws -> RasterImage {
  let file = try GIFFile(bytes)
  return try PixbufDecoder(.gif).image(file.firstPicture(), file.size)
}
