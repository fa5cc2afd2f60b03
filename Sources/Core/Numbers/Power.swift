/// base^exponent for a whole exponent of at least 0, by repeated squaring: the C library's pow differs between machines.
public func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var square = base
  var left = exponent
  while left > 0 {
    if left & 1 == 1 { result *= square }
    square *= square
    left >>= 1
  }
  return result
}

/// base^exponent for a base and an exponent of at least 0, in exactly rounded operations: of the exponent's fraction each binary
/// digit is a square root of the last one.
public func power(_ base: Double, _ exponent: Double) -> Double {
  let whole = exponent.rounded(.down)
  var result = power(base, Int(clamping: whole))
  var (rest, root) = (exponent - whole, base)
  while rest > 0 {
    (rest, root) = (2 * rest, root.squareRoot())
    guard rest >= 1 else { continue }
    result *= root
    rest -= 1
  }
  return result
}
