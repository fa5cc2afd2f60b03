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

  /// The image with one channel where red, green and blue are alike in every pixel; else as it is.
  var inGrayIfGray: RasterImage {
    guard channels == 3 else { return self }
    return elements.withUnsafeBufferPointer { colours in
      for i in stride(from: 0, to: colours.count, by: 3)
      where colours[i] != colours[i + 1] || colours[i] != colours[i + 2] {
        return self
      }
      return RasterImage(height: height, width: width, channels: 1) { grays in
        for i in grays.indices { grays[i] = colours[3 * i] }
      }
    }
  }
}
