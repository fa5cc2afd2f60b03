/// The header of a PNG file: 8 bytes of signature, the length and name of a chunk (IHDR), then width and height as
/// big-endian 32-bit integers, the bits a sample, and the colour type, which gives the samples a pixel.
struct PNGHeader {
  let size: ImageHeader
  private let rowBytes: Int

  /// No deflate stream grows by more than this (zlib's technical notes).
  private static let greatestInflation = 1032

  /// - Throws: ``DatasetError`` where the header is cut off, damaged, or promises too large an image.
  init(_ bytes: [UInt8]) throws {
    guard bytes.count > 33 else {
      throw DatasetError("it is cut off within the PNG header: it has only \(bytes.count) bytes")
    }
    guard bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw DatasetError("its PNG data is damaged (no IHDR chunk)")
    }
    let colourType = bytes[25]
    // The bit of value 2 says colour, in a palette too.
    size = try ImageHeader(
      height: Self.integer(bytes, at: 20), width: Self.integer(bytes, at: 16),
      channels: colourType & 2 == 0 ? 1 : 3)
    let samples = [2: 3, 4: 2, 6: 4][colourType] ?? 1
    rowBytes = (size.width * samples * Int(bytes[24]) + 7) / 8
  }

  private static func integer(_ bytes: [UInt8], at place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Whether the file has as many bytes as it promises; libpng takes memory for a chunk before it looks for its bytes.
  /// - Throws: ``DatasetError`` where it cannot hold the pixels, or a chunk before them is longer than the file.
  func check(_ file: [UInt8]) throws {
    guard size.height * rowBytes / Self.greatestInflation <= file.count else {
      throw size.notHeld(by: "PNG", of: file.count)
    }
    // A chunk is its length, its name, so many bytes, and their checksum; IDAT holds the pixels.
    var place = 8
    while place + 8 <= file.count, !file[place + 4..<place + 8].elementsEqual("IDAT".utf8) {
      let end = place + 12 + Self.integer(file, at: place)
      guard end <= file.count else {
        throw DatasetError(
          "its PNG data is cut off or damaged (a chunk from byte \(place) to \(end) in \(file.count) bytes)")
      }
      place = end
    }
  }
}
