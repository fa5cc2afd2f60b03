import Core
import Foundation
import TestSupport
import Testing

@testable import CellLanguage

/// The functions of single numbers against the C library's.
@Suite struct ScalarDoubleTests {
  private static func isNear(_ a: Double, _ b: Double, units: Double = 1) -> Bool {
    a == b || a.isNaN && b.isNaN || abs(a - b) <= units * b.ulp
  }

  @Test func areWithinAUnitInTheLastPlace() {
    var random = RandomSequence(seed: 5, stream: 1)
    for _ in tries(20_000) {
      let x = Double(random.uniform(-700, 700))
      #expect(Self.isNear(Scalar.exp(x), Foundation.exp(x)), "exp \(x)")
      let y = Foundation.exp(Double(random.uniform(-600, 600)))
      #expect(Self.isNear(Scalar.log(y), Foundation.log(y)), "log \(y)")
      let z = 1 + Double(random.uniform(-0.3, 0.3))
      #expect(Self.isNear(Scalar.log(z), Foundation.log(z)), "log \(z)")
    }
  }

  @Test(arguments: [
    -Double.infinity, .infinity, .nan, 0, -0.0, 1, -1, 710, 709.5, -709, 1e-300, 5e-324, 1e308,
  ])
  func extremes(x: Double) {
    #expect(Self.isNear(Scalar.log(x), Foundation.log(x)))
    if x > -700 || x == -.infinity { #expect(Self.isNear(Scalar.exp(x), Foundation.exp(x))) }
  }

  @Test func powers() {
    var random = RandomSequence(seed: 6, stream: 1)
    for _ in tries(20_000) {
      let x = Foundation.exp(Double(random.uniform(-5, 5)))
      let y = Double(random.uniform(-20, 20))
      #expect(Self.isNear(Scalar.power(x, y), Foundation.pow(x, y), units: 64), "\(x) ** \(y)")
      let n = Double(Int(random.integer(below: 9)))
      let whole = Double(Int(random.integer(below: 60))) - 30
      #expect(Scalar.power(whole, n) == Foundation.pow(whole, n))
    }
    for x in [-2, -1, -0.5, -0.0, 0, 0.5, 1, 2, 3, .infinity, -.infinity] as [Double] {
      for y in [-1023, -3, -2, -0.5, 0, 0.5, 1, 2, 3, 1000, 1e9, 1e300] as [Double]
      where x != -.infinity || y.rounded() == y {
        #expect(Self.isNear(Scalar.power(x, y), Foundation.pow(x, y), units: 512), "\(x) ** \(y)")
      }
    }
  }
}
