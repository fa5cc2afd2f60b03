import CPixbuf

/// Decodes BMP, GIF and TIFF images with gdk-pixbuf, which librsvg needs too.
///
/// It is opened when the first one is read: few folders hold any, and it brings ten libraries along. These formats
/// have no gray of their own, or hide it: an image whose pixels are all gray has one channel.
/// Source: https://docs.gtk.org/gdk-pixbuf.
struct PixbufDecoder {
  /// What gdk-pixbuf calls the format.
  enum Kind: String {
    case bmp, gif, tiff

    var name: String { rawValue.uppercased() }
  }

  let kind: Kind
  private let functions: UnsafePointer<pixbuf_functions>

  /// The functions; nil where gdk-pixbuf is not installed.
  private nonisolated(unsafe) static let library: UnsafePointer<pixbuf_functions>? = {
    let functions = UnsafeMutablePointer<pixbuf_functions>.allocate(capacity: 1)
    return pixbuf_open(functions, "libgdk_pixbuf-2.0.so.0") ? UnsafePointer(functions) : nil
  }()

  /// - Throws: ``DatasetError`` where gdk-pixbuf is not installed.
  init(_ kind: Kind) throws {
    guard let library = Self.library else {
      throw DatasetError(
        "\(kind.name) images need gdk-pixbuf, which is not installed here (Debian: apt install "
          + "libgdk-pixbuf-2.0-0)")
    }
    self.kind = kind
    functions = library
  }

  /// The size that the header gives; `start` need not be the whole file.
  /// - Throws: ``DatasetError`` where it is damaged or promises too large an image.
  func size(_ start: [UInt8]) throws -> ImageHeader {
    // No image has this size, so that none is read further.
    var size = pixbuf_size(functions: functions, width: 0, height: 0, wanted_width: -1, wanted_height: -1)
    var reason: String?
    try read(start, &size) { reason = $1 }
    guard size.width > 0, size.height > 0 else { throw damaged(reason) }
    return try ImageHeader(height: Int(size.height), width: Int(size.width), channels: 3)
  }

  /// The pixels of an image of this size, without its transparency.
  /// - Throws: ``DatasetError`` where it is damaged, or has pixels that only shine through.
  func image(_ bytes: [UInt8], _ size: ImageHeader) throws -> RasterImage {
    let (height, width) = (size.height, size.width)
    var wanted = pixbuf_size(
      functions: functions, width: 0, height: 0, wanted_width: Int32(width), wanted_height: Int32(height))
    var image: RasterImage?
    try read(bytes, &wanted) { pixbuf, reason in
      let f = functions.pointee
      guard let pixbuf, let pixels = f.gdk_pixbuf_read_pixels(pixbuf),
        f.gdk_pixbuf_get_width(pixbuf) == width, f.gdk_pixbuf_get_height(pixbuf) == height
      else { throw damaged(reason) }
      let channels = Int(f.gdk_pixbuf_get_n_channels(pixbuf))
      let stride = Int(f.gdk_pixbuf_get_rowstride(pixbuf))
      // libtiff multiplies colours by their alpha, which cannot be undone to the level.
      guard kind != .tiff || channels == 3 || Self.isOpaque(pixels, width, height, stride) else {
        throw DatasetError(
          "it is a TIFF image with transparency; save it as PNG in an image editor (or with Pillow: "
            + "Image.open(\"a.tif\").save(\"a.png\"))")
      }
      image = RasterImage(height: height, width: width, channels: 3) { result in
        for y in 0..<height {
          for x in 0..<width {
            for c in 0..<3 { result[(y * width + x) * 3 + c] = pixels[y * stride + x * channels + c] }
          }
        }
      }
    }
    guard let image else { throw damaged(nil) }
    return image.inGrayIfGray
  }

  private static func isOpaque(_ pixels: UnsafePointer<UInt8>, _ width: Int, _ height: Int, _ stride: Int)
    -> Bool
  {
    (0..<height).allSatisfy { y in (0..<width).allSatisfy { pixels[y * stride + 4 * $0 + 3] == 255 } }
  }

  /// Calls `body` with the image, or with nil and the reason why there is none.
  private func read(
    _ bytes: [UInt8], _ size: inout pixbuf_size, _ body: (OpaquePointer?, String?) throws -> Void
  ) throws {
    var loader: OpaquePointer?
    var error: UnsafeMutablePointer<pixbuf_error>?
    let image = pixbuf_read(kind.rawValue, bytes, bytes.count, &size, &loader, &error)
    defer {
      if let error { functions.pointee.g_error_free(error) }
      if let loader { functions.pointee.g_object_unref(UnsafeMutableRawPointer(loader)) }
    }
    try body(image, error?.pointee.message.map { String(cString: $0) })
  }

  private func damaged(_ reason: String?) -> DatasetError {
    DatasetError("its \(kind.name) data is cut off or damaged" + (reason.map { " (\($0))" } ?? ""))
  }
}
