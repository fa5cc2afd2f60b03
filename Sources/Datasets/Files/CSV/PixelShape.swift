import Core

/// The images that a row of pixels makes.
struct PixelShape: Equatable {
  let height: Int
  let width: Int
  let channels: Int
  /// Whether the channels come one after the other, each a whole picture, and not pixel by pixel.
  var isInPlanes = false

  var count: Int { height * width * channels }
  var description: String { "\(height)x\(width)" + (channels == 1 ? "" : "x\(channels)") }

  /// - Parameter count: how many numbers a row has for its pixels.
  /// - Returns: nil where they make no square, or size says otherwise.
  init?(of count: Int, size: Shape?) {
    guard let size else {
      guard let side = squareSide(of: count) else { return nil }
      self.init(height: side, width: side, channels: 1)
      return
    }
    switch size.count {
    case 1: self.init(height: size[0], width: size[0], channels: 1)
    case 2: self.init(height: size[0], width: size[1], channels: 1)
    case 3 where [1, 3, 4].contains(size[0]) && ![1, 3, 4].contains(size[2]):
      self.init(height: size[1], width: size[2], channels: size[0], isInPlanes: size[0] > 1)
    case 3: self.init(height: size[0], width: size[1], channels: size[2])
    default: return nil
    }
    let (area, overflows) = height.multipliedReportingOverflow(by: width)
    let (all, overflowsToo) = area.multipliedReportingOverflow(by: channels)
    guard !overflows, !overflowsToo, all == count else { return nil }
  }

  private init(height: Int, width: Int, channels: Int, isInPlanes: Bool = false) {
    self.height = height
    self.width = width
    self.channels = channels
    self.isInPlanes = isInPlanes
  }

  /// Why rows of `count` pixels are not taken for images.
  static func error(_ count: Int, of columns: Int, size: Shape?, path: String) -> DatasetError {
    if size == nil, columns < PixelColumns.leastPixels {
      return DatasetError(
        "\(path) has \(columns) columns; expected the pixels of square images, such as 784 for 28x28, with a "
          + "label or without")
    }
    if let size {
      let product = size.elementCount ?? 0
      return DatasetError(
        "\(path): size=\(size.crossDescription) is \(product) numbers an image, but its rows have \(count) for the pixels"
          + (count == 3 * product
            ? ": in colour? say size=\(size.crossDescription)x3, or size=3x\(size.crossDescription) "
              + "where red, green and blue are one after the other" : ""),
        subject: "size")
    }
    if count.isMultiple(of: 3), let side = squareSide(of: count / 3) {
      return DatasetError(
        "\(path): its rows have \(count) numbers for the pixels, images of \(side)x\(side) in colour: say size=\(side)x\(side)x3 "
          + "where each pixel's red, green and blue stand together, or size=3x\(side)x\(side) where all the reds come first"
      )
    }
    let root = Int(clamping: Double(max(0, count)).squareRoot())
    let height = root < 2 ? nil : (2...root).last { count.isMultiple(of: $0) }
    return DatasetError(
      "\(path): its rows have \(count) numbers for the pixels, which make no square; say size=HEIGHTxWIDTH"
        + (height.map { ", such as size=\($0)x\(count / $0)" } ?? "")
        + ", or label=COLUMN where not all of them are pixels")
  }
}
