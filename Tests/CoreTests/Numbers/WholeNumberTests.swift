import Testing

@testable import Core

/// Whole numbers of floats that have none.
@Suite struct WholeNumberTests {
  @Test func nothingTraps() {
    for x in [
      Double.nan, .infinity, -.infinity, 1e300, -1e300, 0x1p63, -0x1p63, 0x1p64, .leastNonzeroMagnitude,
    ] {
      let expected: (Int, UInt8, UInt64) =
        x.isNaN || x.magnitude < 1
        ? (0, 0, 0) : x > 0 ? (.max, 255, x >= 0x1p64 ? .max : 1 << 63) : (.min, 0, 0)
      #expect(
        Int(clamping: x) == expected.0 && UInt8(clamping: x) == expected.1
          && UInt64(clamping: x) == expected.2)
      #expect(Int32(clamping: Float(x)) == (x.isNaN || x.magnitude < 1 ? 0 : x > 0 ? .max : .min))
    }
  }

  @Test func whatHasAWholeNumberLosesItsDecimalsOnly() {
    #expect(
      [2.9, -2.9, 0, 255.5, 1e18].map { Int(clamping: $0) } == [2, -2, 0, 255, 1_000_000_000_000_000_000])
    #expect([2.9, -2.9, 255.5, 256].map { UInt8(clamping: $0 as Float) } == [2, 0, 255, 255])
    #expect(Int8(clamping: -128.9) == -128)
  }
}
