import Foundation

@testable import Datasets

/// The image files in Fixtures/Images, written by Pillow 13.0.0 (libjpeg-turbo 3.2.0). The 16-bit colour and
/// the interlaced PNG, which Pillow does not write, were put together with Python's zlib and read by Pillow.
enum ImageFixture {
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Images/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  static func image(_ name: String) throws -> RasterImage {
    try RasterImage(decoding: bytes(name), file: name)
  }

  /// What all but the JPEG and the 1-bit files hold: 5 rows of 7 pixels, each sample given by its place.
  static func pattern(channels: Int) -> RasterImage {
    var pixels: [UInt8] = []
    for y in 0..<5 {
      for x in 0..<7 {
        for c in 0..<channels { pixels.append(UInt8((37 * y + 61 * x + 89 * c) % 256)) }
      }
    }
    return RasterImage(height: 5, width: 7, channels: channels, pixels: pixels)
  }

  /// The 1-bit files: a chessboard whose first field is black.
  static let chessboard = RasterImage(
    height: 5, width: 7, channels: 1, pixels: (0..<35).map { ($0 / 7 + $0 % 7) % 2 == 0 ? 0 : 255 })
}

/// The error that decoding gives, as text.
func decodingError(_ bytes: [UInt8], file: String = "a.png") -> String? {
  do {
    _ = try RasterImage(decoding: bytes, file: file)
    return nil
  } catch {
    return "\(error)"
  }
}
