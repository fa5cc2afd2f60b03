import Core

/// The way of a pen that writes one digit: strokes, each a row of points joined by straight lines.
struct PenPath {
  private(set) var strokes: [[SIMD2<Float>]]

  /// A curve between two knots is drawn as this many straight pieces.
  private static let piecesPerKnot = 4

  /// Writes a digit in one of the ways that people write it, in heights of a digit.
  init(digit: Int, hand: Hand, _ random: inout RandomSequence) {
    let glyph = Self.choose(from: DigitStyles.glyphs[digit], &random)
    strokes = glyph.strokes.map { Self.curve(through: $0, hand, &random) }
  }

  private static func choose(from glyphs: [Glyph], _ random: inout RandomSequence) -> Glyph {
    var left = random.integer(below: glyphs.reduce(0) { $0 + $1.weight })
    for glyph in glyphs {
      if left < glyph.weight { return glyph }
      left -= glyph.weight
    }
    return glyphs[0]
  }

  /// Points along the smooth curve through the knots, which turns sharply at corners only.
  ///
  /// Between two knots it is a cubic whose slope at a knot is that of the line between the neighbours: a
  /// Catmull-Rom spline. At a corner and at an end, the missing neighbour is the knot itself.
  private static func curve(through knots: [Knot], _ hand: Hand, _ random: inout RandomSequence)
    -> [SIMD2<Float>]
  {
    let places = knots.map { hand.place($0, &random) }
    guard let first = places.first else { return [] }
    var result = [first]
    result.reserveCapacity(piecesPerKnot * places.count)
    for i in 1..<places.count {
      let b = places[i - 1]
      let c = places[i]
      let a = i == 1 || knots[i - 1].isCorner ? b : places[i - 2]
      let d = i == places.count - 1 || knots[i].isCorner ? c : places[i + 1]
      let slope = c - a
      let second = (a - b) * 2 - (b - c) * 3 + (c - d)
      let third = (b - c) * 3 + (d - a)
      for piece in 1...piecesPerKnot {
        let t = Float(piece) / Float(piecesPerKnot)
        result.append(b + 0.5 * t * (slope + t * (second + t * third)))
      }
    }
    return result
  }

  // MARK: - Layout

  /// The smallest box around the points.
  var bounds: (low: SIMD2<Float>, high: SIMD2<Float>) {
    var low = SIMD2<Float>(repeating: .greatestFiniteMagnitude)
    var high = -low
    for points in strokes {
      for point in points {
        low = pointwiseMin(low, point)
        high = pointwiseMax(high, point)
      }
    }
    return (low, high)
  }

  /// Scales the path so that its longer side is `size`, and moves the middle of its box to `middle`.
  mutating func fit(size: Float, middle: SIMD2<Float>) {
    let (low, high) = bounds
    let scale = size / max(high.x - low.x, high.y - low.y, 1e-6)
    let offset = middle - (low + high) * (0.5 * scale)
    change { $0 * scale + offset }
  }

  mutating func move(by offset: SIMD2<Float>) { change { $0 + offset } }

  private mutating func change(_ place: (SIMD2<Float>) -> SIMD2<Float>) {
    for s in strokes.indices {
      for i in strokes[s].indices { strokes[s][i] = place(strokes[s][i]) }
    }
  }

  // MARK: - Blemishes

  /// Lifts the pen within the first stroke for a part of its way.
  mutating func lift(for length: Float, _ random: inout RandomSequence) {
    let points = strokes[0]
    let start = 1 + Int(random.integer(below: UInt32(points.count - 2)))
    strokes[0] = Array(points[..<start])
    strokes.append(Array(points[start...].drop { distance($0, points[start - 1]) < length }))
  }
}

private func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
  let way = b - a
  return (way.x * way.x + way.y * way.y).squareRoot()
}
