/// An image of bytes, gray (1 channel) or red, green and blue (3): 0 is black and 255 is white.
public typealias RasterImage = Raster<UInt8>

extension RasterImage {
  /// `pixels.count` must be height * width * channels.
  public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    precondition(pixels.count == height * width * channels)
    self.init(checked: height, width, channels, pixels)
  }

  /// The image with three channels, which are alike where it was gray.
  public var inColour: RasterImage {
    guard channels == 1 else { return self }
    return RasterImage(height: height, width: width, channels: 3) { colours in
      for (i, gray) in elements.enumerated() {
        for c in 0..<3 { colours[3 * i + c] = gray }
      }
    }
  }
}
