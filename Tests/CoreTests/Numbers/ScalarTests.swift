import Core
import Foundation
import Testing

/// exp, log, tanh and sigmoid against Foundation's in Double. The floats tried are every 4099th of all there are, so
/// every exponent is there a hundred times over.
@Suite struct ScalarTests {
  static let allFloats = stride(from: UInt32(0), to: .max - 4099, by: 4099).map { Float(bitPattern: $0) }

  /// The worst error of `fast` over the floats in `range`, in units in the last place of the exact result.
  private func worstError(
    over range: ClosedRange<Float>, _ fast: (Float) -> Float, _ exact: (Double) -> Double
  ) -> Double {
    let inputs = Self.allFloats.filter { range.contains($0) } + [range.lowerBound, range.upperBound]
    var worst = 0.0
    for x in inputs {
      let expected = exact(Double(x))
      let unit = Double(max(Float(expected).ulp, Float.leastNormalMagnitude.ulp))
      worst = max(worst, abs(Double(fast(x)) - expected) / unit)
    }
    return worst
  }

  private func one(_ function: (Float) -> Float, _ x: Float) -> Float { function(x) }

  @Test func expIsWithinTwoUnits() {
    #expect(worstError(over: -87.33...88.37, { Scalar.exp($0) }, Foundation.exp) <= 2)
  }

  @Test func expOfTheRestIsZeroOrGreatest() {
    #expect(one({ Scalar.exp($0) }, -87.33) < 1.3e-38)
    #expect(one({ Scalar.exp($0) }, -87.34) == 0)
    #expect(one({ Scalar.exp($0) }, -.infinity) == 0)
    #expect(one({ Scalar.exp($0) }, .infinity) > 2.3e38)
    #expect(one({ Scalar.exp($0) }, .infinity).isFinite)
    #expect(one({ Scalar.exp($0) }, 0) == 1)
  }

  @Test func logIsWithinTwoAndAHalfUnits() {
    #expect(
      worstError(
        over: .leastNormalMagnitude ... .greatestFiniteMagnitude, { Scalar.log($0) }, Foundation.log) <= 2.5)
    #expect(worstError(over: 0.5...2, { Scalar.log($0) }, Foundation.log) <= 2.5)
    #expect(one({ Scalar.log($0) }, 1) == 0)
  }

  @Test func logOfInfinityIsInfinity() {
    #expect(one({ Scalar.log($0) }, .infinity) == .infinity)
  }

  /// Whatever its sign and its payload bits are.
  @Test func notANumberStaysNotANumber() {
    for nan in [
      Float.nan, -Float.nan, Float(nan: 1, signaling: false), Float(nan: 0xFFFFF, signaling: false),
    ] {
      for function in [
        { Scalar.exp($0) }, { Scalar.log($0) }, { Scalar.tanh($0) }, { Scalar.sigmoid($0) },
      ] as [(Float) -> Float] {
        #expect(one(function, nan).isNaN)
      }
    }
  }

  @Test func tanhIsWithinSevenUnitsAndNeverBeyondOne() {
    #expect(
      worstError(
        over: -.greatestFiniteMagnitude ... .greatestFiniteMagnitude, { Scalar.tanh($0) }, Foundation.tanh)
        <= 7)
    for x in stride(from: 6 as Float, through: 9, by: 1e-4) + [.infinity] {
      let y = one({ Scalar.tanh($0) }, x)
      #expect(y <= 1 && one({ Scalar.tanh($0) }, -x) == -y, "x = \(x)")
    }
  }

  /// A saturated unit is flat, or it would go on learning for ever.
  @Test func tanhIsOneWhereItIsSaturated() {
    var last: Float = 0
    for x in stride(from: 7 as Float, through: 10, by: 1e-4) + [25.5, 1e30, .infinity] {
      let y = one({ Scalar.tanh($0) }, x)
      #expect(y >= last - 3e-7, "x = \(x)")
      #expect(x < 7.9053 || y == 1)
      last = y
    }
  }

  @Test func sigmoidIsWithinTwoUnits() {
    func exact(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
    #expect(worstError(over: -87.3 ... .greatestFiniteMagnitude, { Scalar.sigmoid($0) }, exact) <= 2)
    #expect(one({ Scalar.sigmoid($0) }, 0) == 0.5)
    #expect(one({ Scalar.sigmoid($0) }, .infinity) == 1)
    #expect(one({ Scalar.sigmoid($0) }, -.infinity) < 1e-38)
  }

  @Test func expMinusOneIsWithinThreeUnits() {
    #expect(worstError(over: -87.33...88.37, { Scalar.expMinusOne($0) }, Foundation.expm1) <= 3)
    #expect(one({ Scalar.expMinusOne($0) }, -.infinity) == -1)
    #expect(one({ Scalar.expMinusOne($0) }, .nan).isNaN)
  }

  @Test func logOnePlusIsWithinThreeUnits() {
    #expect(worstError(over: .leastNormalMagnitude...1, { Scalar.logOnePlus($0) }, Foundation.log1p) <= 3)
    #expect(one({ Scalar.logOnePlus($0) }, 0) == 0)
  }

  @Test func normalDistributionIsWithinEightUnits() {
    func share(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
    func density(_ x: Double) -> Double { Foundation.exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
    #expect(worstError(over: -13 ... .greatestFiniteMagnitude, { Scalar.normal($0).share }, share) <= 8)
    #expect(worstError(over: -13...13, { Scalar.normal($0).density }, density) <= 8)
    for x in stride(from: -13 as Float, through: 13, by: 0.001) {
      let exact = share(Double(x))
      #expect(abs(Double(one({ Scalar.normal($0).share }, x)) - exact) <= 8 * 0x1p-24 * exact, "x = \(x)")
    }
    #expect(one({ Scalar.normal($0).share }, .infinity) == 1)
    #expect(one({ Scalar.normal($0).share }, -.infinity) == 0)
    #expect(one({ Scalar.normal($0).share }, .nan).isNaN)
  }
}
