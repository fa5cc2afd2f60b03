import CRSVG

/// Draws SVG documents as pictures, by librsvg.
///
/// It is opened when the first one is drawn: few sessions draw any, and it brings some thirty libraries along. Letters
/// come from the fonts of the machine, so the bytes differ from one machine to another, unlike those of an SVG file.
enum SVGRenderer {
  /// The functions; nil where librsvg is not installed or older than 2.52.
  private nonisolated(unsafe) static let functions: UnsafePointer<rsvg_functions>? = {
    let functions = UnsafeMutablePointer<rsvg_functions>.allocate(capacity: 1)
    return rsvg_open(functions, "librsvg-2.so.2") ? UnsafePointer(functions) : nil
  }()

  /// The least width of a picture: that of a projector (1920 pixels). Each pixel of the chart becomes a whole number of
  /// pixels, so that the images in it stay crisp.
  private static let leastWidth = 1920.0
  /// More would be no picture for a slide.
  private static let mostPixels = 1e8

  /// - Returns: the bytes of a PNG file, in the light theme.
  /// - Throws: ``ChartError`` where librsvg is missing or cannot draw.
  static func png(of svg: String) throws(ChartError) -> [UInt8] {
    try surface(of: svg) { width, height in
      var scale = (leastWidth / width).rounded(.up)
      while scale > 1, width * height * scale * scale > mostPixels { scale -= 1 }
      return scale
    }.png()
  }

  /// A picture of the document.
  /// - Parameter scale: gets the document's size, in pixels, and says how many pixels one of these becomes.
  /// - Throws: ``ChartError`` where librsvg is missing or cannot draw.
  static func surface(
    of svg: String, scale: (_ width: Double, _ height: Double) -> Double
  ) throws(ChartError) -> Surface {
    guard let rsvg = functions?.pointee else {
      throw ChartError(
        "format=png needs librsvg 2.52, which is not installed here (Debian: apt install librsvg2-2)")
    }
    let size = try Handle(svg, rsvg).size
    guard size.width >= 1, size.height >= 1, size.width * size.height <= mostPixels else {
      throw ChartError("the chart is too large for a PNG file")
    }
    let scale = scale(size.width, size.height)
    let (width, height) = (size.width * scale, size.height * scale)
    let chart = try Handle(PixelImages.enlarged(in: svg, scale: scale), rsvg)
    // Whole pixels: a last one that the chart covers in part would have no opaque background.
    let surface = Surface(
      width: Int32(clamping: max(1, width)), height: Int32(clamping: max(1, height)), rsvg)
    try chart.draw(in: surface.context, width: width, height: height)
    return surface
  }

  /// A picture that cairo has drawn.
  final class Surface {
    let width, height: Int32
    private let rsvg: rsvg_functions
    private let surface: OpaquePointer?
    fileprivate let context: OpaquePointer?

    fileprivate init(width: Int32, height: Int32, _ rsvg: rsvg_functions) {
      let argb32: Int32 = 0
      (self.width, self.height, self.rsvg) = (width, height, rsvg)
      surface = rsvg.cairo_image_surface_create(argb32, width, height)
      context = rsvg.cairo_create(surface)
    }

    deinit {
      rsvg.cairo_destroy(context)
      rsvg.cairo_surface_destroy(surface)
    }

    /// The bytes of a PNG file.
    func png() throws(ChartError) -> [UInt8] {
      var png: [UInt8] = []
      let status = withUnsafeMutablePointer(to: &png) { png in
        rsvg.cairo_surface_write_to_png_stream(
          surface,
          { object, bytes, count in
            object?.assumingMemoryBound(to: [UInt8].self).pointee
              .append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
            return 0
          }, png)
      }
      guard status == 0 else { throw ChartError("cairo cannot write the PNG file: its error \(status)") }
      return png
    }

    /// Red, green and blue, row after row; a chart's background is opaque. Nil where cairo has no memory.
    func rgb() -> [UInt8]? {
      rsvg.cairo_surface_flush(surface)
      guard let data = rsvg.cairo_image_surface_get_data(surface) else { return nil }
      let stride = Int(rsvg.cairo_image_surface_get_stride(surface))
      var pixels: [UInt8] = []
      pixels.reserveCapacity(3 * Int(width) * Int(height))
      for row in 0..<Int(height) {
        for column in 0..<Int(width) {
          // A number of 32 bits: alpha, red, green, blue from the highest byte on.
          let pixel = UnsafeRawPointer(data).load(fromByteOffset: row * stride + 4 * column, as: UInt32.self)
          pixels += [16, 8, 0].map { UInt8(truncatingIfNeeded: pixel >> $0) }
        }
      }
      return pixels
    }
  }
}

/// A document that librsvg has read.
private final class Handle {
  private let rsvg: rsvg_functions
  private let handle: OpaquePointer

  init(_ svg: String, _ rsvg: rsvg_functions) throws(ChartError) {
    let bytes = Array(svg.utf8)
    var error: UnsafeMutablePointer<glib_error>?
    guard let handle = rsvg.rsvg_handle_new_from_data(bytes, bytes.count, &error) else {
      throw ChartError("librsvg cannot read the chart", error, rsvg)
    }
    self.rsvg = rsvg
    self.handle = handle
  }

  deinit { rsvg.g_object_unref(UnsafeMutableRawPointer(handle)) }

  /// In pixels; 0 where the document does not say.
  var size: (width: Double, height: Double) {
    var (width, height) = (0.0, 0.0)
    _ = rsvg.rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height)
    return (width, height)
  }

  func draw(in context: OpaquePointer?, width: Double, height: Double) throws(ChartError) {
    var viewport = rsvg_rectangle(x: 0, y: 0, width: width, height: height)
    var error: UnsafeMutablePointer<glib_error>?
    guard rsvg.rsvg_handle_render_document(handle, context, &viewport, &error) != 0 else {
      throw ChartError("librsvg cannot draw the chart", error, rsvg)
    }
  }
}

extension Chart {
  /// The chart as a PNG file for slides, at least 1920 pixels wide, in the light theme.
  ///
  /// Other than ``svg`` its bytes depend on the fonts and libraries of the machine.
  /// - Throws: ``ChartError`` where librsvg is missing, and says which package has it.
  public func png() throws(ChartError) -> [UInt8] { try SVGRenderer.png(of: svg) }
}

/// Why a chart cannot be drawn. The message is written for the learner.
public struct ChartError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  fileprivate init(
    _ description: String, _ error: UnsafeMutablePointer<glib_error>?, _ rsvg: rsvg_functions
  ) {
    let reason = error?.pointee.message.map { ": " + String(cString: $0) } ?? ""
    if error != nil { rsvg.g_error_free(error) }
    self.init(description + reason)
  }
}
