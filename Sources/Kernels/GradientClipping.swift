import Core

/// The sum of the squares of some numbers, each square exact in Double: lane l of sixteen adds up the numbers l, l + 16, ..., and
/// the lanes are added in order.
public func squareSum(_ numbers: UnsafePointer<Float>, count: Int) -> Double {
  var sums = SIMD16<Double>()
  let whole = count / laneCount * laneCount
  for start in stride(from: 0, to: whole, by: laneCount) {
    for lane in 0..<laneCount {
      let number = Double(numbers[start + lane])
      sums[lane] += number * number
    }
  }
  for k in whole..<count { sums[k - whole] += Double(numbers[k]) * Double(numbers[k]) }
  return (0..<laneCount).reduce(0) { $0 + sums[$1] }
}

/// Multiplies numbers by a factor.
public func scale(_ numbers: UnsafeMutablePointer<Float>, count: Int, by factor: Float) {
  for k in 0..<count { numbers[k] *= factor }
}

/// Brings numbers to within -limit...limit. What is not a number stays so.
public func clip(_ numbers: UnsafeMutablePointer<Float>, count: Int, to limit: Float) {
  for k in 0..<count { numbers[k] = Scalar.clamp(numbers[k], -limit, limit) }
}
