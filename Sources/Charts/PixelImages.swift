import CZlib
import Foundation

/// The pictures inside a chart, enlarged pixel by pixel for programs that smooth what they enlarge: librsvg 2.54 knows
/// no `image-rendering`.
enum PixelImages {
  /// The side of an enlarged picture, about: libxml2 refuses attributes of more than 10 MB. Blocks of pixels this large
  /// may be smoothed at their edges.
  private static let largest = 1000.0

  /// The document with each pixel of its pictures as a block of pixels.
  /// - Parameter scale: how many pixels one of the document's becomes.
  static func enlarged(in svg: String, scale: Double) -> String {
    let opening = "<image "
    let parts = svg.components(separatedBy: opening)
    return parts[0] + parts.dropFirst().map { opening + enlarged(image: $0, scale: scale) }.joined()
  }

  /// - Parameter markup: from the first attribute of an image to the next image.
  private static func enlarged(image markup: String, scale: Double) -> String {
    let prefix = "data:image/png;base64,"
    guard let width = attribute("width", of: markup).flatMap({ Double(markup[$0]) }),
      let link = attribute("href", of: markup), markup[link].hasPrefix(prefix),
      let file = Data(base64Encoded: String(markup[link].dropFirst(prefix.count))),
      let picture = PNG.decode([UInt8](file)), picture.width > 0
    else { return markup }
    let side = max(picture.width, picture.height)
    let factor = Int(
      clamping: min(width * scale / Double(picture.width), largest / Double(side)).rounded(.up))
    guard factor > 1, let larger = picture.enlarged(factor).encoded else { return markup }
    return markup.replacingCharacters(in: link, with: prefix + Data(larger).base64EncodedString())
  }

  private static func attribute(_ name: String, of markup: String) -> Range<String.Index>? {
    guard let start = markup.range(of: "\(name)=\"")?.upperBound,
      let end = markup[start...].firstIndex(of: "\"")
    else { return nil }
    return start..<end
  }
}

extension PNG {
  /// The side of a picture in a chart, at most, in its own pixels: what bounds the size of the file.
  private static let largest = 640

  /// A picture as a link, each of its pixels enlarged to a square: librsvg and office programs know no `image-rendering`
  /// and smooth what they enlarge.
  /// - Parameter width: of the picture on the page; each pixel of the page gets two.
  static func link(_ picture: Picture, width: Double) -> String? {
    guard picture.isWhole else { return nil }
    let wanted = Int(clamping: (2 * width / Double(picture.width)).rounded(.up))
    let factor = max(1, min(wanted, largest / max(picture.width, picture.height)))
    return picture.enlarged(factor).encoded.map { "data:image/png;base64," + Data($0).base64EncodedString() }
  }

  /// Pixels, row after row.
  struct Picture: Equatable {
    var width: Int
    var height: Int
    var channels: Int
    var pixels: [UInt8]

    var isWhole: Bool { PNG.isWhole(width: width, height: height, channels: channels, pixels: pixels) }

    var encoded: [UInt8]? { encode(width: width, height: height, channels: channels, pixels: pixels) }

    /// Each pixel as a square of `factor` by `factor` pixels.
    func enlarged(_ factor: Int) -> Picture {
      var larger: [UInt8] = []
      larger.reserveCapacity(pixels.count * factor * factor)
      for row in 0..<height {
        var line: [UInt8] = []
        for pixel in row * width..<(row + 1) * width {
          let colour = pixels[pixel * channels..<(pixel + 1) * channels]
          for _ in 0..<factor { line += colour }
        }
        for _ in 0..<factor { larger += line }
      }
      return Picture(width: width * factor, height: height * factor, channels: channels, pixels: larger)
    }
  }

  /// The picture of a file that ``encode(width:height:channels:pixels:)`` has written; nil for any other.
  static func decode(_ file: [UInt8]) -> Picture? {
    func number(at place: Int) -> Int { file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    // Signature, header chunk, and the beginning of the chunk with the pixels.
    let start = 41
    guard file.count > start else { return nil }
    let (width, height, channels) = (number(at: 16), number(at: 20), file[25] == 0 ? 1 : 3)
    let end = start + number(at: 33)
    guard width > 0, height > 0, end <= file.count else { return nil }
    // No chart has pictures of more pixels than this.
    guard width <= 1 << 14, height <= 1 << 14 else { return nil }
    var size = UInt((width * channels + 1) * height)
    var lines = [UInt8](repeating: 0, count: Int(size))
    let stream = Array(file[start..<end])
    guard uncompress(&lines, &size, stream, UInt(stream.count)) == Z_OK, Int(size) == lines.count else {
      return nil
    }
    let stride = width * channels + 1
    guard lines.count / stride == height, lines.count % stride == 0 else { return nil }
    let pixels = (0..<height).flatMap { lines[$0 * stride + 1..<($0 + 1) * stride] }
    return Picture(width: width, height: height, channels: channels, pixels: pixels)
  }
}
