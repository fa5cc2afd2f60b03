/// The engine's own exp, log, tanh and normal distribution. The C library's differ in their last bits from machine to
/// machine; these are fixed sequences of exactly rounded operations. exp and sigmoid are within 2 units in the last place,
/// log within 2.5, tanh within 7 (TensorFlow's has 5), over the whole range; the tests check it against Double. NaN stays
/// NaN.
///
/// They are written for one number. In a loop over many the compiler does as many at once as the registers hold.
public enum Scalar {
  @inlinable static var log2e: Float { 1.442_695_04 }
  /// -ln 2 in two parts: the first has trailing zeros, so that n times it is exact.
  @inlinable static var minusLn2High: Float { -0.693_359_375 }
  @inlinable static var minusLn2Low: Float { 2.121_944_4e-4 }
  /// Adding 1.5 · 2²³ rounds a small float to an integer, which then stands in the last bits.
  @inlinable static var rounding: Float { 12_582_912 }

  /// `e^r - 1` for |r| <= ln 2 / 2: Taylor's series to r⁷/7!, whose next term is below a quarter of the last place.
  @inlinable @inline(__always)
  static func expMinusOneOfRemainder(_ r: Float) -> Float {
    var p: Float = 1 / 5040
    p = (1 / 720 as Float).addingProduct(p, r)
    p = (1 / 120 as Float).addingProduct(p, r)
    p = (1 / 24 as Float).addingProduct(p, r)
    p = (1 / 6 as Float).addingProduct(p, r)
    p = (1 / 2 as Float).addingProduct(p, r)
    return r.addingProduct(p * r, r)
  }

