/// A point that the pen passes, in a box about 100 wide and 100 high, x to the right and y down.
///
/// Writers put it at one of two places or anywhere between: a loop grows from small to large, a tail from
/// straight to curled.
struct Knot {
  let from: SIMD2<Float>
  let to: SIMD2<Float>
  /// Whether the pen turns sharply here.
  let isCorner: Bool
}

/// One way of writing a digit: its strokes, each a smooth curve through its knots.
struct Glyph {
  let strokes: [[Knot]]
  /// How often it is met, relative to the other ways of writing the same digit.
  let weight: UInt32

  init(_ weight: UInt32, _ strokes: [Knot]...) {
    self.weight = weight
    self.strokes = strokes
  }
}
