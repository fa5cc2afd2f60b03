import Kernels

/// A square of ink, from 0 (none) to 1 (full), on which strokes are drawn.
struct Canvas {
  private var coverage = [Float](repeating: 0, count: Digits.side * Digits.side)
  private let softness: Float

  /// - Parameter softness: how many pixels the edge of a stroke takes from full ink to none.
  init(softness: Float) { self.softness = softness }

  /// Draws the line through `points`, in pixels, with a round pen.
  /// - Parameters:
  ///   - radius: half the line's width in pixels in its middle.
  ///   - taper: the part of the radius that is added by the line's end, and missing at its start.
  mutating func ink(_ points: [SIMD2<Float>], radius: Float, taper: Float) {
    for i in 1..<max(points.count, 1) {
      let along = Float(2 * i) / Float(points.count) - 1
      inkSegment(from: points[i - 1], to: points[i], radius: radius * (1 + taper * along))
    }
  }

  /// A pixel's ink depends on how far its middle is from the segment. Where strokes cross, the most ink counts.
  private mutating func inkSegment(from a: SIMD2<Float>, to b: SIMD2<Float>, radius: Float) {
    let reach = radius + 0.5 * softness
    let columns = Self.pixels(from: min(a.x, b.x) - reach, to: max(a.x, b.x) + reach)
    let rows = Self.pixels(from: min(a.y, b.y) - reach, to: max(a.y, b.y) + reach)
    let direction = b - a
    let perLength = 1 / max(direction.x * direction.x + direction.y * direction.y, 1e-6)
    let sharpness = 1 / softness
    coverage.withUnsafeMutableBufferPointer { coverage in
      for row in rows {
        let y = Float(row) + 0.5 - a.y
        for column in columns {
          let x = Float(column) + 0.5 - a.x
          // The nearest point of the segment, as a part of the way from a to b.
          let nearest = min(max((x * direction.x + y * direction.y) * perLength, 0), 1)
          let dx = x - nearest * direction.x
          let dy = y - nearest * direction.y
          let distance = (dx * dx + dy * dy).squareRoot()
          let i = row * Digits.side + column
          coverage[i] = max(coverage[i], (radius - distance) * sharpness + 0.5)
        }
      }
    }
  }

  /// The pixels of an axis whose middles lie in a range of positions.
  private static func pixels(from low: Float, to high: Float) -> Range<Int> {
    let side = Float(Digits.side)
    let first = Int(min(max(low, 0), side))
    return first..<max(first, Int(min(max(high + 1, 0), side)))
  }

  /// Writes the image in bytes, 255 for the brightest ink.
  /// - Parameters:
  ///   - ink: the brightness of full ink, 0 to 1.
  ///   - noise: the greatest change of a pixel, in gray levels.
  func develop(
    into image: UnsafeMutableBufferPointer<UInt8>, ink: Float, noise: Float, _ random: inout RandomSequence
  ) {
    var bits: UInt32 = 0
    for i in coverage.indices {
      // One random word serves four pixels, a byte each.
      bits = i % 4 == 0 ? random.next() : bits >> 8
      let change = noise * (Float(bits & 255) / 127.5 - 1)
      image[i] = UInt8(min(max(min(coverage[i], 1) * ink * 255 + change, 0), 255) + 0.5)
    }
  }
}
