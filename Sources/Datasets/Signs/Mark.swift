/// What a sign is painted with. Each picture decides what colour a pigment has: red fades to orange.
enum Pigment: Int {
  case white, black, red, blue, amber, green, gray
}

/// One stroke of paint on a sign: a line with a round pen, or an area, in one pigment.
///
/// Signs are painted on a square from -100 to 100, x to the right and y down, their middle at 0.
struct Mark {
  private(set) var pigment: Pigment
  private(set) var points: [SIMD2<Float>]
  /// How far the paint reaches beyond the line or the edge of the area; it rounds the corners.
  private(set) var radius: Float
  /// Whether the paint fills the polygon of the points, or only follows their line.
  private let isArea: Bool

  // MARK: - Making marks; the points are given as x, y, x, y, ...

  static func disc(_ pigment: Pigment, _ x: Float, _ y: Float, radius: Float) -> Mark {
    Mark(pigment: pigment, points: [SIMD2(x, y)], radius: radius, isArea: false)
  }

  static func area(_ pigment: Pigment, round: Float = 0, _ points: [Float]) -> Mark {
    Mark(pigment: pigment, points: pairs(points), radius: round, isArea: true)
  }

  static func line(_ pigment: Pigment, width: Float, _ points: [Float]) -> Mark {
    Mark(pigment: pigment, points: pairs(points), radius: width / 2, isArea: false)
  }

  /// A line whose corners are rounded.
  /// - Parameter bend: how far from its corner a curve starts.
  static func curve(_ pigment: Pigment, width: Float, bend: Float, _ points: [Float]) -> Mark {
    let path = rounded(pairs(points), bend: bend)
    return Mark(pigment: pigment, points: path, radius: width / 2, isArea: false)
  }

  /// A rounded line that ends where it starts: the middle of its last side.
  static func ring(_ pigment: Pigment, width: Float, bend: Float, _ points: [Float]) -> Mark {
    let corners = pairs(points)
    let start = 0.5 * (corners[0] + corners[corners.count - 1])
    let path = rounded([start] + corners + [start], bend: bend)
    return Mark(pigment: pigment, points: path, radius: width / 2, isArea: false)
  }

  private static func pairs(_ numbers: [Float]) -> [SIMD2<Float>] {
    stride(from: 0, to: numbers.count - 1, by: 2).map { SIMD2(numbers[$0], numbers[$0 + 1]) }
  }

  /// The path with each inner corner replaced by a parabola that touches both its sides.
  private static func rounded(_ path: [SIMD2<Float>], bend: Float) -> [SIMD2<Float>] {
    var result = [path[0]]
    for i in 1..<path.count - 1 {
      let corner = path[i]
      let before = path[i - 1] - corner
      let after = path[i + 1] - corner
      let start = before * min(bend / length(before), 0.5)
      let end = after * min(bend / length(after), 0.5)
      for step in 0...6 {
        let t = Float(step) / 6
        result.append(corner + start * ((1 - t) * (1 - t)) + end * (t * t))
      }
    }
    return result + [path[path.count - 1]]
  }

  // MARK: - Changing marks

  func painted(_ pigment: Pigment) -> Mark {
    var mark = self
    mark.pigment = pigment
    return mark
  }

  /// The mark with each point at `change` of its place.
  /// - Parameter scale: how many times as wide the lines become.
  func moved(scale: Float = 1, _ change: (SIMD2<Float>) -> SIMD2<Float>) -> Mark {
    var mark = self
    mark.points = points.map(change)
    mark.radius *= scale
    return mark
  }

  // MARK: - Painting

  /// The corners of the smallest upright rectangle around the paint.
  var bounds: (low: SIMD2<Float>, high: SIMD2<Float>) {
    let low = points.reduce(points[0], pointwiseMin)
    let high = points.reduce(points[0], pointwiseMax)
    return (low - radius, high + radius)
  }

  /// How far inside the paint a point lies; negative outside.
  func depth(at point: SIMD2<Float>) -> Float {
    var nearest = Mark.squaredLength(point - points[0])
    var isInside = false
    for i in points.indices.dropFirst(isArea ? 0 : 1) {
      let a = points[i == 0 ? points.count - 1 : i - 1]
      let side = points[i] - a
      let way = point - a
      let part = (way.x * side.x + way.y * side.y) / max(Mark.squaredLength(side), 1e-6)
      nearest = min(nearest, Mark.squaredLength(way - side * min(max(part, 0), 1)))
      // A ray to the right crosses the edge of an area an odd number of times from inside.
      if isArea, (a.y > point.y) != (points[i].y > point.y), way.x < side.x * (way.y / side.y) {
        isInside.toggle()
      }
    }
    let distance = nearest.squareRoot()
    return radius + (isInside ? distance : -distance)
  }

  private static func length(_ v: SIMD2<Float>) -> Float { max(squaredLength(v), 1e-6).squareRoot() }
  private static func squaredLength(_ v: SIMD2<Float>) -> Float { v.x * v.x + v.y * v.y }
}

extension [Mark] {
  /// The marks as in a mirror: left is right.
  var mirrored: [Mark] { map { $0.moved { SIMD2(-$0.x, $0.y) } } }

  func painted(_ pigment: Pigment) -> [Mark] { map { $0.painted(pigment) } }

  /// The marks `scale` times as large (`narrow` times that in width) and then moved by (x, y).
  func placed(_ x: Float, _ y: Float, scale: Float = 1, narrow: Float = 1) -> [Mark] {
    map { $0.moved(scale: scale) { SIMD2($0.x * narrow, $0.y) * scale + SIMD2(x, y) } }
  }

  /// The marks turned around the middle by the angle with this cosine and sine, clockwise.
  func turned(cosine: Float, sine: Float) -> [Mark] {
    map { $0.moved { SIMD2($0.x * cosine - $0.y * sine, $0.x * sine + $0.y * cosine) } }
  }
}
