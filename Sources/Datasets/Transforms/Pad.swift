import Core

/// Puts a border of one value around each image, as NumPy's `pad` does with `mode="constant"`.
public struct Pad: ImageTransform {
  public enum Border: Sendable, Equatable {
    /// So many rows above and below, and so many columns left and right (NumPy's `pad_width`).
    case width(rows: Int, columns: Int)
    /// As much as makes every image this large; where the border is odd, below and to the right is one more.
    case upTo(ImageSize)
    /// As much as makes the image a square whose side is its longer side times this, rounded.
    case square(scale: Double)
  }

  public let border: Border
  /// The value of the border, in every channel.
  public let value: Float

  public init(_ border: Border, value: Float = 0) {
    self.border = border
    self.value = value
  }

  public func size(of old: ImageSize) throws -> ImageSize {
    switch border {
    case .width(let rows, let columns): return ImageSize(old.height + 2 * rows, old.width + 2 * columns)
    case .upTo(let size):
      guard old.height <= size.height, old.width <= size.width else {
        throw DatasetError("an image of \(old) does not fit into \(size): crop or resize it")
      }
      return size
    case .square(let scale):
      let longer = max(old.height, old.width)
      let side = max(longer, Int(clamping: (Double(longer) * scale).rounded()))
      return ImageSize(side, side)
    }
  }

  public func limits(of old: ClosedRange<Float>?) -> ClosedRange<Float>? { old?.widened(to: value) }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    let fill = Element(nearest: value)
    guard fill.float == value else {
      throw DatasetError("pixels that are bytes cannot be \(value), only a whole number from 0 to 255")
    }
    let size = try size(of: ImageSize(image.height, image.width))
    let (top, left) = ((size.height - image.height) / 2, (size.width - image.width) / 2)
    let row = image.width * image.channels
    return Raster(height: size.height, width: size.width, channels: image.channels) { result in
      result.update(repeating: fill)
      for y in 0..<image.height {
        let first = ((top + y) * size.width + left) * image.channels
        _ = result[first...].update(fromContentsOf: image.elements[y * row..<(y + 1) * row])
      }
    }
  }
}
