import Core

/// Exchanges rows and columns of each image, as NumPy's `transpose` with the axes (0, 2, 1, 3): what was written from left
/// to right then goes from top to bottom. EMNIST's files hold their images so.
public struct Transpose: ImageTransform {
  public init() {}

  public func size(of old: ImageSize) -> ImageSize { ImageSize(old.width, old.height) }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    let (height, width, channels) = (image.width, image.height, image.channels)
    return Raster(height: height, width: width, channels: channels) { result in
      for y in 0..<height {
        for x in 0..<width {
          for c in 0..<channels {
            result[(y * width + x) * channels + c] = image.elements[(x * height + y) * channels + c]
          }
        }
      }
    }
  }
}
