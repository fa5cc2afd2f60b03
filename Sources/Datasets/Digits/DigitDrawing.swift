import Core

/// Draws one digit as MNIST holds it: white on black, the longer side 20 pixels, the centre of mass in the middle.
enum DigitDrawing {
  /// The longer side of the ink in pixels.
  private static let size: Float = 20
  /// The part of the images with a broken stroke, with a stray line and with noise.
  private static let breaks: Float = 0.06
  private static let clutter: Float = 0.06
  private static let noisy: Float = 0.2

  static func draw(
    digit: Int, into image: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomSequence
  ) {
    var path = PenPath(digit: digit, hand: Hand(&random), &random)
    let radius = min(max(1.3 + 0.38 * random.normal(), 0.6), 2.6)
    let pen = Pen(radius: radius, softness: random.uniform(0.7, 1.3), &random)
    let middle = SIMD2<Float>(repeating: Float(Digits.side) / 2)
    let shift = SIMD2(random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5))
    path.fit(size: size + 0.3 * random.normal() - 2 * radius, middle: middle + shift)
    if random.uniform() < breaks { path.lift(for: random.uniform(2.5, 5), &random) }

    var canvas = Canvas(width: Digits.side, height: Digits.side)
    canvas.ink(path, with: pen)
    if random.uniform() < clutter { addClutter(&canvas, &random) }
    develop(centred(canvas), into: image, &random)
  }

  /// Moves the ink by whole pixels until its centre of mass is in pixel 14 of row 14, as MNIST's makers did.
  private static func centred(_ canvas: Canvas) -> Canvas {
    let offset = SIMD2<Float>(repeating: Float(Digits.side) / 2 + 0.5) - canvas.centreOfMass
    return canvas.shifted(
      columns: Int(clamping: offset.x.rounded()), rows: Int(clamping: offset.y.rounded()))
  }

  /// A short stray line anywhere, as of a neighbouring letter or a scratch of the pen.
  private static func addClutter(_ canvas: inout Canvas, _ random: inout RandomSequence) {
    let side = Float(Digits.side)
    let start = SIMD2(random.uniform(0, side), random.uniform(0, side))
    let end = start + SIMD2(random.normal(), random.normal()) * 3
    canvas.ink([start, end], with: Pen(radius: random.uniform(0.4, 1), softness: 1, &random))
  }

  /// Writes the image in bytes, 255 for full ink.
  private static func develop(
    _ canvas: Canvas, into image: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomSequence
  ) {
    let ink = 255 * min(random.uniform(0.8, 1.8), 1)
    for i in image.indices { image[i] = UInt8(clamping: min(canvas.coverage[i], 1) * ink + 0.5) }
    if random.uniform() < noisy { addNoise(upTo: random.uniform(0, 40), to: image, &random) }
  }

  /// - Parameter greatest: the greatest change of a pixel, in gray levels.
  private static func addNoise(
    upTo greatest: Float, to image: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomSequence
  ) {
    var bits: UInt32 = 0
    for i in image.indices {
      // One random word serves four pixels, a byte each.
      bits = i % 4 == 0 ? random.next() : bits >> 8
      let change = greatest * (Float(bits & 255) / 127.5 - 1)
      image[i] = UInt8(clamping: min(max(Float(image[i]) + change, 0), 255) + 0.5)
    }
  }
}
