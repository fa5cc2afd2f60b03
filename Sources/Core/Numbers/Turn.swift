/// Sine and cosine of a share of a full turn, in exactly rounded operations: Taylor's series within an eighth of a turn.
/// The C library's differ in their last bits from machine to machine.
public func sineAndCosine(ofTurn turn: Double) -> (sine: Double, cosine: Double) {
  let quarters = (4 * turn).rounded()
  let angle = (turn - quarters / 4) * 2 * Double.pi
  let square = angle * angle
  var (sine, cosine) = (1.0, 1.0)
  for n in stride(from: 9, through: 1, by: -1) {
    let even = Double(2 * n)
    cosine = 1 - cosine * square / (even * (even - 1))
    sine = 1 - sine * square / (even * (even + 1))
  }
  sine *= angle
  switch Int(clamping: quarters) & 3 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}
