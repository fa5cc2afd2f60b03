/// The header of a BMP file: `BM`, the file's length, four zeros, where the pixels begin; then the length of the
/// second header, width, height (negative where the rows run from the top), the bits a pixel and how they are packed.
/// All numbers are little-endian.
/// Source: Microsoft, "Bitmap storage", BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPINFOHEADER.
struct BMPHeader {
  let size: ImageHeader
  /// Where the pixels end, each row filled up to four bytes.
  private let end: Int

  /// What the second header can be long, in bytes: BITMAPCOREHEADER's length and those that came after it, as Pillow knows them.
  private static let lengths = [12, 40, 52, 56, 64, 108, 124]

  /// - Throws: ``DatasetError`` where the header is cut off, damaged, promises too large an image, or tells a way of
  ///   packing that is not read.
  init(_ bytes: [UInt8]) throws {
    func number(at place: Int, bytes count: Int) -> Int {
      bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    /// Everything up to here, or the error that it is cut off.
    func require(_ count: Int) throws {
      guard bytes.count < count else { return }
      throw DatasetError("it is cut off within the BMP header: it has only \(bytes.count) bytes")
    }
    try require(18)
    // gdk-pixbuf takes memory for a second header of any length before it looks for its bytes.
    let length = number(at: 14, bytes: 4)
    guard Self.lengths.contains(length) else {
      throw DatasetError(
        "its BMP header gives itself \(length) bytes; expected "
          + Self.lengths.map(String.init).joined(separator: ", "))
    }
    try require(14 + length)
    let isCore = length == 12
    let side = isCore ? 2 : 4
    let width = number(at: 18, bytes: side)
    let height = number(at: 18 + side, bytes: side)
    let bits = number(at: 20 + 2 * side, bytes: 2)
    let packing = isCore ? 0 : number(at: 30, bytes: 4)
    guard [1, 4, 8, 16, 24, 32].contains(bits) else {
      throw DatasetError("its BMP header gives \(bits) bits a pixel; expected 1, 4, 8, 16, 24 or 32")
    }
    // 0: as they are; 3 and 6: with masks that tell the bits of each colour.
    guard [0, 3, 6].contains(packing) else {
      throw DatasetError(
        "its BMP data are compressed; save the image uncompressed, or as PNG, in an image editor")
    }
    // It takes memory for a palette of any length, too.
    let colors = isCore || bits > 8 ? 0 : number(at: 46, bytes: 4)
    guard colors <= 1 << bits else {
      throw DatasetError("its BMP header gives \(colors) colours; \(bits) bits have \(1 << bits) at most")
    }
    size = try ImageHeader(
      height: isCore ? height : abs(Int(Int32(truncatingIfNeeded: height))), width: width, channels: 3)
    end = number(at: 10, bytes: 4) + (width * bits + 31) / 32 * 4 * size.height
  }

  /// - Throws: ``DatasetError`` where the file has fewer bytes than it promises.
  func check(_ file: [UInt8]) throws {
    guard end <= file.count else {
      throw DatasetError(
        "its BMP data is cut off: \(size.width)x\(size.height) pixels need \(end) bytes, found \(file.count)")
    }
  }
}

/// Decodes a BMP image of 1 to 32 bits a pixel, with a palette or without; a fourth channel is dropped.
/// - Throws: ``DatasetError`` where the file is damaged, cut off or compressed.
func decodeBMP(_ bytes: [UInt8]) throws -> RasterImage {
  let header = try BMPHeader(bytes)
  try header.check(bytes)
  return try PixbufDecoder(.bmp).image(bytes, header.size)
}

/// Decodes the first picture of a TIFF file, 16 bits a sample as their upper 8.
/// - Throws: ``DatasetError`` where it is damaged, has transparency, or samples that are no such numbers.
func decodeTIFF(_ bytes: [UInt8]) throws -> RasterImage {
  let decoder = try PixbufDecoder(.tiff)
  return try decoder.image(bytes, decoder.size(bytes))
}
