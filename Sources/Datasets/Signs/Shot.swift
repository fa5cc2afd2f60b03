import Core

/// One frame of a sighting: where the car is, and what the camera makes of it.
struct Shot {
  /// Half the sign's size in pixels, and its middle in the image.
  let radius: Float
  let middle: SIMD2<Float>
  let roll: Float
  /// Where the camera looks in the ``Roadside``, and how many of its pixels make one of the image.
  let roadsideCorner: SIMD2<Float>
  let roadsideScale: Float
  let exposure: Float
  /// How far blur reaches along rows and columns, in pixels; 1 or less is none.
  let blur: SIMD2<Float>
  /// The greatest change of a channel by noise, 1 for the whole range.
  let noise: Float

  init(spread: Float, _ random: inout RandomSequence) {
    // Far signs are small, and were enlarged from few pixels.
    let nearness = random.uniform()
    radius = 10.5 + 4 * nearness + 0.7 * random.normal()
    middle = 16 + SIMD2(random.normal(), random.normal()) * 0.6 * spread
    roll = 0.02 * random.normal()
    roadsideScale = random.uniform(0.8, 1.1)
    roadsideCorner = SIMD2(random.uniform(2, 12), random.uniform(2, 12))
    exposure = 1 + 0.12 * random.normal()
    let softness = 0.7 + 1.3 * (1 - nearness) * random.uniform() + 0.3 * spread * random.uniform()
    let shake = random.uniform()
    blur = SIMD2(softness + spread * shake * shake * shake, softness)
    noise = 0.006 + 0.03 * random.uniform() * random.uniform()
  }
}
