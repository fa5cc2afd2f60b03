/// A point that the pen passes, in a box 100 wide and 100 high, x to the right and y down.
struct Knot {
  let x: Float
  let y: Float
  /// Whether the pen turns sharply here.
  let isCorner: Bool
}

private func at(_ x: Float, _ y: Float) -> Knot { Knot(x: x, y: y, isCorner: false) }
private func corner(_ x: Float, _ y: Float) -> Knot { Knot(x: x, y: y, isCorner: true) }

/// One way of writing a digit: its strokes, each a smooth curve through its knots.
struct Glyph {
  let strokes: [[Knot]]
  /// How often it is met, relative to the other ways of writing the same digit.
  let weight: UInt32

  /// The ways of writing each digit, by the digit.
  static let styles: [[Glyph]] = [zero, one, two, three, four, five, six, seven, eight, nine]

  private init(_ weight: UInt32, _ strokes: [Knot]...) {
    self.weight = weight
    self.strokes = strokes
  }

  private static let zero = [
    Glyph(4, [at(55, 0), at(20, 18), at(5, 58), at(25, 95), at(62, 97), at(94, 60), at(86, 20), at(52, 2)]),
    Glyph(
      2,
      [
        at(72, 10), at(38, 3), at(8, 40), at(16, 85), at(50, 100), at(88, 75), at(94, 30), at(64, 4),
        at(38, 14),
      ]),
    Glyph(2, [at(30, 8), at(6, 50), at(28, 94), at(66, 96), at(94, 50), at(72, 6), at(30, 4)]),
  ]

  private static let one = [
    Glyph(5, [at(50, 0), at(50, 100)]),
    Glyph(3, [at(56, 0), at(50, 50), at(46, 100)]),
    Glyph(3, [at(28, 24), corner(54, 0), at(52, 100)]),
    Glyph(1, [at(24, 22), corner(52, 0), at(52, 99)], [at(22, 100), at(82, 99)]),
  ]

  private static let two = [
    Glyph(
      4, [at(10, 25), at(35, 2), at(74, 8), at(80, 36), at(46, 70), corner(8, 98), at(50, 94), at(94, 97)]),
    Glyph(
      3,
      [
        at(12, 22), at(44, 0), at(80, 20), at(66, 60), at(26, 94), at(6, 92), at(16, 78), at(50, 90),
        at(94, 96),
      ]),
    Glyph(1, [at(10, 12), at(60, 2), at(84, 18), corner(10, 97), at(94, 95)]),
  ]

  private static let three = [
    Glyph(4, [at(10, 14), at(46, 0), at(80, 20), corner(40, 46), at(88, 70), at(50, 100), at(6, 86)]),
    Glyph(1, [at(12, 3), corner(82, 3), corner(42, 42), at(88, 68), at(50, 100), at(8, 88)]),
    Glyph(
      2,
      [
        at(12, 15), at(50, 0), at(80, 22), at(52, 47), at(36, 46), at(54, 43), at(90, 70), at(50, 100),
        at(4, 84),
      ]),
  ]

  private static let four = [
    Glyph(3, [at(20, 0), corner(6, 58), at(94, 55)], [at(72, 8), at(68, 100)]),
    Glyph(2, [at(12, 4), at(9, 42), at(38, 56), at(82, 48)], [at(86, 0), at(76, 52), at(70, 100)]),
    Glyph(2, [at(66, 0), corner(5, 64), at(98, 62)], [at(67, 2), at(64, 100)]),
  ]

  private static let five = [
    Glyph(
      3, [at(84, 2), corner(24, 2), corner(15, 44), at(55, 38), at(90, 66), at(56, 100), at(8, 88)]),
    Glyph(
      2, [at(25, 3), corner(18, 45), at(58, 38), at(88, 68), at(50, 100), at(8, 88)], [at(25, 3), at(92, 0)]),
    Glyph(2, [at(86, 4), at(34, 6), at(20, 38), at(62, 50), at(86, 74), at(50, 100), at(8, 92)]),
  ]

  private static let six = [
    Glyph(3, [at(72, 0), at(26, 35), at(8, 70), at(40, 100), at(86, 80), at(62, 54), at(14, 72)]),
    Glyph(2, [at(58, 0), at(20, 48), at(10, 80), at(45, 100), at(80, 82), at(56, 58), at(20, 76)]),
    Glyph(
      2, [at(86, 10), at(50, 0), at(12, 40), at(14, 82), at(50, 100), at(86, 75), at(52, 48), at(14, 68)]),
  ]

  private static let seven = [
    Glyph(4, [at(8, 6), corner(88, 3), at(46, 100)]),
    Glyph(2, [at(8, 9), corner(90, 5), at(56, 48), at(42, 100)]),
    Glyph(2, [at(8, 6), corner(88, 3), at(44, 100)], [at(30, 50), at(80, 46)]),
    Glyph(2, [at(10, 22), corner(12, 4), corner(88, 4), at(42, 100)]),
  ]

  private static let eight = [
    Glyph(
      4,
      [
        at(80, 16), at(45, 0), at(15, 22), at(50, 48), at(88, 76), at(50, 100), at(10, 78), at(50, 47),
        at(84, 16),
      ]),
    Glyph(
      2, [at(50, 2), at(16, 22), at(50, 46), at(84, 22), at(52, 1)],
      [at(50, 46), at(10, 73), at(50, 100), at(90, 73), at(52, 46)]),
    Glyph(
      1,
      [
        at(52, 50), at(16, 26), at(48, 0), at(82, 20), at(52, 48), at(10, 76), at(48, 100), at(88, 78),
        at(54, 52),
      ]),
  ]

  private static let nine = [
    Glyph(3, [at(84, 14), at(48, 0), at(12, 28), at(42, 52), corner(84, 16), at(76, 100)]),
    Glyph(
      2, [at(82, 18), at(46, 0), at(12, 30), at(46, 54), at(84, 22), at(82, 70), at(48, 100), at(14, 88)]),
    Glyph(2, [at(78, 18), at(46, 1), at(14, 30), at(46, 54), at(82, 20), at(66, 60), at(44, 100)]),
  ]
}
