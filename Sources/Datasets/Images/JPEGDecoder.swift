import CTurboJPEG

/// Decodes a JPEG image with libjpeg-turbo.
///
/// Its settings are libjpeg's own, as in Pillow: the accurate inverse transform and smooth chroma, so the bytes
/// are the same on every machine. Gray stays one channel. The orientation that a camera notes in the file (EXIF)
/// is ignored, as Keras's `load_img` ignores it: a photograph taken with the camera turned comes out turned.
/// Source: ITU-T T.81; https://libjpeg-turbo.org/Documentation/Documentation.
/// - Throws: ``DatasetError`` where the file is cut off or damaged, in CMYK, or promises more than it can hold.
func decodeJPEG(_ bytes: [UInt8]) throws -> RasterImage { try JPEGDecoder(bytes).image() }

/// A JPEG file whose header has been read.
final class JPEGDecoder {
  private let bytes: [UInt8]
  private let handle: tjhandle
  let size: ImageHeader

  /// - Throws: ``DatasetError`` where the header is damaged or promises too large an image.
  init(_ bytes: [UInt8]) throws {
    guard let handle = tjInitDecompress() else { throw DatasetError("libjpeg-turbo cannot start") }
    do {
      size = try Self.size(handle, bytes)
    } catch {
      tjDestroy(handle)
      throw error
    }
    self.bytes = bytes
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  private static func size(_ handle: tjhandle, _ bytes: [UInt8]) throws -> ImageHeader {
    var width: Int32 = 0
    var height: Int32 = 0
    var sampling: Int32 = 0
    var colours: Int32 = 0
    guard tjDecompressHeader3(handle, bytes, UInt(bytes.count), &width, &height, &sampling, &colours) == 0
    else { throw damaged(handle) }
    guard ![TJCS_CMYK.rawValue, TJCS_YCCK.rawValue].contains(UInt32(colours)) else {
      throw DatasetError(
        "its JPEG data has the four inks of printing (CMYK); convert the image to RGB in an image editor")
    }
    return try ImageHeader(
      height: Int(height), width: Int(width), channels: UInt32(colours) == TJCS_GRAY.rawValue ? 1 : 3)
  }

  func image() throws -> RasterImage {
    // Huffman codes have a bit at least, and each block of 8x8 pixels has one code at least.
    guard size.height * size.width / 64 <= bytes.count * 8 else {
      throw size.notHeld(by: "JPEG", of: bytes.count)
    }
    var pixels = [UInt8](repeating: 0, count: size.count)
    func decode(_ more: Int32) -> Bool {
      let format = Int32((size.channels == 1 ? TJPF_GRAY : TJPF_RGB).rawValue)
      // A few bytes could ask for scans without end.
      let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | more
      return tjDecompress2(
        handle, bytes, UInt(bytes.count), &pixels, Int32(size.width), 0, Int32(size.height), format, flags)
        == 0
    }
    // Some cameras write bytes that belong to nothing. Any other warning means that pixels are missing: a file
    // that is cut off would be filled up with gray.
    func isHarmless() -> Bool { String(cString: tjGetErrorStr2(handle)).contains("extraneous bytes") }
    guard decode(TJFLAG_STOPONWARNING) || isHarmless() && (decode(0) || isHarmless()) else {
      throw Self.damaged(handle)
    }
    return RasterImage(height: size.height, width: size.width, channels: size.channels, pixels: pixels)
  }

  private static func damaged(_ handle: tjhandle) -> DatasetError {
    DatasetError("its JPEG data is cut off or damaged (\(String(cString: tjGetErrorStr2(handle))))")
  }
}
