import Core

/// The number that a standard normal one is below with a probability of p, for p in 2^-24...1 - 2^-24; within 2e-6.
///
/// Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37, 1988 (PPND7, without
/// its last part, which is for p below 1.4e-11).
@inline(__always)
func normalQuantile(_ p: Float) -> Float {
  let distance = p - 0.5
  // Both forms, of which one is taken: so the compiler can do many numbers at once.
  let r = 0.180625 - distance * distance
  var above: Float = 59.109_374_72
  above = (159.291_132_02 as Float).addingProduct(above, r)
  above = (50.434_271_938 as Float).addingProduct(above, r)
  above = (3.387_132_717_9 as Float).addingProduct(above, r)
  var below: Float = 67.187_563_6
  below = (78.757_757_664 as Float).addingProduct(below, r)
  below = (17.895_169_469 as Float).addingProduct(below, r)
  below = (1 as Float).addingProduct(below, r)
  let near = distance * above / below
  let t = (-Scalar.log(p < 0.5 ? p : 1 - p)).squareRoot() - 1.6
  above = 0.170_238_211_03
  above = (1.306_728_481_6 as Float).addingProduct(above, t)
  above = (2.756_815_39 as Float).addingProduct(above, t)
  above = (1.423_437_277_7 as Float).addingProduct(above, t)
  below = 0.120_211_329_75
  below = (0.737_001_642_5 as Float).addingProduct(below, t)
  below = (1 as Float).addingProduct(below, t)
  let far = above / below
  return distance.magnitude <= 0.425 ? near : (distance < 0 ? -far : far)
}

extension Philox {
  /// Sixteen numbers of the standard normal distribution: those of the words at `k`, see ``sixteenWords(_:)``.
  @inline(__always)
  func sixteenNormals(_ k: UInt64) -> Lanes {
    // The middle of one of 2²³ equal parts of 0...1.
    let parts = Lanes(sixteenWords(k) &>> 9)
    return ((parts + 0.5) * 0x1p-23).mapLanes(normalQuantile)
  }
}

/// `output = input + deviation · z`, with a standard normal number z for each value of each image.
///
/// As in ``dropout(_:count:keep:random:first:output:)`` the number of value k of lane l is a function of the generator and of
/// (first + k, l) alone.
public func addNoise(
  _ input: UnsafePointer<Lanes>, count: Int, deviation: Float, random: Philox, first: Int,
  output: UnsafeMutablePointer<Lanes>
) {
  let deviation = Lanes(repeating: deviation)
  for k in 0..<count {
    output[k] = input[k].addingProduct(
      deviation, random.sixteenNormals(UInt64(truncatingIfNeeded: first &+ k)))
  }
}

/// `output = input · (1 + deviation · z)`, with a standard normal number z for each value of each image. The gradient is this very function
/// of the output's.
public func multiplyByNoise(
  _ input: UnsafePointer<Lanes>, count: Int, deviation: Float, random: Philox, first: Int,
  output: UnsafeMutablePointer<Lanes>
) {
  let deviation = Lanes(repeating: deviation)
  let one = Lanes(repeating: 1)
  for k in 0..<count {
    output[k] =
      input[k]
      * one.addingProduct(deviation, random.sixteenNormals(UInt64(truncatingIfNeeded: first &+ k)))
  }
}
