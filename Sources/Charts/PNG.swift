import CZlib
import Foundation

/// Writes a picture as a PNG file (https://www.w3.org/TR/png-3/).
///
/// The pixels are stored, not compressed: what a compressor writes depends on its version, and a chart
/// must be the same bytes on every machine. The pictures of a lesson are a few kilobytes.
enum PNG {
  /// - Parameters:
  ///   - channels: 1 for gray, 3 for red, green and blue.
  ///   - pixels: `height * width * channels` bytes, row after row.
  /// - Returns: nil where the sizes do not fit each other or the picture has no pixel.
  static func encode(width: Int, height: Int, channels: Int, pixels: [UInt8]) -> [UInt8]? {
    guard width > 0, height > 0, let width32 = UInt32(exactly: width), let height32 = UInt32(exactly: height),
      channels == 1 || channels == 3, pixels.count % channels == 0,
      pixels.count / channels % width == 0, pixels.count / channels / width == height,
      pixels.count < 1 << 30  // a chunk holds less than 2 GiB
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
    return signature + chunk("IHDR", header) + chunk("IDAT", stored(scanlines)) + chunk("IEND", [])
  }

  /// A zlib stream (RFC 1950) of stored deflate blocks (RFC 1951, 3.2.4).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let blockSize = 65535
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: bytes.count, by: blockSize) {
      let block = bytes[start..<min(start + blockSize, bytes.count)]
      let length = UInt16(block.count)
      stream.append(block.endIndex == bytes.count ? 1 : 0)
      for word in [length, ~length] { stream += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stream += block
    }
    return stream + bigEndian(UInt32(adler32_z(1, bytes, bytes.count)))
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
