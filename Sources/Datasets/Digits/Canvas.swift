/// A sheet of ink, from 0 (none) to 1 (full), on which strokes are drawn.
struct Canvas {
  let width: Int
  let height: Int
  /// How much ink each pixel has, row by row; above 1 is full.
  private(set) var coverage: [Float]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    coverage = [Float](repeating: 0, count: width * height)
  }

  /// Draws the lines of `path`, in pixels.
  mutating func ink(_ path: PenPath, with pen: Pen) {
    for points in path.strokes { ink(points, with: pen) }
  }

  /// Draws the line through `points`, in pixels.
  mutating func ink(_ points: [SIMD2<Float>], with pen: Pen) {
    for i in 1..<max(points.count, 1) {
      let place = Float(2 * i) / Float(points.count) - 1
      let radius = pen.radius(of: points[i] - points[i - 1], at: place)
      inkSegment(from: points[i - 1], to: points[i], radius: radius, softness: pen.softness)
    }
  }

  /// A pixel's ink depends on how far its middle is from the segment. Where strokes cross, the most ink counts.
  private mutating func inkSegment(
    from a: SIMD2<Float>, to b: SIMD2<Float>, radius: Float, softness: Float
  ) {
    let reach = radius + 0.5 * softness
    let columns = Self.pixels(from: min(a.x, b.x) - reach, to: max(a.x, b.x) + reach, of: width)
    let rows = Self.pixels(from: min(a.y, b.y) - reach, to: max(a.y, b.y) + reach, of: height)
    let direction = b - a
    let perLength = 1 / max(direction.x * direction.x + direction.y * direction.y, 1e-6)
    let sharpness = 1 / softness
    let width = width
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
          let i = row * width + column
          coverage[i] = max(coverage[i], (radius - distance) * sharpness + 0.5)
        }
      }
    }
  }

  /// The mean place of the ink, in pixels.
  var centreOfMass: SIMD2<Float> {
    var mass: Float = 0
    var sum = SIMD2<Float>()
    for row in 0..<height {
      var (massOfRow, sumOfRow): (Float, Float) = (0, 0)
      for column in 0..<width {
        let ink = min(coverage[row * width + column], 1)
        massOfRow += ink
        sumOfRow += ink * (Float(column) + 0.5)
      }
      mass += massOfRow
      sum += SIMD2(sumOfRow, massOfRow * (Float(row) + 0.5))
    }
    return mass > 0 ? sum / mass : SIMD2(Float(width), Float(height)) / 2
  }

  /// The canvas moved by whole pixels; what leaves it is lost.
  func shifted(columns: Int, rows: Int) -> Canvas {
    var result = Canvas(width: width, height: height)
    for row in max(rows, 0)..<max(height + min(rows, 0), max(rows, 0)) {
      for column in max(columns, 0)..<max(width + min(columns, 0), max(columns, 0)) {
        result.coverage[row * width + column] = coverage[(row - rows) * width + column - columns]
      }
    }
    return result
  }

  /// The pixels of an axis whose middles lie in a range of positions.
  private static func pixels(from low: Float, to high: Float, of count: Int) -> Range<Int> {
    let side = Float(count)
    let first = Int(clamping: min(max(low, 0), side))
    return first..<max(first, Int(clamping: min(max(high + 1, 0), side)))
  }
}
