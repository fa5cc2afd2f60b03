import Core

/// Where the places along a new axis lie on an old one, and between which of its places. Pixels are squares of side 1 (half-pixel centres),
/// and nothing is smoothed where an axis gets shorter.
///
/// Source: `jax.image.resize` with `antialias=False`, which `keras.ops.image.resize` calls.
public struct ResamplingAxis: Sendable {
  public enum Interpolation: Sendable {
    /// The old place under the middle of the new one.
    case nearest
    /// Between two neighbours, in proportion to their distance; beyond the last one that one alone.
    case linear
  }

  /// The part of the old axis that is looked at, and the length of the new one.
  public let source: Range<Int>
  public let length: Int
  public let interpolation: Interpolation
  /// For each new place the old ones on both sides, and the share of the second.
  public let taps: [(first: Int, second: Int, share: Float)]

  /// - Parameter source: not empty.
  public init(_ source: Range<Int>, length: Int, _ interpolation: Interpolation) {
    (self.source, self.length, self.interpolation) = (source, length, interpolation)
    taps = (0..<length).map { place in
      let (first, share) = Self.place(place, source, length, interpolation)
      let last = source.upperBound - 1
      let (one, other) = (
        min(last, max(source.lowerBound, first)), min(last, max(source.lowerBound, first + 1))
      )
      return (one, other, one == other ? 0 : Float(share))
    }
  }

  /// The old place at or before the middle of a new one, which may lie outside, and how far it is on the way to the next.
  private static func place(
    _ place: Int, _ source: Range<Int>, _ length: Int, _ interpolation: Interpolation
  ) -> (first: Int, share: Double) {
    let middle = (Double(place) + 0.5) * Double(source.count) / Double(length)
    let first = (interpolation == .nearest ? middle : middle - 0.5).rounded(.down)
    let share = interpolation == .nearest ? 0 : middle - 0.5 - first
    return (source.lowerBound + Int(clamping: first), share)
  }

  /// The old places that a new one sees; one before the first or after the last sees beyond the old axis.
  public func reach(_ place: Int) -> ClosedRange<Int> {
    let (first, share) = Self.place(place, source, length, interpolation)
    let seen = first...(share > 0 ? first + 1 : first)
    return (0..<length).contains(place)
      ? seen.clamped(to: source.lowerBound...source.upperBound - 1) : seen
  }
}

/// `a` and `b`, in proportion; `a` alone where the share of `b` is 0.
@inline(__always)
private func mix(_ a: Lanes, _ b: Lanes, _ share: Float) -> Lanes {
  a.addingProduct(b - a, Lanes(repeating: share))
}

/// A map in another size: each value lies between four old ones (bilinear), or is one of them.
///
///     above = a + sx (b - a),  below = c + sx (d - c),  output = above + sy (below - above)
///
/// - Parameters:
///   - width: of the input.
///   - rows: within its height; `columns`: within its width.
public func resampleMap(
  _ input: UnsafePointer<Lanes>, width: Int, channels: Int, rows: ResamplingAxis, columns: ResamplingAxis,
  output: UnsafeMutablePointer<Lanes>
) {
  var k = 0
  for y in rows.taps {
    let (above, below) = (input + y.first &* width &* channels, input + y.second &* width &* channels)
    for x in columns.taps {
      let (left, right) = (x.first &* channels, x.second &* channels)
      for c in 0..<channels {
        var value = above[left &+ c]
        if x.share > 0 { value = mix(value, above[right &+ c], x.share) }
        if y.share > 0 {
          var other = below[left &+ c]
          if x.share > 0 { other = mix(other, below[right &+ c], x.share) }
          value = mix(value, other, y.share)
        }
        output[k] = value
        k &+= 1
      }
    }
  }
}

/// The gradient of ``resampleMap(_:width:channels:rows:columns:output:)``: each value that was looked at receives its share, in the order
/// of the output. Overwritten.
/// - Parameter height: of the input.
public func resampleMapGradient(
  _ outputGradient: UnsafePointer<Lanes>, height: Int, width: Int, channels: Int, rows: ResamplingAxis,
  columns: ResamplingAxis, inputGradient: UnsafeMutablePointer<Lanes>
) {
  inputGradient.update(repeating: Lanes(), count: height &* width &* channels)
  var k = 0
  for y in rows.taps {
    let above = inputGradient + y.first &* width &* channels
    let below = inputGradient + y.second &* width &* channels
    for x in columns.taps {
      let (left, right) = (x.first &* channels, x.second &* channels)
      for c in 0..<channels {
        let slope = outputGradient[k]
        k &+= 1
        let lower = slope * Lanes(repeating: y.share)
        let upper = slope - lower
        above[left &+ c] += upper - upper * Lanes(repeating: x.share)
        if x.share > 0 { above[right &+ c] += upper * Lanes(repeating: x.share) }
        guard y.share > 0 else { continue }
        below[left &+ c] += lower - lower * Lanes(repeating: x.share)
        if x.share > 0 { below[right &+ c] += lower * Lanes(repeating: x.share) }
      }
    }
  }
}
