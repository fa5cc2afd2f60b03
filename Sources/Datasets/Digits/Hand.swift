import Core

/// The shape that one writer gives a digit at one moment. Lengths are in heights of a digit.
struct Hand {
  /// How far the top leans to the right of the foot.
  private let slant: Float
  /// The tangent of half the angle by which the whole digit is turned: with it, sine and cosine are rational.
  private let halfTurn: Float
  /// The width for a height of 1.
  private let aspect: Float
  /// Where knots lie between their two places.
  private let habit: Float
  /// How far a knot strays from its place.
  private let wobble: Float
  /// How the digit is bent as a whole: factors of y², xy (along x), x² and xy (along y).
  private let bend: SIMD4<Float>
  /// How far the middle is lowered: a positive one makes the upper part larger than the lower.
  private let waist: Float

  /// - Parameter variety: how far hands differ, from 0 (all write as in a copybook) to 1 (as in MNIST).
  init(variety: Float = 1, _ random: inout RandomSequence) {
    slant = 0.15 + 0.25 * variety * random.normal()
    halfTurn = 0.05 * variety * random.normal()
    aspect = max(0.4, 0.8 + 0.18 * variety * random.normal())
    habit = random.uniform()
    wobble = variety * random.uniform(0.02, 0.06)
    bend =
      SIMD4(random.normal(), random.normal(), random.normal(), random.normal())
      * SIMD4(0.2, 0.35, 0.2, 0.2) * variety
    waist = 0.35 * variety * random.normal()
  }

  /// Where this hand puts a knot, from the glyph's middle.
  func place(_ knot: Knot, _ random: inout RandomSequence) -> SIMD2<Float> {
    let known = (knot.from + (knot.to - knot.from) * habit) / 100 - 0.5
    let point = known + SIMD2(random.normal(), random.normal()) * wobble
    let bentX = point.x + bend.x * point.y * point.y + bend.y * point.x * point.y
    let bentY =
      point.y + waist * (0.25 - point.y * point.y) + bend.z * point.x * point.x + bend.w * point.x * point.y
    let x = bentX * aspect - slant * bentY
    let scale = 1 / (1 + halfTurn * halfTurn)
    let cosine = (1 - halfTurn * halfTurn) * scale
    let sine = 2 * halfTurn * scale
    return SIMD2(x * cosine - bentY * sine, x * sine + bentY * cosine)
  }
}

extension RandomSequence {
  /// A number around 0 with standard deviation 1, between -3 and 3: three uniform numbers added, which needs
  /// no logarithm and is near enough to a normal distribution.
  mutating func normal() -> Float { 2 * (uniform() + uniform() + uniform()) - 3 }
}
