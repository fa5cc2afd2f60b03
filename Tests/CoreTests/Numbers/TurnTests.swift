import Core
import Testing

@Suite struct TurnTests {
  @Test func sineAndCosineAreThoseOfTheirAngle() {
    for k in -1000...1000 {
      let turn = Double(k) / 1000 * 1.3
      let (sine, cosine) = sineAndCosine(ofTurn: turn)
      #expect(abs(sine * sine + cosine * cosine - 1) < 1e-15)
      // An eighth of a turn further, by the sum of angles.
      let (next, _) = sineAndCosine(ofTurn: turn + 0.125)
      #expect(abs(next - (sine + cosine) * 0.5.squareRoot()) < 1e-15)
    }
    #expect(sineAndCosine(ofTurn: 0.25) == (1, 0))
  }
}
