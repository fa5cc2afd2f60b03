import CZlib
import Foundation

/// Writes a picture as a PNG file (https://www.w3.org/TR/png-3/).
///
/// What a compressor writes depends on its version, and a chart must be the same bytes on every machine: see
/// ``Deflate``.
enum PNG {
  /// - Parameters:
  ///   - channels: 1 for gray, 3 for red, green and blue.
  ///   - pixels: `height * width * channels` bytes, row after row.
  /// - Returns: nil where the sizes do not fit each other or the picture has no pixel.
  static func encode(width: Int, height: Int, channels: Int, pixels: [UInt8]) -> [UInt8]? {
    guard isWhole(width: width, height: height, channels: channels, pixels: pixels),
      let width32 = UInt32(exactly: width), let height32 = UInt32(exactly: height)
    else { return nil }

    let colourType: UInt8 = channels == 1 ? 0 : 2
    let header = bigEndian(width32) + bigEndian(height32) + [8, colourType, 0, 0, 0]
    var scanlines: [UInt8] = []
    scanlines.reserveCapacity(pixels.count + height)
    for row in 0..<height {
      scanlines.append(0)  // the row's filter: none
      scanlines += pixels[row * width * channels..<(row + 1) * width * channels]
    }
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    return signature + chunk("IHDR", header)
      + chunk("IDAT", zlib(scanlines, distances: [channels, width * channels + 1])) + chunk("IEND", [])
  }

  /// Whether the sizes fit each other, and there is a pixel.
  static func isWhole(width: Int, height: Int, channels: Int, pixels: [UInt8]) -> Bool {
    width > 0 && height > 0 && (channels == 1 || channels == 3) && pixels.count % channels == 0
      && pixels.count / channels % width == 0 && pixels.count / channels / width == height
      && pixels.count < 1 << 30  // a chunk holds less than 2 GiB
  }

  /// A zlib stream (RFC 1950).
  private static func zlib(_ bytes: [UInt8], distances: [Int]) -> [UInt8] {
    [0x78, 0x01] + Deflate.stream(of: bytes, distances: distances)
      + bigEndian(UInt32(adler32_z(1, bytes, bytes.count)))
  }

  /// Length, type, data, and the CRC of type and data.
  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(UInt32(crc32_z(0, body, body.count)))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
