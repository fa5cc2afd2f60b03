extension Reference {
  /// output = x / keep where the mask is true, else 0. The gradient is the same function of the output's gradient.
  @inlinable
  public static func dropout<Number: BinaryFloatingPoint>(
    _ x: [Number], mask: [Bool], keep: Number
  ) -> [Number] {
    zip(x, mask).map { x, stays in stays ? x / keep : 0 }
  }
}
