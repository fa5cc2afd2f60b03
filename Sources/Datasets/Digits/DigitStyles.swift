/// The ways in which people write the ten digits.
enum DigitStyles {
  /// The ways of writing each digit, by the digit.
  static let glyphs: [[Glyph]] = [zero, one, two, three, four, five, six, seven, eight, nine]

  // Closed; ending in a curl inside; left open at the top; begun on the left; with a slash.
  private static let zero = [
    Glyph(
      18,
      [
        at(58, 0, to: 72, 5), at(24, 12), at(4, 56), at(26, 95), at(62, 97), at(96, 54, to: 110, 44),
        at(82, 12, to: 90, 10), at(52, 1, to: 62, 0),
      ]),
    Glyph(
      6,
      [
        at(66, 6), at(30, 4), at(4, 50), at(28, 96), at(66, 94), at(96, 48), at(78, 10),
        at(50, 2, to: 46, 8), at(36, 12, to: 50, 32),
      ]),
    Glyph(
      5,
      [
        at(46, 6, to: 64, 2), at(14, 30), at(8, 66), at(36, 98), at(74, 88), at(94, 48),
        at(80, 14, to: 70, 22),
      ]),
    Glyph(
      5,
      [
        at(30, 10), at(66, 0), at(96, 44), at(70, 94), at(34, 98), at(4, 56), at(20, 14),
        at(36, 2, to: 60, 6),
      ]),
    Glyph(
      1, [at(58, 0), at(24, 12), at(4, 56), at(26, 95), at(62, 97), at(96, 54), at(82, 12), at(54, 1)],
      [at(88, 6), at(12, 94)]),
  ]

  // A line; a bow to either side; with a flag; with flag and foot; with a hook to the right or left.
  private static let one = [
    Glyph(20, [at(50, 0), at(50, 50), at(50, 100)]),
    Glyph(6, [at(42, 0, to: 58, 0), at(54, 50, to: 46, 50), at(46, 100, to: 54, 100)]),
    Glyph(3, [at(26, 26, to: 40, 10), corner(54, 0), at(52, 100)]),
    Glyph(
      2, [at(18, 26, to: 36, 12), corner(52, 0), at(52, 99)], [at(14, 100, to: 30, 98), at(86, 99)]),
    Glyph(1, [at(50, 0), at(48, 84), at(58, 98, to: 76, 96)]),
    Glyph(1, [at(52, 0), at(54, 80), at(44, 98, to: 30, 96)]),
  ]

  // With a loop, small to large; with a corner; as a Z; with a round foot; with a curled start.
  private static let two = [
    Glyph(
      9,
      [
        at(8, 28, to: 18, 14), at(42, 0), at(78, 18), at(68, 52), at(34, 88), at(8, 96, to: 2, 84),
        at(14, 80, to: 28, 64), at(50, 90, to: 46, 90), at(98, 96, to: 98, 82),
      ]),
    Glyph(
      6,
      [
        at(14, 20, to: 20, 32), at(46, 0), at(82, 24, to: 90, 42), at(60, 72), at(24, 96), at(4, 88),
        at(16, 70, to: 28, 66), at(56, 80, to: 60, 86), at(88, 96), at(106, 100, to: 122, 92),
      ]),
    Glyph(
      8,
      [
        at(8, 26, to: 12, 12), at(40, 0), at(80, 16), at(74, 44), at(44, 74), corner(6, 98),
        at(50, 96, to: 56, 92), at(92, 99, to: 122, 90),
      ]),
    Glyph(
      5,
      [
        at(6, 10, to: 14, 16), at(56, 2), at(86, 6, to: 84, 22), corner(8, 97), at(50, 95),
        at(96, 97, to: 112, 86),
      ]),
    Glyph(
      3,
      [
        at(14, 22), at(48, 0), at(82, 20), at(58, 56), at(16, 84, to: 22, 82), at(34, 98),
        at(94, 92, to: 88, 98),
      ]),
    Glyph(
      3,
      [
        at(36, 32, to: 26, 38), at(12, 20), at(44, 0), at(80, 18), at(64, 54), corner(8, 96), at(48, 93),
        at(96, 96),
      ]),
  ]

  // With a sharp middle; with a loop there; with a flat top; with a soft middle; with a curled end.
  private static let three = [
    Glyph(
      10,
      [
        at(10, 16, to: 20, 6), at(48, 0), at(82, 20, to: 74, 16), corner(50, 46, to: 26, 40), at(90, 70),
        at(50, 100), at(2, 80, to: 8, 96),
      ]),
    Glyph(
      5,
      [
        at(12, 14), at(50, 0), at(80, 22), at(52, 47), at(36, 47, to: 26, 50), at(50, 42, to: 46, 38),
        at(90, 68), at(50, 100), at(4, 86),
      ]),
    Glyph(
      3,
      [
        at(8, 5, to: 14, 8), corner(84, 2), corner(40, 42, to: 50, 38), at(90, 68), at(50, 100),
        at(4, 88),
      ]),
    Glyph(
      4,
      [
        at(14, 10), at(58, 0), at(84, 20), at(52, 46, to: 62, 44), at(90, 72), at(56, 100),
        at(6, 94, to: 16, 98),
      ]),
    Glyph(
      2,
      [
        at(18, 18), at(50, 0), at(78, 20), corner(42, 45), at(88, 70), at(48, 100), at(8, 88),
        at(20, 74, to: 30, 80),
      ]),
  ]

