import Core

/// Functions of single numbers, in double precision, for what a cell computes: within a unit in the last place, and the same
/// bits on every processor, for they are made of exactly rounded operations alone.
///
/// exp and log are those of FreeBSD's msun (`e_exp.c` and `e_log.c`, https://www.netlib.org/fdlibm/).
extension Scalar {
  /// ln 2 in two parts: the first has trailing zeros, so that n times it is exact.
  private static var ln2High: Double { 6.931_471_803_691_238_164_90e-01 }
  private static var ln2Low: Double { 1.908_214_929_270_587_700_02e-10 }

  /// e^x. Below -708 it is 0, for it would be denormal.
  static func exp(_ x: Double) -> Double {
    guard x >= -708 else { return x.isNaN ? x : 0 }
    guard x < 710 else { return .infinity }
    // The one that learners know by heart would be a unit off.
    if x == 1 { return 2.718_281_828_459_045 }
    let n = (x / 0.693_147_180_559_945_3).rounded()
    let (high, low) = (x - n * ln2High, n * ln2Low)
    let r = high - low
    let t = r * r
    var p = 4.138_136_797_057_238_460_39e-08
    p = -1.653_390_220_546_525_153_90e-06 + t * p
    p = 6.613_756_321_437_934_361_17e-05 + t * p
    p = -2.777_777_777_701_559_338_42e-03 + t * p
    p = 1.666_666_666_666_660_190_37e-01 + t * p
    let c = r - t * p
    let y = 1 - ((low - (r * c) / (2 - c)) - high)
    return Double(sign: .plus, exponent: Int(exactly: n) ?? 0, significand: y)
  }

  /// The natural logarithm: -infinity of 0, NaN of what is negative.
  static func log(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    // x = 2ⁿ m with m in [√½, √2), and ln m = 2 artanh s.
    var (n, m) = (Double(x.exponent), x.significand)
    if m > 1.414_213_562_373_095_1 { (n, m) = (n + 1, m / 2) }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let odd =
      z
      * (6.666_666_666_666_735_130e-01
        + w
        * (2.857_142_874_366_239_149e-01
          + w * (1.818_357_216_161_805_012e-01 + w * 1.479_819_860_511_658_591e-01)))
    let even =
      w
      * (3.999_999_999_940_941_908e-01
        + w * (2.222_219_843_214_978_396e-01 + w * 1.531_383_769_920_937_332e-01))
    // Where m is near √2 the square is taken apart, for there most would be lost.
    guard (0x6147A...0x6B851).contains(x.significandBitPattern >> 32) else {
      return n * ln2High - ((s * (f - (odd + even)) - n * ln2Low) - f)
    }
    let half = 0.5 * f * f
    return n * ln2High - ((half - (s * (half + odd + even) + n * ln2Low)) - f)
  }

  /// x to the power of y. Small whole powers are products, so that those of whole numbers are exact; of a negative x only whole
  /// powers are numbers.
  static func power(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let isWhole = y.rounded() == y
    let isOdd = isWhole && abs(y) < 0x1p53 && y.truncatingRemainder(dividingBy: 2) != 0
    if x == 0 {
      if y < 0 { return isOdd ? 1 / x : .infinity }
      return isOdd ? x : 0
    }
    if y == 0.5 { return x.squareRoot() }
    let size = abs(x)
    if isWhole, let n = Int(exactly: y), n.magnitude <= 64 {
      let product = Core.power(x, abs(n))
      return n < 0 ? 1 / product : product
    }
    if isWhole, size.isFinite, size.significand == 1 {
      // A power of two has only its exponent.
      let exponent = Double(size.exponent) * y
      let result =
        exponent > 1023
        ? Double.infinity
        : exponent < -1074 ? 0 : Double(sign: .plus, exponent: Int(exactly: exponent) ?? 0, significand: 1)
      return x < 0 && isOdd ? -result : result
    }
    guard x > 0 || isWhole else { return .nan }
    let whole = y.rounded(.towardZero)
    guard let n = Int(exactly: whole), n.magnitude <= 64 else {
      let result = exp(y * log(size))
      return x < 0 && isOdd ? -result : result
    }
    let product = Core.power(size, abs(n))
    return (n < 0 ? 1 / product : product) * exp((y - whole) * log(size))
  }
}
