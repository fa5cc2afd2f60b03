import CTurboJPEG

/// Decodes a JPEG image with libjpeg-turbo.
///
/// Its settings are libjpeg's own, as in Pillow: the accurate inverse transform and smooth chroma, so the bytes
/// are the same on every machine. Gray stays one channel. The orientation that a camera notes in the file (EXIF)
/// is ignored, as Keras's `load_img` ignores it: a photograph taken with the camera turned comes out turned.
/// Source: ITU-T T.81; https://libjpeg-turbo.org/Documentation/Documentation.
/// - Throws: ``DatasetError`` where the file is cut off or damaged, in CMYK, or promises more than it can hold.
func decodeJPEG(_ bytes: [UInt8]) throws -> RasterImage {
  guard let decoder = tjInitDecompress() else { throw DatasetError("libjpeg-turbo cannot start") }
  defer { tjDestroy(decoder) }
  func damaged() -> DatasetError {
    DatasetError("its JPEG data is cut off or damaged (\(String(cString: tjGetErrorStr2(decoder))))")
  }

  var width: Int32 = 0
  var height: Int32 = 0
  var sampling: Int32 = 0
  var colours: Int32 = 0
  guard
    tjDecompressHeader3(decoder, bytes, UInt(bytes.count), &width, &height, &sampling, &colours) == 0
  else { throw damaged() }
  guard ![TJCS_CMYK.rawValue, TJCS_YCCK.rawValue].contains(UInt32(colours)) else {
    throw DatasetError(
      "its JPEG data has the four inks of printing (CMYK); convert the image to RGB in an image editor")
  }
  try checkJPEGSize(width: Int(width), height: Int(height), fileSize: bytes.count)

  let isGray = UInt32(colours) == TJCS_GRAY.rawValue
  let channels = isGray ? 1 : 3
  let format = isGray ? TJPF_GRAY : TJPF_RGB
  var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * channels)
  func decode(_ more: Int32) -> Bool {
    // A few bytes could ask for scans without end.
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | more
    return tjDecompress2(
      decoder, bytes, UInt(bytes.count), &pixels, width, 0, height, Int32(format.rawValue), flags) == 0
  }
  // Some cameras write bytes that belong to nothing. Any other warning means that pixels are missing: a file
  // that is cut off would be filled up with gray.
  func isHarmless() -> Bool { String(cString: tjGetErrorStr2(decoder)).contains("extraneous bytes") }
  guard decode(TJFLAG_STOPONWARNING) || isHarmless() && (decode(0) || isHarmless()) else { throw damaged() }
  return RasterImage(height: Int(height), width: Int(width), channels: channels, pixels: pixels)
}

/// Huffman codes have a bit at least, and each block of 8x8 pixels has one code at least.
private func checkJPEGSize(width: Int, height: Int, fileSize: Int) throws {
  try RasterImage.checkSize(width: width, height: height)
  guard width * height / 64 <= fileSize * 8 else {
    throw DatasetError(
      "its header promises \(width)x\(height) pixels, but a JPEG file of \(fileSize) bytes cannot hold as many"
    )
  }
}
