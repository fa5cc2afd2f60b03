import Core

/// Gives images another size. Names are those of `keras.layers.Resizing` and `tf.image.resize`.
public struct Resize: ImageTransform {
  /// How the pixels of the new image come from those of the old one. Pixels are squares of side 1; the new image is
  /// laid over the whole old one.
  public enum Interpolation: String, Choice {
    /// The old pixel under the centre of the new one (Pillow's NEAREST).
    case nearest
    /// Between the nearest pixels, in proportion to their distance; where the image shrinks, over all pixels that
    /// come together (Pillow's BILINEAR, TensorFlow's `bilinear` with `antialias=True`).
    case bilinear
    /// The mean of what the new pixel covers, parts of pixels included (TensorFlow's and OpenCV's `area`; Pillow's
    /// BOX where a size is a whole multiple of the other).
    case area
  }

  public let height, width: Int
  public let interpolation: Interpolation

  /// The greatest height or width of a new image.
  public static let greatestSide = 65_536

  /// - Throws: ``DatasetError`` where a side is not in 1...``greatestSide``.
  public init(height: Int, width: Int, interpolation: Interpolation = .bilinear) throws {
    guard (1...Self.greatestSide).contains(height), (1...Self.greatestSide).contains(width) else {
      throw DatasetError(
        "an image cannot become \(height)x\(width): its sides must be 1 to \(Self.greatestSide)")
    }
    self.height = height
    self.width = width
    self.interpolation = interpolation
  }

  public func size(of old: ImageSize) throws -> ImageSize {
    guard old.height > 0, old.width > 0 else {
      throw DatasetError("an image of \(old) has no pixels to resize")
    }
    return ImageSize(height, width)
  }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    try self(image)
  }

  /// The image in the new size. Bytes are rounded as Pillow rounds them, after the rows and again after the columns.
  /// (Pillow 13 takes the columns first where an image mostly shrinks in height; values may then differ by 1.)
  /// - Throws: ``DatasetError`` where the old image has no pixels or the new one too many.
  public func callAsFunction<Element>(_ image: Raster<Element>) throws -> Raster<Element> {
    _ = try size(of: ImageSize(image.height, image.width))
    // The widened image, before it is made higher or lower, may be larger than both.
    let bytes = [width, max(height, image.height), image.channels, MemoryLayout<Element>.size].elementCount
    if let refusal = MachineMemory.refusal(of: "an image of \(height)x\(width)", bytes: bytes) {
      throw DatasetError(refusal)
    }
    if height == image.height, width == image.width { return image }
    if interpolation == .nearest { return nearest(image) }
    let wide = width == image.width ? image : resampled(image, width: width)
    return height == wide.height ? wide : resampled(wide, height: height)
  }

  private func nearest<Element>(_ image: Raster<Element>) -> Raster<Element> {
    let channels = image.channels
    let columns = (0..<width).map { (2 * $0 + 1) * image.width / (2 * width) }
    return Raster(height: height, width: width, channels: channels) { result in
      var k = 0
      image.elements.withUnsafeBufferPointer { elements in
        for y in 0..<height {
          let row = (2 * y + 1) * image.height / (2 * height) * image.width
          for x in columns {
            for c in 0..<channels {
              result[k] = elements[(row + x) * channels + c]
              k += 1
            }
          }
        }
      }
    }
  }

  /// Every row with another number of pixels.
  private func resampled<Element>(_ image: Raster<Element>, width: Int) -> Raster<Element> {
    let channels = image.channels
    let taps = Taps<Element>(from: image.width, to: width, interpolation)
    return Raster(height: image.height, width: width, channels: channels) { result in
      taps.withWeights(of: image) { elements, weights in
        var k = 0
        for y in 0..<image.height {
          for x in 0..<width {
            let first = elements + (y * image.width + taps.starts[x]) * channels
            for c in 0..<channels {
              result[k] = Element.weightedSum(
                first + c, stride: channels, weights: weights + x * taps.stride, count: taps.counts[x])
              k += 1
            }
          }
        }
      }
    }
  }

  /// Every column with another number of pixels.
  private func resampled<Element>(_ image: Raster<Element>, height: Int) -> Raster<Element> {
    let row = image.width * image.channels
    let taps = Taps<Element>(from: image.height, to: height, interpolation)
    return Raster(height: height, width: image.width, channels: image.channels) { result in
      taps.withWeights(of: image) { elements, weights in
        for y in 0..<height {
          let first = elements + taps.starts[y] * row
          for k in 0..<row {
            result[y * row + k] = Element.weightedSum(
              first + k, stride: row, weights: weights + y * taps.stride, count: taps.counts[y])
          }
        }
      }
    }
  }
}

/// For every place along a new axis: which places of the old one it sums, and with what weights.
private struct Taps<Element: PixelElement> {
  var starts: [Int] = []
  var counts: [Int] = []
  /// `stride` of them for each place.
  var weights: [Element.Sum] = []
  let stride: Int

  init(from old: Int, to new: Int, _ interpolation: Resize.Interpolation) {
    let scale = Double(old) / Double(new)
    let reach = interpolation == .area ? scale / 2 : max(1, scale)
    stride = Int(clamping: reach.rounded(.up)) * 2 + 1
    starts.reserveCapacity(new)
    counts.reserveCapacity(new)
    weights.reserveCapacity(new * stride)
    var shares = [Double](repeating: 0, count: stride)
    for place in 0..<new {
      let center = (Double(place) + 0.5) * scale
      let (start, end): (Int, Int)
      if interpolation == .area {
        // In whole numbers: the new place covers old · place / new to old · (place + 1) / new.
        (start, end) = (old * place / new, (old * (place + 1) + new - 1) / new)
        for k in start..<end {
          let overlap = min(new * (k + 1), old * (place + 1)) - max(new * k, old * place)
          shares[k - start] = Double(overlap) / Double(old)
        }
      } else {
        // Pillow's precompute_coeffs, operation by operation.
        (start, end) = (
          max(0, Int(clamping: center - reach + 0.5)), min(old, Int(clamping: center + reach + 0.5))
        )
        var total = 0.0
        for k in start..<end {
          let share = max(0, 1 - abs((Double(k) - center + 0.5) * (1 / reach)))
          shares[k - start] = share
          total += share
        }
        for k in 0..<end - start { shares[k] /= total }
      }
      starts.append(start)
      counts.append(end - start)
      for k in 0..<stride { weights.append(Element.weight(k < end - start ? shares[k] : 0)) }
    }
  }

  func withWeights(
    of image: Raster<Element>, _ body: (UnsafePointer<Element>, UnsafePointer<Element.Sum>) -> Void
  ) {
    image.elements.withUnsafeBufferPointer { elements in
      weights.withUnsafeBufferPointer { weights in
        guard let elements = elements.baseAddress, let weights = weights.baseAddress else { return }
        body(elements, weights)
      }
    }
  }
}
