import CPNG

/// Decodes a PNG image with libpng.
///
/// The samples are those that the file holds, as Pillow, TensorFlow and OpenCV give them, whatever its gAMA, cHRM,
/// sRGB and iCCP chunks say of how they should look. Palettes become colours, 1, 2 and 4 bits a sample are spread over
/// 0 to 255, and of 16 bits the upper 8 are kept. Gray stays one channel. Transparency is dropped, not blended with a
/// background, as Keras's `load_img`, Pillow's `convert("RGB")` and `tf.io.decode_png(channels=3)` drop it: the colour
/// that the file holds under a transparent pixel is what counts.
/// Source: https://www.w3.org/TR/png-3; libpng-manual(3).
/// - Throws: ``DatasetError`` where the file is damaged or its header promises more than the file can hold.
func decodePNG(_ bytes: [UInt8]) throws -> RasterImage {
  let header = try PNGHeader(bytes)
  try header.check(bytes)
  let size = header.size
  var pixels = [UInt8](repeating: 0, count: size.count)
  var message = [CChar](repeating: 0, count: 128)
  let isWhole = png_decode(
    bytes, bytes.count, UInt32(size.width), UInt32(size.height), Int32(size.channels), &pixels, &message,
    message.count)
  guard isWhole else {
    let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    throw DatasetError("its PNG data is cut off or damaged (\(reason))")
  }
  return RasterImage(height: size.height, width: size.width, channels: size.channels, pixels: pixels)
}
