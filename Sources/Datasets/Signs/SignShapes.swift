/// The bare signs: outline, border and ground, on which a pictogram is painted.
enum SignShapes {
  /// Red ring on white: what it shows is forbidden or limited.
  static let prohibition: [Mark] = [
    .disc(.white, 0, 0, radius: 99), .disc(.red, 0, 0, radius: 96), .disc(.white, 0, 0, radius: 72),
  ]

  /// White disc with a thin edge, for the end of a limit.
  static let end: [Mark] = [
    .disc(.white, 0, 0, radius: 99), .disc(.black, 0, 0, radius: 95), .disc(.white, 0, 0, radius: 91),
  ]

  /// The black stripes that cross out a limit, painted last.
  static let crossedOut: [Mark] = [-17, -8.5, 0, 8.5, 17].map { offset in
    .line(.black, width: 4.5, [-63 + offset, 63 + offset, 63 + offset, -63 + offset])
  }

  /// Blue disc: the white arrow on it must be followed.
  static let mandatory: [Mark] = [.disc(.white, 0, 0, radius: 99), .disc(.blue, 0, 0, radius: 94)]

  static let noEntry: [Mark] = [
    .disc(.white, 0, 0, radius: 99), .disc(.red, 0, 0, radius: 96),
    .area(.white, [-74, -15, 74, -15, 74, 15, -74, 15]),
  ]

  /// A triangle on its side, with a red border: danger.
  static let warning: [Mark] =
    triangle(.white, 44, round: 12) + triangle(.red, 44, round: 9.5)
    + triangle(.white, 31, round: 2)

  static let octagon: [Mark] = [
    .area(.white, round: 4, octagonCorners(95)), .area(.red, round: 3, octagonCorners(91)),
  ]

  static let diamond: [Mark] = [
    .area(.black, round: 8, [0, -91, 91, 0, 0, 91, -91, 0]),
    .area(.white, round: 6, [0, -90, 90, 0, 0, 90, -90, 0]),
    .area(.black, round: 2, [0, -61, 61, 0, 0, 61, -61, 0]),
    .area(.amber, round: 1, [0, -58, 58, 0, 0, 58, -58, 0]),
  ]

  /// The supplementary plate that hangs below many signs.
  static let plate: [Mark] = [
    .area(.black, round: 4, [-92, -94, 92, -94, 92, -20, -92, -20]),
    .area(.white, round: 1, [-90, -92, 90, -92, 90, -22, -90, -22]),
    .line(.black, width: 16, [-50, -57, 50, -57]),
  ]

  /// An equilateral triangle around (0, 17).
  /// - Parameter inner: the radius of the circle in it.
  private static func triangle(_ pigment: Pigment, _ inner: Float, round: Float) -> [Mark] {
    // Half a side is the square root of 3 times that radius.
    let half = 1.732_050_8 * inner
    return [.area(pigment, round: round, [0, 17 - 2 * inner, half, 17 + inner, -half, 17 + inner])]
  }

  private static func octagonCorners(_ r: Float) -> [Float] {
    // The tangent of 22.5 degrees.
    let s = 0.414_213_56 * r
    return [-s, -r, s, -r, r, -s, r, s, s, r, -s, r, -r, s, -r, -s]
  }
}
