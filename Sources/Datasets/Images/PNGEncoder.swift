import CPNG

extension RasterImage {
  /// The image as a PNG file with 8 bits a sample, gray or colour.
  /// - Throws: ``DatasetError`` where the image has no pixel, too many, or other than 1 or 3 channels.
  public func pngEncoded() throws -> [UInt8] {
    guard channels == 1 || channels == 3 else {
      throw DatasetError(
        "an image of \(channels) channels cannot be written as PNG: it is neither gray nor colour")
    }
    _ = try ImageHeader(height: height, width: width, channels: channels)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = channels == 3 ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : png_uint_32(PNG_FORMAT_GRAY)
    defer { png_image_free(&image) }

    // Incompressible data grows by libpng's chunk headers and zlib's block headers, well under a twentieth.
    var size = elements.count + elements.count / 20 + height + 1024
    var file = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &file, &size, 0, elements, 0, nil) != 0 else {
      throw DatasetError("libpng cannot write an image of \(width)x\(height) pixels")
    }
    return Array(file[..<size])
  }
}
