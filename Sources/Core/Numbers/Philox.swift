/// Counter-based random numbers: number k of a stream is a pure function of (seed, stream, k).
///
/// Nothing depends on how many numbers were drawn before or by which thread, so dropout masks, shuffles
/// and drawn images are the same for any number of threads.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
/// (Philox4x32-10; the constants are those of the paper, checked in the tests against its known answers).
public struct Philox: Sendable {
  @usableFromInline package let key: (UInt32, UInt32)
  @usableFromInline package let stream: (UInt32, UInt32)

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
