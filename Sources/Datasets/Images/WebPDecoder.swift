import CWebP

/// libwebp, which is opened when the first image needs it.
private enum WebPLibrary {
  private nonisolated(unsafe) static let functions: UnsafePointer<webp_functions>? = {
    let functions = UnsafeMutablePointer<webp_functions>.allocate(capacity: 1)
    return webp_open(functions, "libwebp.so.7") ? UnsafePointer(functions) : nil
  }()

  /// - Throws: ``DatasetError`` where it is not installed.
  static func open() throws -> webp_functions {
    guard let functions else {
      throw DatasetError(
        "WebP images need libwebp, which is not installed here (Debian: apt install libwebp7)")
    }
    return functions.pointee
  }
}

/// Decodes a WebP image with libwebp: the bytes that Pillow and TensorFlow give. Transparency is dropped as that of a PNG
/// image (see ``decodePNG(_:)``). WebP has no gray of its own: an image whose pixels are all gray has one channel.
/// Source: https://developers.google.com/speed/webp/docs/riff_container.
/// - Throws: ``DatasetError`` where the file is damaged, cut off or an animation, or libwebp is not installed.
func decodeWebP(_ bytes: [UInt8]) throws -> RasterImage {
  let size = try webPSize(bytes)
  guard !WebPFile.isAnimation(bytes) else {
    throw DatasetError("it is an animated WebP image; save one picture of it as PNG in an image editor")
  }
  // Each 16x16 pixels of a lossy image take a bit at least. A lossless one of a single colour takes next to nothing.
  guard size.height * size.width <= max(1 << 24, bytes.count * 8 * 256) else {
    throw size.notHeld(by: "WebP", of: bytes.count)
  }
  var pixels = [UInt8](repeating: 0, count: size.count)
  let row = Int32(size.width * 3)
  guard try WebPLibrary.open().WebPDecodeRGBInto(bytes, bytes.count, &pixels, pixels.count, row) != nil else {
    throw DatasetError("its WebP data is cut off or damaged")
  }
  return RasterImage(height: size.height, width: size.width, channels: 3, pixels: pixels).inGrayIfGray
}

/// - Throws: ``DatasetError`` where the header is damaged or promises too large an image.
func webPSize(_ bytes: [UInt8]) throws -> ImageHeader {
  var (width, height): (Int32, Int32) = (0, 0)
  guard try WebPLibrary.open().WebPGetInfo(bytes, bytes.count, &width, &height) != 0 else {
    throw DatasetError("its WebP header is cut off or damaged")
  }
  return try ImageHeader(height: Int(height), width: Int(width), channels: 3)
}

private enum WebPFile {
  /// Whether the second bit of the flags that follow `VP8X` and the chunk's length says so.
  static func isAnimation(_ bytes: [UInt8]) -> Bool {
    bytes.count > 20 && bytes[12..<16].elementsEqual("VP8X".utf8) && bytes[20] & 2 != 0
  }
}
