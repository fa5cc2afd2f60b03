/// Draws numbers one after another from one stream of ``Philox``.
public struct RandomSequence: Sendable {
  @usableFromInline let philox: Philox
  @usableFromInline var position: UInt64 = 0
  @usableFromInline var words = SIMD4<UInt32>()
  @usableFromInline var used = 4

  public init(seed: UInt64, stream: UInt64) {
    philox = Philox(seed: seed, stream: stream)
  }

  /// The next 32 random bits.
  @inlinable
  public mutating func next() -> UInt32 {
    if used == 4 {
      words = philox.block(position)
      position &+= 1
      used = 0
    }
    defer { used += 1 }
    return words[used]
  }

  /// A number in [0, 1) with 24 random bits.
  @inlinable
  public mutating func uniform() -> Float { Float(next() >> 8) * 0x1p-24 }

  /// A number in [low, high).
  @inlinable
  public mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * uniform() }

  /// An integer in 0..<bound, without bias (Lemire's multiply-and-reject). `bound` must be positive.
  @inlinable
  public mutating func integer(below bound: UInt32) -> UInt32 {
    let threshold = (0 &- bound) % bound
    while true {
      let product = UInt64(next()) &* UInt64(bound)
      if UInt32(truncatingIfNeeded: product) >= threshold { return UInt32(truncatingIfNeeded: product >> 32) }
    }
  }

  /// A number of the standard normal distribution cut off at two spreads: another try for what lies beyond.
  public mutating func truncatedNormal() -> Float {
    while true {
      let normal = normals().0
      if abs(normal) <= 2 { return normal }
    }
  }

  /// Two numbers of the standard normal distribution, independent of each other (Marsaglia's polar method).
  public mutating func normals() -> (Float, Float) {
    while true {
      let (x, y) = (uniform(-1, 1), uniform(-1, 1))
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      let factor = (-2 * Scalar.log(square) / square).squareRoot()
      return (x * factor, y * factor)
    }
  }

  /// The numbers 0..<count in random order (Fisher-Yates).
  public mutating func permutation(_ count: Int) -> [Int32] {
    var order = (0..<Int32(count)).map { $0 }
    var i = count - 1
    while i > 0 {
      order.swapAt(i, Int(integer(below: UInt32(i + 1))))
      i -= 1
    }
    return order
  }
}
