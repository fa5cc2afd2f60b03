/// The engine's own exp, log and tanh. The C library's differ in their last bits from machine to machine;
/// these are fixed sequences of exactly rounded operations. exp and sigmoid are within 2 units in the last place,
/// log and tanh within 2.5, over the whole range; the tests check it against Double. NaN stays NaN.

private let log2e = Lanes(repeating: 1.442_695_04)
/// ln 2 in two parts: the first has trailing zeros, so that n times it is exact.
private let ln2High = Lanes(repeating: 0.693_359_375)
private let ln2Low = Lanes(repeating: -2.121_944_4e-4)
/// Adding 1.5 · 2²³ rounds a small float to an integer, which then stands in the last bits.
private let rounding = Lanes(repeating: 12_582_912)

/// `e^r - 1` for |r| <= ln 2 / 2: Taylor's series to r⁷/7!, whose next term is below a quarter of the last place.
@inline(__always)
private func expMinusOneOfRemainder(_ r: Lanes) -> Lanes {
  var p = Lanes(repeating: 1 / 5040)
  p = Lanes(repeating: 1 / 720).addingProduct(p, r)
  p = Lanes(repeating: 1 / 120).addingProduct(p, r)
  p = Lanes(repeating: 1 / 24).addingProduct(p, r)
  p = Lanes(repeating: 1 / 6).addingProduct(p, r)
  p = Lanes(repeating: 1 / 2).addingProduct(p, r)
  return r.addingProduct(p * r, r)
}

/// x = n ln 2 + r with an integer n: the remainder r, and 2ⁿ.
@inline(__always)
private func reduce(_ x: Lanes) -> (r: Lanes, power: Lanes) {
  let shifted = rounding.addingProduct(x, log2e)
  let n = shifted - rounding
  let r = x.addingProduct(-n, ln2High).addingProduct(-n, ln2Low)
  // n stands in the last bits of `shifted`; moved up it is added to the exponent of 1.
  let exponent = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23
  return (r, unsafeBitCast(exponent &+ SIMD16(repeating: 0x3F80_0000), to: Lanes.self))
}

@inline(__always)
func clamp(_ x: Lanes, _ low: Float, _ high: Float) -> Lanes {
  // Comparisons with NaN are false: NaN stays NaN.
  let x = x.replacing(with: high, where: x .> high)
  return x.replacing(with: low, where: x .< low)
}

/// e^x in each lane. Below -87.3 the result is 0 (it would be denormal), above 88.3 it stays at 2.4e38; NaN stays NaN.
@inline(__always)
func exp(_ x: Lanes) -> Lanes {
  let (r, power) = reduce(clamp(x, -87.33, 88.37))
  let result = power * (Lanes(repeating: 1) + expMinusOneOfRemainder(r))
  return result.replacing(with: 0, where: x .< -87.33)
}

/// tanh x = (e^2x - 1) / (e^2x + 1), from e^2x - 1 so that small x keep all their digits.
@inline(__always)
func tanh(_ x: Lanes) -> Lanes {
  let (r, power) = reduce(clamp(x + x, -20, 20))
  let e = (power - Lanes(repeating: 1)).addingProduct(power, expMinusOneOfRemainder(r))
  return e / (e + Lanes(repeating: 2))
}

/// 1 / (1 + e^-x).
@inline(__always)
func sigmoid(_ x: Lanes) -> Lanes {
  Lanes(repeating: 1) / (Lanes(repeating: 1) + exp(Lanes() - x))
}

/// The natural logarithm of positive, normal x: x = 2ⁿ m with m in [√½, √2), and
/// ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + ...), s = (m - 1) / (m + 1). NaN stays NaN, infinity infinity.
@inline(__always)
func log(_ x: Lanes) -> Lanes {
  let bits = unsafeBitCast(x, to: SIMD16<UInt32>.self)
  // Shifting the boundary from 1 to √½ keeps s small on both sides of 1.
  let shifted = bits &+ SIMD16(repeating: 0x3F80_0000 - 0x3F35_04F3)
  let exponent = Lanes(SIMD16<Int32>(truncatingIfNeeded: shifted &>> 23)) - Lanes(repeating: 127)
  let m = unsafeBitCast(
    (shifted & SIMD16(repeating: 0x007F_FFFF)) &+ SIMD16(repeating: 0x3F35_04F3), to: Lanes.self)
  let s = (m - Lanes(repeating: 1)) / (m + Lanes(repeating: 1))
  let s2 = s * s
  var p = Lanes(repeating: 2 / 11)
  p = Lanes(repeating: 2 / 9).addingProduct(p, s2)
  p = Lanes(repeating: 2 / 7).addingProduct(p, s2)
  p = Lanes(repeating: 2 / 5).addingProduct(p, s2)
  p = Lanes(repeating: 2 / 3).addingProduct(p, s2)
  p = Lanes(repeating: 2).addingProduct(p, s2)
  let lnM = s * p
  let y = lnM.addingProduct(exponent, ln2Low).addingProduct(exponent, ln2High)
  return y.replacing(with: x, where: .!(x .< .infinity))
}
