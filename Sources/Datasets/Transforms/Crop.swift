import Core

/// Cuts a part out of each image: the middle, as Keras's CenterCrop does, or the one whose upper left corner is given.
public struct Crop: ImageTransform {
  public let size: ImageSize
  /// The first row and column that are kept; nil for the middle.
  public let top, left: Int?

  public init(_ size: ImageSize, top: Int? = nil, left: Int? = nil) {
    self.size = size
    self.top = top
    self.left = left
  }

  public func size(of old: ImageSize) throws -> ImageSize {
    guard size.height <= old.height, size.width <= old.width else {
      throw DatasetError("a crop of \(size) does not fit into an image of \(old)")
    }
    for (name, place, room) in [
      ("top", top, old.height - size.height), ("left", left, old.width - size.width),
    ] {
      if let place, !(0...room).contains(place) {
        throw DatasetError(
          "\(name)=\(place): a crop of \(size) from an image of \(old) can begin at 0 to \(room)")
      }
    }
    return size
  }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    image.part(
      top: top ?? (image.height - size.height) / 2, left: left ?? (image.width - size.width) / 2,
      height: size.height, width: size.width)
  }
}

extension Raster {
  /// The rectangle, which must lie in the image.
  func part(top: Int, left: Int, height: Int, width: Int) -> Raster {
    Raster(height: height, width: width, channels: channels) { result in
      for y in 0..<height {
        let first = ((top + y) * self.width + left) * channels
        _ = result[(y * width * channels)...].update(
          fromContentsOf: elements[first..<first + width * channels])
      }
    }
  }
}
