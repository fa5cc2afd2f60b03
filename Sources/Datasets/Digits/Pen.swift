import Core

/// A round pen, pressed more or less along its way. Lengths are in pixels.
struct Pen {
  /// Half the width of a line, on average.
  let radius: Float
  /// The part of the radius that is added by a line's end, and missing at its start.
  let taper: Float
  /// The direction in which the hand presses hardest; its length squared is the part of the radius added there.
  let pressure: SIMD2<Float>
  /// How many pixels the edge of a line takes from full ink to none.
  let softness: Float

  init(radius: Float, softness: Float, _ random: inout RandomSequence) {
    self.radius = radius
    self.softness = softness
    taper = 0.15 * random.normal()
    pressure = SIMD2(random.normal(), random.normal()) * 0.3
  }

  /// Half the width of a line on the way by `step`, at a place on it between -1 (its start) and 1 (its end).
  func radius(of step: SIMD2<Float>, at place: Float) -> Float {
    let along = step.x * pressure.x + step.y * pressure.y
    let square = max(step.x * step.x + step.y * step.y, 1e-6)
    let mean = 0.5 * (pressure.x * pressure.x + pressure.y * pressure.y)
    return max(radius * (1 + taper * place + along * along / square - mean), 0.3)
  }
}
