import CPNG

/// Decodes a PNG image with libpng's simplified interface.
///
/// Palettes become colours, 1, 2 and 4 bits a sample become 8, and 16 bits are rounded to 8. Gray stays one
/// channel. Transparency is dropped, not blended with a background, as Keras's `load_img` and Pillow's
/// `convert("RGB")` drop it: the colour that the file holds under a transparent pixel is what counts.
/// Source: https://www.w3.org/TR/png-3; libpng-manual(3), "Simplified API".
/// - Throws: ``DatasetError`` where the file is damaged or its header promises more than the file can hold.
func decodePNG(_ bytes: [UInt8]) throws -> RasterImage {
  try PNGHeader(bytes).check(bytes)
  var image = png_image()
  image.version = png_uint_32(PNG_IMAGE_VERSION)
  defer { png_image_free(&image) }

  return try bytes.withUnsafeBytes { file in
    guard png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else {
      throw damagedPNG(&image)
    }
    let hasAlpha = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0
    let channels = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1
    let stored = channels + (hasAlpha ? 1 : 0)
    image.format &= png_uint_32(PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_COLOR)
    // Without this, 16-bit samples would be taken for light intensities and brightened.
    image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)

    let (height, width) = (Int(image.height), Int(image.width))
    var pixels = [UInt8](repeating: 0, count: height * width * stored)
    guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else { throw damagedPNG(&image) }
    if hasAlpha { pixels = droppingLastChannel(of: pixels, channels: stored) }
    return RasterImage(height: height, width: width, channels: channels, pixels: pixels)
  }
}

private func damagedPNG(_ image: inout png_image) -> DatasetError {
  let reason = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  return DatasetError("its PNG data is cut off or damaged (\(reason))")
}

private func droppingLastChannel(of pixels: [UInt8], channels: Int) -> [UInt8] {
  let kept = channels - 1
  var result = [UInt8](repeating: 0, count: pixels.count / channels * kept)
  for pixel in 0..<pixels.count / channels {
    for c in 0..<kept { result[pixel * kept + c] = pixels[pixel * channels + c] }
  }
  return result
}
