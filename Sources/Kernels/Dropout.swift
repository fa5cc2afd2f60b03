/// `output = input / keep` where a random number is below `keep`, else 0, for one group of images.
///
/// The number of value k of lane l is a function of the generator and of (first + k, l) alone, so the backward pass
/// finds the same ones again, whichever thread asks: it is this very function, applied to the gradient.
/// Each position gives four numbers, so sixteen lanes take four.
/// - Parameter keep: the probability with which a value stays, in 0..<1.
public func dropout(
  _ input: UnsafePointer<Lanes>, count: Int, keep: Float, random: Philox, first: Int,
  output: UnsafeMutablePointer<Lanes>
) {
  let threshold = SIMD16<UInt32>(repeating: UInt32(keep * 0x1p24) &* 256)
  let scale = Lanes(repeating: 1 / keep)
  for k in 0..<count {
    let words = random.sixteenWords(UInt64(truncatingIfNeeded: first &+ k))
    output[k] = (input[k] * scale).replacing(with: 0, where: words .>= threshold)
  }
}

extension Philox {
  /// Sixteen random words: the blocks at positions 4k, 4k + 1, 4k + 2 and 4k + 3 of the stream, first words first.
  @inline(__always)
  func sixteenWords(_ k: UInt64) -> SIMD16<UInt32> {
    var (x, y, z, w) = (SIMD4<UInt32>(), SIMD4<UInt32>(), SIMD4<UInt32>(), SIMD4<UInt32>())
    for i in 0..<4 {
      let position = k &* 4 &+ UInt64(i)
      x[i] = UInt32(truncatingIfNeeded: position)
      y[i] = UInt32(truncatingIfNeeded: position >> 32)
      z[i] = stream.0
      w[i] = stream.1
    }
    var key = self.key
    for _ in 0..<10 {
      let a = SIMD4<UInt64>(truncatingIfNeeded: x) &* 0xD251_1F53
      let b = SIMD4<UInt64>(truncatingIfNeeded: z) &* 0xCD9E_8D57
      x = SIMD4<UInt32>(truncatingIfNeeded: b &>> 32) ^ y ^ SIMD4(repeating: key.0)
      y = SIMD4<UInt32>(truncatingIfNeeded: b)
      z = SIMD4<UInt32>(truncatingIfNeeded: a &>> 32) ^ w ^ SIMD4(repeating: key.1)
      w = SIMD4<UInt32>(truncatingIfNeeded: a)
      key.0 = key.0 &+ 0x9E37_79B9
      key.1 = key.1 &+ 0xBB67_AE85
    }
    return SIMD16(lowHalf: SIMD8(lowHalf: x, highHalf: y), highHalf: SIMD8(lowHalf: z, highHalf: w))
  }
}