  /// x = n ln 2 + r with an integer n: the remainder r, and 2ⁿ.
  @inlinable @inline(__always)
  static func reduce(_ x: Float) -> (r: Float, power: Float) {
    let shifted = rounding.addingProduct(x, log2e)
    let n = shifted - rounding
    let r = x.addingProduct(n, minusLn2High).addingProduct(n, minusLn2Low)
    // n stands in the last bits of `shifted`; moved up it is added to the exponent of 1.
    return (r, Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3F80_0000))
  }

  /// `low` for what is below it, `high` for what is above it. Comparisons with NaN are false: NaN stays NaN.
  @inlinable @inline(__always)
  public static func clamp(_ x: Float, _ low: Float, _ high: Float) -> Float {
    let x = x < low ? low : x
    return x > high ? high : x
  }

  /// e^x. Below -87.3 the result is 0 (it would be denormal), above 88.3 it stays at 2.4e38.
  @inlinable @inline(__always)
  public static func exp(_ x: Float) -> Float {
    let (r, power) = reduce(clamp(x, -87.33, 88.37))
    let result = power * (1 + expMinusOneOfRemainder(r))
    return x < -87.33 ? 0 : result
  }

  /// tanh x = x P(x²) / Q(x²), the quotient of polynomials of degrees 3 and 4 whose greatest relative error on
  /// |x| < 7.9053 is least (1.3e-7; a linear program found it); beyond, where 1 - |tanh x| < 2.8e-7, it is 1 or -1, as
  /// TensorFlow's is: a saturated unit is flat, and its gradient 1 - y² is 0.
  /// A third of the work of a formula by e^x; with the rounding of floats the error is below 4.2e-7 of the value.
  @inlinable @inline(__always)
  public static func tanh(_ x: Float) -> Float {
    let t = x * x
    var p: Float = 1.153_057_7e-5
    p = (2.960_403_6e-3 as Float).addingProduct(p, t)
    p = (0.129_343_76 as Float).addingProduct(p, t)
    p = (0.999_999_88 as Float).addingProduct(p, t)
    var q: Float = 2.492_049_9e-7
    q = (2.399_991_5e-4 as Float).addingProduct(q, t)
    q = (0.023_853_862 as Float).addingProduct(q, t)
    q = (0.462_676_05 as Float).addingProduct(q, t)
    q = (1 as Float).addingProduct(q, t)
    // Written so that NaN stays NaN.
    let one = Float(bitPattern: x.bitPattern & 0x8000_0000 | 0x3F80_0000)
    return x.magnitude >= 7.9053 ? one : x * p / q
  }

  /// 1 / (1 + e^-x).
  @inlinable @inline(__always)
  public static func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

  /// The natural logarithm of positive, normal x: x = 2ⁿ m with m in [√½, √2), and
  /// ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + ...), s = (m - 1) / (m + 1). Infinity stays infinity.
  @inlinable @inline(__always)
  public static func log(_ x: Float) -> Float {
    // Shifting the boundary from 1 to √½ keeps s small on both sides of 1.
    let shifted = x.bitPattern &+ (0x3F80_0000 - 0x3F35_04F3)
    let exponent = Float(Int32(truncatingIfNeeded: shifted &>> 23) &- 127)
    let m = Float(bitPattern: (shifted & 0x007F_FFFF) &+ 0x3F35_04F3)
    let s = (m - 1) / (m + 1)
    let s2 = s * s
    var p: Float = 2 / 11
    p = (2 / 9 as Float).addingProduct(p, s2)
    p = (2 / 7 as Float).addingProduct(p, s2)
    p = (2 / 5 as Float).addingProduct(p, s2)
    p = (2 / 3 as Float).addingProduct(p, s2)
    p = (2 as Float).addingProduct(p, s2)
    let y = (s * p).addingProduct(-exponent, minusLn2Low).addingProduct(-exponent, minusLn2High)
    return x < .infinity ? y : x
  }
  /// e^x - 1 with all its digits near 0, too: of x = n ln 2 + r it is 2ⁿ (e^r - 1) + (2ⁿ - 1). Below -87.3 it is -1, above
  /// 88.3 it stays at 2.4e38.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: Float) -> Float {
    let (r, power) = reduce(clamp(x, -87.33, 88.37))
    return (power - 1).addingProduct(power, expMinusOneOfRemainder(r))
  }

  /// ln(1 + x) of x in 0...1: 2 artanh s = 2 (s + s³/3 + s⁵/5 + ...), s = x / (2 + x), which is at most 1/3; the first term that
  /// is left out is below 2e-9 of the first.
  @inlinable @inline(__always)
  public static func logOnePlus(_ x: Float) -> Float {
    let s = x / (2 + x)
    let s2 = s * s
    var p: Float = 2 / 15
    p = (2 / 13 as Float).addingProduct(p, s2)
    p = (2 / 11 as Float).addingProduct(p, s2)
    p = (2 / 9 as Float).addingProduct(p, s2)
    p = (2 / 7 as Float).addingProduct(p, s2)
    p = (2 / 5 as Float).addingProduct(p, s2)
    p = (2 / 3 as Float).addingProduct(p, s2)
    p = (2 as Float).addingProduct(p, s2)
    return s * p
  }

  /// The standard normal distribution: its share Φ(x) = (1 + erf(x / √2)) / 2 below x, and its density
  /// φ(x) = e^(-x²/2) / √(2π). Both are within 6 units in the last place, Φ also where it is tiny.
  ///
  /// Φ(-a) = e^(-a²/2) P(a) / Q(a) for a >= 0: the quotient of polynomials of degrees 4 and 5 is Mills' ratio Φ(-a) / φ(a) over √(2π),
  /// with the least greatest relative error on 0...13.3 (5e-9; least squares weighted anew by their errors, Lawson's method,
  /// found it). All coefficients are positive, so nothing cancels. Beyond, e^(-a²/2) is 0.
  @inlinable @inline(__always)
  public static func normal(_ x: Float) -> (share: Float, density: Float) {
    let a = clamp(x.magnitude, 0, 14)
    let square = a * a
    // What the square lost by rounding would be large in the exponent.
    let lost = (-square).addingProduct(a, a)
    let half = exp(-0.5 * square)
    let power = half.addingProduct(half, -0.5 * lost)
    var p: Float = 0.004_020_181
    p = (0.039_984_11 as Float).addingProduct(p, a)
    p = (0.181_306_57 as Float).addingProduct(p, a)
    p = (0.435_686_08 as Float).addingProduct(p, a)
    p = (0.5 as Float).addingProduct(p, a)
    var q: Float = 0.010_076_956
    q = (0.100_232_68 as Float).addingProduct(q, a)
    q = (0.464_379_85 as Float).addingProduct(q, a)
    q = (1.194_483_4 as Float).addingProduct(q, a)
    q = (1.669_257_05 as Float).addingProduct(q, a)
    q = (1 as Float).addingProduct(q, a)
    let tail = power * p / q
    return (x < 0 ? tail : 1 - tail, 0.398_942_28 * power)
  }
}
