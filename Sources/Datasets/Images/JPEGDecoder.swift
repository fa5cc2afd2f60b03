import CTurboJPEG

/// Decodes a JPEG image with libjpeg-turbo.
///
/// Its settings are libjpeg's own, as in Pillow: the accurate inverse transform and smooth chroma, so the bytes
/// are the same on every machine. Gray stays one channel. The orientation that a camera notes in the file (EXIF)
/// is ignored, as Keras's `load_img` ignores it: a photograph taken with the camera turned comes out turned.
/// The four inks of printing (CMYK, and YCCK) become colours as Pillow's `convert("RGB")` mixes them: each light is
/// what its ink and black let through, without a profile.
/// Source: ITU-T T.81; https://libjpeg-turbo.org/Documentation/Documentation; Adobe, Technical Note 5116, section 18.
/// - Throws: ``DatasetError`` where the file is cut off or damaged, has 12 bits a sample, or promises more than it can
///   hold.
func decodeJPEG(_ bytes: [UInt8]) throws -> RasterImage { try JPEGDecoder(bytes).image() }

/// A JPEG file whose header has been read.
final class JPEGDecoder {
  private let bytes: [UInt8]
  private let handle: tjhandle
  let size: ImageHeader
  /// Whether it has four inks.
  private let isPrinted: Bool

  /// - Throws: ``DatasetError`` where the header is damaged or promises too large an image.
  init(_ bytes: [UInt8]) throws {
    guard let handle = tjInitDecompress() else { throw DatasetError("libjpeg-turbo cannot start") }
    do {
      (size, isPrinted) = try Self.size(handle, bytes)
    } catch {
      tjDestroy(handle)
      throw error
    }
    self.bytes = bytes
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  private static func size(_ handle: tjhandle, _ bytes: [UInt8]) throws -> (ImageHeader, isPrinted: Bool) {
    var width: Int32 = 0
    var height: Int32 = 0
    var sampling: Int32 = 0
    var colours: Int32 = 0
    guard tjDecompressHeader3(handle, bytes, UInt(bytes.count), &width, &height, &sampling, &colours) == 0
    else { throw damaged(handle) }
    let size = try ImageHeader(
      height: Int(height), width: Int(width), channels: UInt32(colours) == TJCS_GRAY.rawValue ? 1 : 3)
    return (size, [TJCS_CMYK.rawValue, TJCS_YCCK.rawValue].contains(UInt32(colours)))
  }

  func image() throws -> RasterImage {
    // Huffman codes have a bit at least, and each block of 8x8 pixels has one code at least.
    guard size.height * size.width / 64 <= bytes.count * 8 else {
      throw size.notHeld(by: "JPEG", of: bytes.count)
    }
    let format = isPrinted ? TJPF_CMYK : size.channels == 1 ? TJPF_GRAY : TJPF_RGB
    var pixels = [UInt8](repeating: 0, count: isPrinted ? size.count / 3 * 4 : size.count)
    func decode(_ more: Int32) -> Bool {
      // A few bytes could ask for scans without end.
      let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | more
      return tjDecompress2(
        handle, bytes, UInt(bytes.count), &pixels, Int32(size.width), 0, Int32(size.height), format.rawValue,
        flags)
        == 0
    }
    // Some cameras write bytes that belong to nothing. Any other warning means that pixels are missing: a file
    // that is cut off would be filled up with gray.
    func isHarmless() -> Bool { String(cString: tjGetErrorStr2(handle)).contains("extraneous bytes") }
    guard decode(TJFLAG_STOPONWARNING) || isHarmless() && (decode(0) || isHarmless()) else {
      throw Self.damaged(handle)
    }
    return RasterImage(
      height: size.height, width: size.width, channels: size.channels,
      pixels: isPrinted ? Self.lights(ofInks: pixels) : pixels)
  }

  /// Red, green and blue of cyan, magenta, yellow and black, which Adobe's programs store as how much paper shows.
  private static func lights(ofInks inks: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: inks.count / 4 * 3) { lights, filled in
      filled = inks.count / 4 * 3
      for pixel in 0..<inks.count / 4 {
        let paper = Int(inks[4 * pixel + 3])
        for c in 0..<3 {
          // Pillow's MULDIV255.
          let product = (255 - Int(inks[4 * pixel + c])) * paper + 128
          lights[3 * pixel + c] = UInt8(paper - (product >> 8 + product) >> 8)
        }
      }
    }
  }

  private static func damaged(_ handle: tjhandle) -> DatasetError {
    let reason = String(cString: tjGetErrorStr2(handle))
    // 12 bits a sample, as in medicine, lossless JPEG: whole, but not what libjpeg-turbo reads.
    return reason.contains("nsupported")
      ? DatasetError(
        "its JPEG data is of a kind that is not read (\(reason)); save it as PNG in an image editor")
      : DatasetError("its JPEG data is cut off or damaged (\(reason))")
  }
}
