import Core

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
  let threshold = SIMD16<UInt32>(repeating: UInt32(clamping: keep * 0x1p24) &* 256)
  let scale = Lanes(repeating: 1 / keep)
  for k in 0..<count {
    let words = random.sixteenWords(UInt64(truncatingIfNeeded: first &+ k))
    output[k] = (input[k] * scale).replacing(with: 0, where: words .>= threshold)
  }
}

/// As ``dropout(_:count:keep:random:first:output:)``, but a channel stays as a whole or is 0 as a whole: channel c finds its number where
/// value c would.
public func dropoutChannels(
  _ input: UnsafePointer<Lanes>, pixels: Int, channels: Int, keep: Float, random: Philox, first: Int,
  output: UnsafeMutablePointer<Lanes>
) {
  let threshold = SIMD16<UInt32>(repeating: UInt32(clamping: keep * 0x1p24) &* 256)
  let scale = Lanes(repeating: 1 / keep)
  for c in 0..<channels {
    let isDropped = random.sixteenWords(UInt64(truncatingIfNeeded: first &+ c)) .>= threshold
    for pixel in 0..<pixels {
      let k = pixel &* channels &+ c
      output[k] = (input[k] * scale).replacing(with: 0, where: isDropped)
    }
  }
}

extension Philox {
  /// Sixteen random words: the blocks at positions 4k, 4k + 1, 4k + 2 and 4k + 3 of the stream, first words first.
  @inline(__always)
  func sixteenWords(_ k: UInt64) -> SIMD16<UInt32> {
    // Words lie in the low halves of 64 bits, where a product takes them from and leaves them; what is above is ignored.
    var x = SIMD4<UInt64>(repeating: k &* 4) &+ SIMD4(0, 1, 2, 3)
    var y = x &>> 32
    var z = SIMD4(repeating: UInt64(stream.0))
    var w = SIMD4(repeating: UInt64(stream.1))
    var key = (SIMD4(repeating: UInt64(self.key.0)), SIMD4(repeating: UInt64(self.key.1)))
    for _ in 0..<10 {
      let a = (x & 0xFFFF_FFFF) &* 0xD251_1F53
      let b = (z & 0xFFFF_FFFF) &* 0xCD9E_8D57
      x = (b &>> 32) ^ y ^ key.0
      y = b
      z = (a &>> 32) ^ w ^ key.1
      w = a
      key.0 &+= 0x9E37_79B9
      key.1 &+= 0xBB67_AE85
    }
    return SIMD16(
      lowHalf: SIMD8(
        lowHalf: SIMD4<UInt32>(truncatingIfNeeded: x), highHalf: SIMD4<UInt32>(truncatingIfNeeded: y)),
      highHalf: SIMD8(
        lowHalf: SIMD4<UInt32>(truncatingIfNeeded: z), highHalf: SIMD4<UInt32>(truncatingIfNeeded: w)))
  }
}
