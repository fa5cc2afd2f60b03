import CSixel
import Foundation

/// A chart's SVG as pixels, for terminals that show graphics.
public struct ChartPicture {
  private let surface: SVGRenderer.Surface

  /// In pixels.
  public var width: Int { Int(surface.width) }
  public var height: Int { Int(surface.height) }

  /// Letters as large as the terminal's, if the picture then fits into the window; else smaller, but not so small that they
  /// could not be read.
  /// - Parameters:
  ///   - window: the room, in pixels.
  ///   - lineHeight: of the terminal's text, in pixels.
  ///   - isDark: whether in the dark theme.
  /// - Throws: ``ChartError`` where librsvg is missing or cannot draw.
  public init(
    of chart: any Chart, window: (width: Int, height: Int), lineHeight: Int, isDark: Bool
  ) throws(ChartError) {
    let svg = isDark ? Theme.darkened(chart.svg) : chart.svg
    let usual = Double(min(max(lineHeight, 8), 100)) / TextStyle.label.lineHeight
    surface = try SVGRenderer.surface(of: svg) { width, height in
      let widest = min(usual, Double(max(window.width, 1)) / width)
      return max(min(widest, 0.6 * usual), min(widest, Double(max(window.height, 1)) / height), 16 / width)
    }
  }

  /// The bytes of a PNG file.
  public func png() throws(ChartError) -> [UInt8] { try surface.png() }

  /// The picture in Sixel graphics, in 256 colours; nil where libsixel is not installed.
  public func sixel() -> [UInt8]? {
    guard let pixels = surface.rgb() else { return nil }
    return Sixel.encode(pixels, width: surface.width, height: surface.height)
  }
}

/// Pictures as the bytes that DEC's terminals have drawn from since 1983, by libsixel.
private enum Sixel {
  private nonisolated(unsafe) static let functions: UnsafePointer<sixel_functions>? = {
    let functions = UnsafeMutablePointer<sixel_functions>.allocate(capacity: 1)
    return sixel_open(functions, "libsixel.so.1") ? UnsafePointer(functions) : nil
  }()

  static func encode(_ pixels: [UInt8], width: Int32, height: Int32) -> [UInt8]? {
    guard let sixel = functions?.pointee else { return nil }
    var pixels = pixels
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { bytes -> Int32 in
      var (output, dither): (OpaquePointer?, OpaquePointer?)
      let receiver: sixel_receiver = { bytes, count, object in
        let start = UnsafeRawPointer(bytes)?.assumingMemoryBound(to: UInt8.self)
        object?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: start, count: Int(count)))
        return count
      }
      guard sixel.sixel_output_new(&output, receiver, bytes, nil) == 0 else { return -1 }
      defer { sixel.sixel_output_unref(output) }
      guard sixel.sixel_dither_new(&dither, 256, nil) == 0 else { return -1 }
      defer { sixel.sixel_dither_unref(dither) }
      guard
        sixel.sixel_dither_initialize(dither, &pixels, width, height, Int32(sixel_rgb), 0, 0, 0) == 0
      else { return -1 }
      sixel.sixel_dither_set_diffusion_type(dither, Int32(sixel_no_diffusion))
      return sixel.sixel_encode(&pixels, width, height, 8, dither, output)
    }
    return status == 0 && !bytes.isEmpty ? bytes : nil
  }
}

extension Theme {
  /// An SVG document with the rules of the dark theme in force, for programs that know no media queries.
  fileprivate static func darkened(_ svg: String) -> String {
    guard let start = svg.range(of: darkQuery + "\n"),
      let end = svg.range(of: "\n}\n</style>", range: start.upperBound..<svg.endIndex)
    else { return svg }
    return svg[..<start.lowerBound] + svg[start.upperBound..<end.lowerBound] + "\n</style>"
      + svg[end.upperBound...]
  }
}
