/// Numbers as the colours of a tile.
public enum TileColours {
  /// From black (`range`'s low end) to white.
  public static func gray(_ values: [Float], in range: ClosedRange<Float>) -> [UInt8] {
    values.flatMap { value -> [UInt8] in
      let byte = share(value, range)
      return [byte, byte, byte]
    }
  }

  /// Interleaved red, green and blue, each from the least to the greatest of all.
  public static func colour(_ values: [Float], in range: ClosedRange<Float>) -> [UInt8] {
    values.map { share($0, range) }
  }

  /// Blue below zero, white at zero, orange above: `limit` and what is beyond it in full colour.
  public static func signed(_ values: [Float], limit: Float) -> [UInt8] {
    let stops = [
      RGB(0x00, 0x48, 0x82), RGB(0x56, 0xA6, 0xDB), RGB(0xFF, 0xFF, 0xFF), RGB(0xF5, 0x9E, 0x6C),
      RGB(0xA8, 0x3E, 0x00),
    ]
    let limit = max(limit, .leastNormalMagnitude)
    return values.flatMap { value -> [UInt8] in
      let colour = RGB.blend(stops, at: place(value, -limit...limit))
      return [colour.red, colour.green, colour.blue]
    }
  }

  /// From black over red and orange to pale yellow: heat, for what has no sign.
  public static func heat(_ values: [Float], limit: Float) -> [UInt8] {
    values.flatMap { value -> [UInt8] in
      let colour = heat(at: place(value, 0...limit))
      return [colour.red, colour.green, colour.blue]
    }
  }

  /// A picture (red, green and blue) under a veil of heat, the denser the hotter.
  public static func overlay(_ values: [Float], limit: Float, on pixels: [UInt8]) -> [UInt8] {
    values.enumerated().flatMap { i, value -> [UInt8] in
      let t = place(value, 0...limit)
      let colour = heat(at: 0.25 + 0.75 * t)
      // Never opaque: the picture below stays visible.
      let veil = 0.75 * t
      return zip([colour.red, colour.green, colour.blue], pixels[3 * i..<3 * i + 3]).map { heat, pixel in
        UInt8(clamping: (Double(heat) * veil + Double(pixel) * (1 - veil)).rounded())
      }
    }
  }

  private static func heat(at t: Double) -> RGB {
    RGB.blend(
      [
        RGB(0x00, 0x00, 0x04), RGB(0x57, 0x10, 0x6E), RGB(0xBC, 0x37, 0x54), RGB(0xF9, 0x8E, 0x09),
        RGB(0xFC, 0xFF, 0xA4),
      ], at: t)
  }

  private static func share(_ value: Float, _ range: ClosedRange<Float>) -> UInt8 {
    UInt8(clamping: (place(value, range) * 255).rounded())
  }

  /// How far a value is on the way through a range, 0...1; the middle where there is no way to go, or no number.
  private static func place(_ value: Float, _ range: ClosedRange<Float>) -> Double {
    let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
    if value.isNaN || high <= low { return value > range.upperBound ? 1 : low < 0 ? 0.5 : 0 }
    return min(1, max(0, (Double(value) - low) / (high - low)))
  }

  /// From the least to the greatest of the finite values.
  public static func range(_ values: [Float]) -> ClosedRange<Float> {
    let finite = values.filter(\.isFinite)
    return (finite.min() ?? 0)...(finite.max() ?? 1)
  }

  /// The greatest size of a value.
  public static func limit(_ values: [Float]) -> Float {
    values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }
}
