/// An image as bytes: row after row from the top, the channels of each pixel together, so its shape is
/// (height, width, channels) as in Keras and NumPy.
public struct RasterImage: Sendable, Equatable {
  public let height: Int
  public let width: Int
  /// 1 for gray, 3 for red, green and blue.
  public let channels: Int
  /// height * width * channels bytes, 0 for black and 255 for white.
  public let pixels: [UInt8]

  /// `pixels.count` must be height * width * channels.
  public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    precondition([1, 3].contains(channels) && pixels.count == height * width * channels)
    self.height = height
    self.width = width
    self.channels = channels
    self.pixels = pixels
  }

  /// The image with three channels, which are alike where it was gray.
  public var inColour: RasterImage {
    guard channels == 1 else { return self }
    var colours = [UInt8](repeating: 0, count: pixels.count * 3)
    for (i, gray) in pixels.enumerated() {
      colours[3 * i] = gray
      colours[3 * i + 1] = gray
      colours[3 * i + 2] = gray
    }
    return RasterImage(height: height, width: width, channels: 3, pixels: colours)
  }

  // MARK: - Sizes that a header may promise

  /// The widest and highest image that is read: JPEG's own limit.
  private static let greatestSide = 65_535
  /// The largest image that is read, in pixels: more than a photograph of a present camera has.
  private static let greatestArea = 64 << 20

  /// Refuses a size that no image for learning has, before any memory is asked for.
  /// - Throws: ``DatasetError``.
  static func checkSize(width: Int, height: Int) throws {
    guard width > 0, height > 0 else {
      throw DatasetError("its header gives the size \(width)x\(height), which holds no pixel")
    }
    guard width <= greatestSide, height <= greatestSide, width * height <= greatestArea else {
      throw DatasetError(
        "its header promises \(width)x\(height) pixels; at most \(greatestSide) a side and \(greatestArea) "
          + "in all are read")
    }
  }
}