  // Open with two straight strokes; open and round, its bar ending before or beyond the stem; closed;
  // closed in one stroke; open in one stroke.
  private static let four = [
    Glyph(
      9, [at(16, 0, to: 34, 6), corner(5, 58, to: 8, 50), at(94, 56, to: 98, 46)],
      [at(78, 12, to: 84, 0), at(72, 100, to: 58, 100)]),
    Glyph(
      9, [at(12, 6), at(8, 42), at(36, 56, to: 44, 52), at(78, 46, to: 98, 46)],
      [at(86, 0), at(78, 50), at(72, 100, to: 66, 100)]),
    Glyph(3, [at(66, 0), corner(4, 66, to: 8, 56), at(98, 64, to: 98, 54)], [at(68, 0), at(64, 100)]),
    Glyph(3, [at(98, 60, to: 92, 52), corner(4, 62), corner(72, 0), at(64, 100, to: 70, 100)]),
    Glyph(4, [at(16, 4), corner(4, 50, to: 10, 56), at(46, 54), corner(88, 2, to: 92, 12), at(66, 100)]),
  ]

  // Begun with the bar; the bar added last, touching or apart; as an S; with a long bar and a small belly.
  private static let five = [
    Glyph(
      7,
      [
        at(88, 0, to: 80, 6), corner(26, 3), corner(14, 46, to: 22, 40), at(56, 36), at(90, 66),
        at(52, 100), at(4, 86, to: 10, 98),
      ]),
    Glyph(
      6,
      [
        at(28, 3), corner(18, 48, to: 24, 40), at(58, 38), at(90, 68), at(50, 100, to: 40, 100),
        at(10, 98, to: 2, 78),
      ],
      [at(28, 3, to: 38, 6), at(98, 0, to: 92, -6)]),
    Glyph(
      3, [at(26, 8), corner(18, 48, to: 20, 60), at(58, 40, to: 58, 52), at(88, 70), at(50, 100), at(6, 90)],
      [at(38, 0, to: 50, -4), at(100, -8, to: 98, 4)]),
    Glyph(
      5,
      [
        at(90, 8, to: 80, 0), at(44, 3), at(20, 26), at(54, 48), at(88, 72), at(46, 100),
        at(14, 98, to: 6, 80),
      ]),
    Glyph(
      5,
      [
        at(100, 0, to: 100, 12), corner(42, 8), corner(26, 48), at(52, 44), at(68, 68), at(38, 98),
        at(2, 92, to: 12, 98),
      ]),
  ]

  // A bent stem; a straight one; a curled one; a loop that crosses the stem or stays open; a large loop.
  private static let six = [
    Glyph(
      9,
      [
        at(72, 0, to: 56, 0), at(30, 34), at(8, 72), at(38, 100), at(84, 80), at(58, 52, to: 62, 60),
        at(14, 72, to: 16, 84),
      ]),
    Glyph(
      6,
      [
        at(42, 0, to: 58, 0), at(16, 56), at(12, 84), at(44, 100), at(82, 80), at(56, 56, to: 58, 64),
        at(16, 80),
      ]),
    Glyph(
      3,
      [
        at(88, 12), at(58, 0), at(16, 38), at(12, 80), at(50, 100), at(86, 76), at(54, 50, to: 56, 58),
        at(14, 70),
      ]),
    Glyph(
      5,
      [
        at(66, 0, to: 50, 0), at(24, 40), at(10, 76), at(42, 100), at(82, 78), at(58, 56),
        at(40, 68, to: 8, 88), at(36, 80, to: -6, 92),
      ]),
    Glyph(
      3,
      [
        at(70, 0, to: 60, 0), at(20, 32), at(4, 70), at(40, 100), at(94, 74), at(64, 36, to: 66, 46),
        at(12, 64),
      ]),
    Glyph(
      5,
      [
        at(20, 0, to: 50, 0), at(6, 46), at(22, 92), at(70, 96), at(92, 66), at(72, 46),
        at(44, 66, to: 50, 60),
        at(36, 94, to: 50, 92),
      ]),
  ]

