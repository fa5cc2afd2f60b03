import Core

/// One sign beside one road, as a car passes it: all that its pictures have in common.
///
/// GTSRB's images come in tracks, some thirty frames of the same sign; so do these.
struct Sighting {
  let face: Int
  /// The colours of the pigments, by ``Pigment/rawValue``.
  let palette: [SIMD4<Float>]
  /// The sine of the angle by which the sign is turned, near enough to the angle.
  let roll: Float
  /// How much shorter width and height look for being seen from aside and below.
  let foreshortening: SIMD2<Float>
  /// How much nearer the right and the lower edge are than the middle.
  let perspective: SIMD2<Float>
  /// The brightness of the sign, how it grows to the right and down, and that of what is behind it.
  let light: Float
  let gradient: SIMD2<Float>
  let roadsideLight: Float
  let lightColour: SIMD4<Float>
  /// What mist or glare adds, the same everywhere.
  let veil: Float
  /// How dark the shadows of leaves on the sign are.
  let shadow: Float
  /// A twig, snow or a sticker before the sign: its middle on the sign and its radius, 0 for none.
  let cover: SIMD2<Float>
  let coverRadius: Float
  /// The sign or plate above (-1) or below (1), and which.
  let neighbourSide: Float
  let neighbourFace: Int
  let roadside: Roadside

  /// - Parameters:
  ///   - face: the sign's class.
  ///   - spread: how far conditions stray from the usual.
  init(face: Int, spread: Float, _ random: inout RandomSequence) {
    self.face = face
    palette = Self.palette(spread, &random)
    roll = 0.06 * spread * random.normal()
    foreshortening = SIMD2(
      1 - 0.2 * spread * random.uniform() * random.uniform(), 1 - 0.06 * spread * random.uniform())
    perspective = SIMD2(random.normal(), random.normal()) * 0.05 * spread
    // Many signs are in the shade, some in full sun.
    let exposure = random.uniform()
    light = 0.17 + 0.25 * random.uniform() + 0.9 * exposure * exposure
    gradient = SIMD2(random.normal(), random.normal()) * 0.1 * spread
    roadsideLight = 0.3 * light + random.uniform(0.05, 1.1)
    let warmth = 0.06 * random.normal()
    lightColour = SIMD4(1 + warmth, 1, 1 - warmth, 0)
    let mist = random.uniform()
    veil = 0.2 * spread * mist * mist * mist
    shadow = random.uniform() < 0.15 * spread ? random.uniform(0.2, 0.55) : 0
    // A cover never hides the middle.
    let isCovered = random.uniform() < 0.1 * spread
    let direction = SIMD2(random.normal(), random.normal())
    let length = max((direction.x * direction.x + direction.y * direction.y).squareRoot(), 0.01)
    cover = direction * (random.uniform(70, 100) / length)
    coverRadius = isCovered ? random.uniform(18, 18 + 22 * spread) : 0
    let company = random.uniform()
    neighbourSide = company < 0.12 ? -1 : company < 0.4 ? 1 : 0
    neighbourFace =
      neighbourSide > 0 && random.uniform() < 0.5
      ? SignDesigns.plate : Int(random.integer(below: UInt32(SignDesigns.plate)))
    roadside = Roadside(&random)
  }

  /// Fresh paint or faded, clean or dirty.
  private static func palette(_ spread: Float, _ random: inout RandomSequence) -> [SIMD4<Float>] {
    let fading = random.uniform()
    let faded = 0.9 * fading * fading * min(spread, 1.2)
    let dirt = 0.25 * spread * random.uniform() * random.uniform()
    let tone = SIMD4(random.normal(), random.normal(), random.normal(), 0) * 0.02
    func paint(_ red: Float, _ green: Float, _ blue: Float, fadesTo pale: SIMD4<Float>) -> SIMD4<Float> {
      let fresh = SIMD4(red, green, blue, 0)
      let colour = fresh + (pale - fresh) * faded + tone
      return colour + (SIMD4(0.36, 0.33, 0.28, 0) - colour) * dirt
    }
    return [
      paint(0.92, 0.93, 0.95, fadesTo: SIMD4(0.9, 0.9, 0.87, 0)),
      paint(0.07, 0.07, 0.08, fadesTo: SIMD4(0.2, 0.2, 0.21, 0)),
      paint(0.68, 0.07, 0.1, fadesTo: SIMD4(0.85, 0.48, 0.3, 0)),
      paint(0.03, 0.21, 0.55, fadesTo: SIMD4(0.3, 0.45, 0.68, 0)),
      paint(0.93, 0.64, 0.06, fadesTo: SIMD4(0.93, 0.75, 0.4, 0)),
      paint(0.02, 0.42, 0.3, fadesTo: SIMD4(0.35, 0.55, 0.48, 0)),
      paint(0.48, 0.48, 0.5, fadesTo: SIMD4(0.62, 0.62, 0.62, 0)),
    ]
  }
}
