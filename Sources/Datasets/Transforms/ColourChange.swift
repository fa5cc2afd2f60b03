import Core

/// What an augmentation does to the values of one image, given by the numbers that it drew: other contrast, other colours, and a
/// part that is erased.
///
/// Source: Keras's layers RandomContrast, RandomSaturation, RandomHue and RandomErasing,
/// https://keras.io/api/layers/preprocessing_layers/image_augmentation; Zhong et al., "Random Erasing Data Augmentation", 2017,
/// arXiv:1708.04896.
struct ColourChange {
  /// By which each channel's distances from its mean are multiplied; nil leaves them.
  private var contrast: Float?
  /// By which the saturation is multiplied, and what is added to the hue, in full turns.
  private var saturation: Float?
  private var hue: Float?
  /// The rows and columns that are erased.
  private var erased: (rows: Range<Int>, columns: Range<Int>)?
  /// From which the values of what is erased are drawn.
  private var random: RandomSequence

  var isNone: Bool { contrast == nil && saturation == nil && hue == nil && erased == nil }

  /// Draws it for an image of this size. Every image draws the same numbers, whatever is asked for.
  init(_ limits: Augmentation, height: Int, width: Int, _ random: RandomSequence) {
    var random = random
    let (c, s, h, sign) = (random.uniform(), random.uniform(), random.uniform(), random.next())
    contrast = limits.contrast.map { Float(1 - $0.lower + ($0.lower + $0.upper) * Double(c)) }
    // Keras's: 0 is grey, 0.5 leaves it, 1 is as strong as can be.
    saturation = limits.saturation.map { Float($0.at(s) / (1 - $0.at(s) + 1e-7)) }
    hue = limits.hue.map { Float($0.at(h) * 0.5 * (sign & 1 == 1 ? -1 : 1)) }
    let (probability, threshold) = (random.uniform(), random.uniform())
    func part(of length: Int) -> Range<Int> {
      let share = limits.eraseScale.at(random.uniform()).squareRoot() * Double(length)
      let start = Double(random.uniform()) * (Double(length) - share)
      return pixels(from: start, to: start + share, of: length)
    }
    let (columns, rows) = (part(of: width), part(of: height))
    if let erase = limits.erase, Double(threshold) < erase.at(probability) { erased = (rows, columns) }
    self.random = random
  }

  /// The changed values of an image.
  /// - Parameter range: of the values that it may have.
  func apply<Element>(to image: Raster<Element>, range: ClosedRange<Float>) -> Raster<Element> {
    var values = image.elements.map(\.float)
    if let contrast { Self.spread(&values, channels: image.channels, by: contrast, in: range) }
    if saturation != nil || hue != nil, image.channels == 3 { shiftColours(&values, in: range) }
    if let erased {
      var random = random
      for row in erased.rows {
        for column in erased.columns {
          for channel in 0..<image.channels {
            let value = random.normals().0 * range.upperBound
            values[(row * image.width + column) * image.channels + channel] = value.clamped(to: range)
          }
        }
      }
    }
    return Raster(checked: image.height, image.width, image.channels, values.map { Element(nearest: $0) })
  }

  private static func spread(
    _ values: inout [Float], channels: Int, by factor: Float, in range: ClosedRange<Float>
  ) {
    guard channels > 0, !values.isEmpty else { return }
    for channel in 0..<channels {
      let places = stride(from: channel, to: values.count, by: channels)
      let sum = places.reduce(0.0) { $0 + Double(values[$1]) }
      let mean = Float(sum / Double(values.count / channels))
      for place in places { values[place] = ((values[place] - mean) * factor + mean).clamped(to: range) }
    }
  }

  private func shiftColours(_ values: inout [Float], in range: ClosedRange<Float>) {
    let width = range.upperBound - range.lowerBound
    guard width > 0 else { return }
    for pixel in stride(from: 0, to: values.count - 2, by: 3) {
      let rgb = SIMD3(values[pixel], values[pixel + 1], values[pixel + 2])
      var hsv = HSV((rgb - range.lowerBound) / width)
      if let saturation { hsv.saturation = (hsv.saturation * saturation).clamped(to: 0...1) }
      if let hue {
        hsv.hue += hue
        hsv.hue -= hsv.hue.rounded(.down)
      }
      let changed = hsv.rgb * width + range.lowerBound
      for channel in 0..<3 { values[pixel + channel] = changed[channel].clamped(to: range) }
    }
  }
}

/// A colour by its hue (a share of a full turn, from red over green and blue), its saturation and its value, each from 0 to 1.
///
/// Source: A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978.
struct HSV: Equatable {
  var hue, saturation, value: Float

  /// - Parameter rgb: red, green and blue, from 0 to 1.
  init(_ rgb: SIMD3<Float>) {
    let (red, green, blue) = (rgb.x, rgb.y, rgb.z)
    value = rgb.max()
    let spread = value - rgb.min()
    saturation = value > 0 ? spread / value : 0
    guard spread > 0 else {
      hue = 0
      return
    }
    if value == red {
      hue = (green - blue) / (6 * spread)
      if hue < 0 { hue += 1 }
    } else if value == green {
      hue = (blue - red) / (6 * spread) + 1 / 3
    } else {
      hue = (red - green) / (6 * spread) + 2 / 3
    }
  }

  var rgb: SIMD3<Float> {
    let sector = hue * 6
    let whole = sector.rounded(.down)
    let part = sector - whole
    let low = value * (1 - saturation)
    let falling = value * (1 - saturation * part)
    let rising = value * (1 - saturation * (1 - part))
    switch Int(clamping: whole) % 6 {
    case 0: return SIMD3(value, rising, low)
    case 1: return SIMD3(falling, value, low)
    case 2: return SIMD3(low, value, rising)
    case 3: return SIMD3(low, falling, value)
    case 4: return SIMD3(rising, low, value)
    default: return SIMD3(value, low, falling)
    }
  }
}

extension Float {
  fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
