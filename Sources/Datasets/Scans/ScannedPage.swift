import Core

/// Draws one page as a scanner sees it: paper, perhaps ruled lines and specks, and one digit in ink.
enum ScannedPage {
  private static let side = Float(Scans.side)
  /// How far the hands differ: less than in `digits`, as of one class of pupils.
  private static let variety: Float = 0.6
  /// The part of the pages with ruled lines, and of those with specks of dust.
  private static let ruled: Float = 0.25
  private static let dusty: Float = 0.25

  static func draw(
    digit: Int, into image: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomSequence
  ) {
    let ink = drawDigit(digit, &random)
    var print = Canvas(width: Scans.side, height: Scans.side)
    if random.uniform() < ruled { rule(&print, &random) }
    if random.uniform() < dusty { scatterDust(on: &print, &random) }
    expose(ink, print, into: image, &random)
  }

  /// A digit of any size in any pen, off the middle but never at the edge.
  private static func drawDigit(_ digit: Int, _ random: inout RandomSequence) -> Canvas {
    var path = PenPath(digit: digit, hand: Hand(variety: variety, &random), &random)
    let size = side * random.uniform(0.55, 0.85)
    let radius = size * random.uniform(0.025, 0.06)
    let pen = Pen(radius: radius, softness: random.uniform(1.5, 2.5), &random)
    path.fit(size: size, middle: SIMD2())
    // From the middle of the digit to where its ink and a margin end.
    let half = path.bounds.high + SIMD2(repeating: 2 * radius)
    let room = pointwiseMax(SIMD2(repeating: side / 2) - half, SIMD2())
    path.move(
      by: SIMD2(repeating: side / 2) + SIMD2(random.uniform(-1, 1), random.uniform(-1, 1)) * (0.75 * room))
    var canvas = Canvas(width: Scans.side, height: Scans.side)
    canvas.ink(path, with: pen)
    return canvas
  }

  // MARK: - What else is on the paper

  /// Parallel lines across the page, not quite level.
  private static func rule(_ canvas: inout Canvas, _ random: inout RandomSequence) {
    let pen = Pen(radius: random.uniform(0.4, 0.8), softness: 1, &random)
    let spacing = random.uniform(24, 40)
    let drop = random.uniform(-4, 4)
    var y = random.uniform(0, spacing)
    while y < side {
      canvas.ink([SIMD2(0, y), SIMD2(side, y + drop)], with: pen)
      y += spacing
    }
  }

  private static func scatterDust(on canvas: inout Canvas, _ random: inout RandomSequence) {
    for _ in 0...random.integer(below: 4) {
      let place = SIMD2(random.uniform(0, side), random.uniform(0, side))
      let end = place + SIMD2(random.normal(), random.normal())
      canvas.ink([place, end], with: Pen(radius: random.uniform(0.4, 1), softness: 1, &random))
    }
  }

  // MARK: - The scanner

  /// Writes the page in bytes: light paper under a lamp that is not even, darker print, dark ink, grain.
  private static func expose(
    _ ink: Canvas, _ print: Canvas, into image: UnsafeMutableBufferPointer<UInt8>,
    _ random: inout RandomSequence
  ) {
    let paper = random.uniform(205, 248)
    let inkTone = random.uniform(15, 80)
    let printTone = paper - random.uniform(10, 45)
    let shading = SIMD2(random.normal(), random.normal()) * 8 / side
    let grain = random.uniform(2, 12)
    var bits: UInt32 = 0
    for i in image.indices {
      let place = SIMD2(Float(i % Scans.side), Float(i / Scans.side)) - side / 2
      let light = place.x * shading.x + place.y * shading.y
      let under = paper + light + min(print.coverage[i], 1) * (printTone - paper)
      let tone = under + min(ink.coverage[i], 1) * (inkTone - under)
      // One random word serves two pixels, the sum of two bytes each.
      bits = i % 2 == 0 ? random.next() : bits >> 16
      let change = grain * (Float((bits & 255) + (bits >> 8 & 255)) / 255 - 1)
      image[i] = UInt8(clamping: min(max(tone + change, 0), 255) + 0.5)
    }
  }
}