  // Straight; with a bent stem; with a serif; all round; with a waved top; straight or bent with a cross bar.
  private static let seven = [
    Glyph(8, [at(6, 12, to: 8, 3), corner(90, 2, to: 84, 6), at(48, 100, to: 36, 100)]),
    Glyph(
      8, [at(6, 10, to: 8, 4), corner(90, 3, to: 82, 8), at(60, 48), at(46, 100, to: 54, 100)]),
    Glyph(4, [at(8, 30, to: 12, 16), corner(12, 5), corner(88, 4), at(56, 52), at(42, 100)]),
    Glyph(3, [at(6, 18, to: 10, 8), at(50, 2), at(86, 12), at(76, 50), at(50, 100)]),
    Glyph(3, [at(4, 26), at(16, 6, to: 22, 2), at(56, 10), corner(92, 3), at(62, 46), at(46, 100)]),
    Glyph(2, [at(8, 8), corner(88, 3), at(44, 100)], [at(26, 52, to: 36, 46), at(88, 50, to: 80, 44)]),
    Glyph(
      1, [at(8, 8), corner(90, 4), at(58, 46), at(44, 100)], [at(30, 50), at(90, 46, to: 84, 54)]),
  ]

  // An S closed upwards; the same left open at the top; two rings; begun in the middle; begun downwards.
  private static let eight = [
    Glyph(
      9,
      [
        at(80, 18), at(46, 0), at(15, 22), at(50, 48), at(88, 76, to: 70, 76), at(48, 100),
        at(8, 78, to: 28, 78), at(50, 48), at(84, 20, to: 78, 12),
      ]),
    Glyph(
      6,
      [
        at(76, 14, to: 64, 6), at(42, 0), at(12, 22), at(50, 48), at(86, 78, to: 72, 78), at(46, 100),
        at(8, 80, to: 22, 80), at(52, 46), at(98, 8, to: 92, 0),
      ]),
    Glyph(
      3, [at(50, 2), at(16, 22), at(50, 46), at(84, 22), at(46, 1, to: 54, 4)],
      [at(50, 46), at(10, 73), at(50, 100), at(90, 73), at(46, 45, to: 54, 48)]),
    Glyph(
      2,
      [
        at(52, 50), at(16, 26), at(48, 0), at(82, 20), at(52, 48), at(10, 76), at(48, 100), at(88, 78),
        at(54, 52),
      ]),
    Glyph(
      3,
      [
        at(94, 6, to: 86, 16), at(50, 50), at(10, 80), at(44, 100), at(82, 80), at(48, 48), at(14, 20),
        at(50, 0), at(86, 12),
      ]),
  ]

  // A sharp turn into a straight stem; a smooth one into a hook; into a bent stem; a ring with a stem of its
  // own; a ring left open.
  private static let nine = [
    Glyph(
      8,
      [
        at(86, 12), at(48, 0), at(12, 26), at(40, 50, to: 38, 44), at(74, 36), corner(86, 10, to: 82, 20),
        at(82, 100, to: 56, 100),
      ]),
    Glyph(
      3,
      [
        at(82, 18), at(46, 0), at(12, 30), at(46, 54, to: 44, 44), at(84, 22), at(82, 70), at(48, 100),
        at(14, 88, to: 28, 98),
      ]),
    Glyph(
      8,
      [
        at(80, 16), at(48, 0), at(14, 28), at(42, 50, to: 40, 42), at(82, 18), at(74, 60),
        at(56, 100, to: 40, 100),
      ]),
    Glyph(
      4, [at(80, 14), at(46, 0), at(10, 26), at(42, 50), at(80, 26), at(78, 10)],
      [at(86, 4, to: 80, 10), at(78, 100, to: 70, 100)]),
    Glyph(
      5,
      [
        at(72, 12), at(52, 0), at(28, 22), at(46, 46, to: 48, 38), at(68, 34, to: 66, 30), corner(74, 10),
        at(70, 60), at(74, 100, to: 50, 100),
      ]),
    Glyph(
      4,
      [
        at(76, 6, to: 58, 4), at(32, 4), at(10, 30), at(38, 48, to: 44, 42), corner(88, 16, to: 84, 8),
        at(76, 100, to: 66, 100),
      ]),
  ]

  // MARK: - Notation

  private static func at(_ x: Float, _ y: Float) -> Knot { at(x, y, to: x, y) }

  private static func at(_ x: Float, _ y: Float, to otherX: Float, _ otherY: Float) -> Knot {
    Knot(from: SIMD2(x, y), to: SIMD2(otherX, otherY), isCorner: false)
  }

  private static func corner(_ x: Float, _ y: Float) -> Knot { corner(x, y, to: x, y) }

  private static func corner(_ x: Float, _ y: Float, to otherX: Float, _ otherY: Float) -> Knot {
    Knot(from: SIMD2(x, y), to: SIMD2(otherX, otherY), isCorner: true)
  }
}
