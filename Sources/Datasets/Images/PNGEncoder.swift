import CPNG

extension RasterImage {
  /// The image as a PNG file with 8 bits a sample, gray or colour.
  /// - Throws: ``DatasetError`` where the image has no pixel or libpng cannot write it.
  public func pngEncoded() throws -> [UInt8] {
    try Self.checkSize(width: width, height: height)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = channels == 3 ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : png_uint_32(PNG_FORMAT_GRAY)
    defer { png_image_free(&image) }

    // Incompressible data grows by libpng's chunk headers and zlib's block headers, well under a twentieth.
    var size = pixels.count + pixels.count / 20 + height + 1024
    var file = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &file, &size, 0, pixels, 0, nil) != 0 else {
      throw DatasetError("libpng cannot write an image of \(width)x\(height) pixels")
    }
    return Array(file[..<size])
  }
}
