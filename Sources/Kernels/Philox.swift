/// Counter-based random numbers: number k of a stream is a pure function of (seed, stream, k).
///
/// Nothing depends on how many numbers were drawn before or by which thread, so dropout masks, shuffles
/// and drawn images are the same for any number of threads.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
/// (Philox4x32-10; the constants are those of the paper, checked in the tests against its known answers).
public struct Philox: Sendable {
  @usableFromInline let key: (UInt32, UInt32)
  @usableFromInline let stream: (UInt32, UInt32)

  /// - Parameters:
  ///   - seed: the session's seed; becomes the cipher's key.
  ///   - stream: which sequence of this seed; two streams share no number.
  public init(seed: UInt64, stream: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = (UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
  }

  /// Four random words at `position` of the stream.
  @inlinable
  public func block(_ position: UInt64) -> SIMD4<UInt32> {
    var counter = SIMD4<UInt32>(
      UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32), stream.0, stream.1)
    var key = self.key
    for _ in 0..<10 {
      let a = UInt64(counter.x) &* 0xD251_1F53
      let b = UInt64(counter.z) &* 0xCD9E_8D57
      counter = SIMD4(
        UInt32(truncatingIfNeeded: b >> 32) ^ counter.y ^ key.0, UInt32(truncatingIfNeeded: b),
        UInt32(truncatingIfNeeded: a >> 32) ^ counter.w ^ key.1, UInt32(truncatingIfNeeded: a))
      key.0 = key.0 &+ 0x9E37_79B9
      key.1 = key.1 &+ 0xBB67_AE85
    }
    return counter
  }
}

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
      let factor = (-2 * log(square) / square).squareRoot()
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
