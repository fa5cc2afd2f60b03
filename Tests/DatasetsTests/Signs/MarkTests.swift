import Testing

@testable import Datasets

struct MarkTests {
  @Test func aDiscIsAsDeepAsItsRadius() {
    let disc = Mark.disc(.red, 10, 20, radius: 5)
    #expect(disc.depth(at: SIMD2(10, 20)) == 5)
    #expect(disc.depth(at: SIMD2(13, 24)) == 0)
    #expect(disc.depth(at: SIMD2(10, 30)) == -5)
  }

  @Test func anAreaHasAnInsideAndRoundedCorners() {
    let square = Mark.area(.blue, round: 2, [-10, -10, 10, -10, 10, 10, -10, 10])
    #expect(square.depth(at: .zero) == 12)
    #expect(square.depth(at: SIMD2(15, 0)) == -3)
    #expect(square.depth(at: SIMD2(13, 14)) == -3)
    #expect(square.bounds.low == SIMD2(-12, -12))
    #expect(square.bounds.high == SIMD2(12, 12))
  }

  @Test func aLineIsNotClosed() {
    let line = Mark.line(.black, width: 2, [0, 0, 10, 0, 10, 10])
    #expect(line.depth(at: SIMD2(5, 0)) == 1)
    #expect(line.depth(at: SIMD2(5, 5)) == -4)
  }

  @Test func aCurveCutsItsCorners() {
    let curve = Mark.curve(.black, width: 2, bend: 4, [0, 0, 10, 0, 10, 10])
    #expect(curve.depth(at: SIMD2(5, 0)) == 1)
    #expect(curve.depth(at: SIMD2(10, 0)) < 0)
  }

  @Test func placingScalesAndMoves() {
    let placed = [Mark.disc(.red, 10, 0, radius: 4)].placed(1, 2, scale: 2, narrow: 0.5)
    #expect(placed[0].points == [SIMD2(11, 2)])
    #expect(placed[0].radius == 8)
    #expect(placed.mirrored[0].points == [SIMD2(-11, 2)])
    #expect(placed.turned(cosine: 0, sine: 1)[0].points == [SIMD2(-2, 11)])
  }
}
