import Kernels

/// Draws one digit: chooses a way of writing it and a hand, lays the strokes out, inks them, adds blemishes.
enum DigitDrawing {
  /// A curve between two knots is drawn as this many straight pieces.
  private static let piecesPerKnot = 5
  /// The part of the images with a broken stroke, and of those with a stray line.
  private static let breaks: Float = 0.12
  private static let clutter: Float = 0.15

  static func draw(
    digit: Int, into image: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomSequence
  ) {
    let glyph = choose(from: Glyph.styles[digit], &random)
    let hand = Hand(&random)
    var path = glyph.strokes.map { stroke in curve(through: stroke.map { stray($0, hand, &random) }) }
    fit(&path, hand)
    if random.uniform() < breaks { breakStroke(&path, &random) }

    var canvas = Canvas(softness: hand.softness)
    for points in path { canvas.ink(points, radius: hand.radius, taper: hand.taper) }
    if random.uniform() < clutter { addClutter(&canvas, hand, &random) }
    canvas.develop(into: image, ink: hand.ink, noise: hand.noise, &random)
  }

  private static func choose(from styles: [Glyph], _ random: inout RandomSequence) -> Glyph {
    var left = random.integer(below: styles.reduce(0) { $0 + $1.weight })
    for style in styles {
      if left < style.weight { return style }
      left -= style.weight
    }
    return styles[0]
  }

  // MARK: - Layout

  /// A knot a little off its place, put where the hand puts it.
  private static func stray(_ knot: Knot, _ hand: Hand, _ random: inout RandomSequence) -> (
    point: SIMD2<Float>, isCorner: Bool
  ) {
    let off = SIMD2(random.normal(), random.normal()) * hand.wobble
    return (hand.place(SIMD2(knot.x - 50, knot.y - 50) / 100 + off), knot.isCorner)
  }

  /// Points along the smooth curve through the knots, which turns sharply at corners only.
  ///
  /// Between two knots it is a cubic whose slope at a knot is that of the line between the neighbours: a
  /// Catmull-Rom spline. At a corner and at an end, the missing neighbour is the knot itself.
  private static func curve(through knots: [(point: SIMD2<Float>, isCorner: Bool)]) -> [SIMD2<Float>] {
    guard var result = knots.first.map({ [$0.point] }) else { return [] }
    for i in 1..<knots.count {
      let b = knots[i - 1].point
      let c = knots[i].point
      let a = i == 1 || knots[i - 1].isCorner ? b : knots[i - 2].point
      let d = i == knots.count - 1 || knots[i].isCorner ? c : knots[i + 1].point
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

  /// Scales the path so that its longer side has the hand's size, and moves it to its place in the image.
  private static func fit(_ path: inout [[SIMD2<Float>]], _ hand: Hand) {
    var low = SIMD2<Float>(repeating: .greatestFiniteMagnitude)
    var high = -low
    for points in path {
      for point in points {
        low = pointwiseMin(low, point)
        high = pointwiseMax(high, point)
      }
    }
    let scale = hand.size / max(high.x - low.x, high.y - low.y)
    let middle = SIMD2<Float>(repeating: Float(Digits.side) / 2) + hand.shift
    let offset = middle - (low + high) * (0.5 * scale)
    for s in path.indices {
      for i in path[s].indices { path[s][i] = path[s][i] * scale + offset }
    }
  }

  // MARK: - Blemishes

  /// Lifts the pen within the first stroke for a few pixels of its way.
  private static func breakStroke(_ path: inout [[SIMD2<Float>]], _ random: inout RandomSequence) {
    let points = path[0]
    let start = 1 + Int(random.integer(below: UInt32(points.count - 2)))
    let length = random.uniform(2.5, 5)
    path[0] = Array(points[..<start])
    let rest = points[start...].drop { distance($0, points[start - 1]) < length }
    path.append(Array(rest))
  }

  /// A short stray line anywhere, as of a neighbouring letter or a scratch of the pen.
  private static func addClutter(
    _ canvas: inout Canvas, _ hand: Hand, _ random: inout RandomSequence
  ) {
    let side = Float(Digits.side)
    let start = SIMD2(random.uniform(0, side), random.uniform(0, side))
    let end = start + SIMD2(random.normal(), random.normal()) * 3
    canvas.ink([start, end], radius: 0.6 * hand.radius, taper: 0)
  }

  private static func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
    let way = b - a
    return (way.x * way.x + way.y * way.y).squareRoot()
  }
}
