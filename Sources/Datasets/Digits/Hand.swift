import Kernels

/// How one image is written: everything that tells one writer, pen and moment from another.
///
/// Lengths are in pixels where said so, else in heights of a digit.
struct Hand {
  /// How far the top leans to the right of the foot.
  let slant: Float
  /// The tangent of half the angle by which the whole digit is turned: with it, sine and cosine are rational.
  let halfTurn: Float
  /// The width for a height of 1.
  let aspect: Float
  /// The longer side in pixels.
  let size: Float
  /// Where the middle of the digit lies, in pixels from the middle of the image.
  let shift: SIMD2<Float>
  /// How far a knot strays from its place in the glyph.
  let wobble: Float
  /// How the digit is bent as a whole: factors of y², xy (along x), x² and xy (along y).
  let bend: SIMD4<Float>
  /// Half the width of a stroke in pixels, and how much it changes from a stroke's start to its end.
  let radius: Float
  let taper: Float
  /// How many pixels the edge of a stroke takes from full ink to none.
  let softness: Float
  /// The brightness of full ink, 0 to 1.
  let ink: Float
  /// The greatest change of a pixel by noise, in gray levels.
  let noise: Float

  init(_ random: inout RandomSequence) {
    slant = 0.12 + 0.2 * random.normal()
    halfTurn = 0.06 * random.normal()
    aspect = max(0.4, 0.74 + 0.13 * random.normal())
    size = random.uniform(16.5, 22)
    shift = SIMD2(random.normal(), random.normal())
    wobble = random.uniform(0.02, 0.07)
    bend = SIMD4(random.normal(), random.normal(), random.normal(), random.normal()) * 0.16
    radius = random.uniform(0.7, 1.7)
    taper = 0.25 * random.normal()
    softness = random.uniform(1.0, 1.8)
    ink = random.uniform(0.8, 1.0)
    let roughness = random.uniform()
    noise = 60 * roughness * roughness * roughness
  }

  /// Where this hand puts a point of a glyph, given in heights from the glyph's middle.
  func place(_ point: SIMD2<Float>) -> SIMD2<Float> {
    let bentX = point.x + bend.x * point.y * point.y + bend.y * point.x * point.y
    let bentY = point.y + bend.z * point.x * point.x + bend.w * point.x * point.y
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
