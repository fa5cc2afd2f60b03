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
