import Foundation
import Testing

@testable import Charts

struct TicksTests {
  /// Ranges of many sizes around many places, from a fixed seed.
  static let ranges: [ClosedRange<Double>] = {
    var state: UInt64 = 42
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    return (0..<2000).map { _ in
      let span = (random() + 0.01) * pow(10, (random() * 40 - 20).rounded())
      let low = (random() - 0.5) * span * pow(10, (random() * 6).rounded())
      return low...low + span
    }
  }()

  @Test func areRoundAndWithinTheRange() {
    for range in Self.ranges {
      let ticks = Ticks(range, extent: .inside, limit: 12)
      let list = ticks.list
      #expect([1, 2, 5].contains(ticks.mantissa))
      #expect(2...12 ~= list.count, "\(range)")
      let slack = 1e-6 * (range.upperBound - range.lowerBound)
      #expect(
        list.allSatisfy { range.lowerBound - slack <= $0.value && $0.value <= range.upperBound + slack })
      #expect(zip(list, list.dropFirst()).allSatisfy { $0.value < $1.value })
      #expect(Set(list.map(\.label)).count == list.count, "\(list)")
    }
  }

  @Test func encloseTheRangeWhereAsked() {
    for range in Self.ranges {
      let ticks = Ticks(range, extent: .around, limit: 7)
      #expect(2...8 ~= ticks.list.count, "\(range)")
      let slack = 1e-6 * (range.upperBound - range.lowerBound)
      #expect(ticks.range.lowerBound <= range.lowerBound + slack)
      #expect(ticks.range.upperBound >= range.upperBound - slack)
    }
  }

  @Test(arguments: [1...2.0, 1...3, 1...10, 1...50, 1...1000, 3...4])
  func fallOnWholeEpochs(range: ClosedRange<Double>) {
    let list = Ticks(range, extent: .inside, limit: 12, integersOnly: true).list
    #expect(list.count >= 2)
    #expect(list.allSatisfy { $0.value == $0.value.rounded() })
  }

  @Test func areLabelledExactly() {
    func labels(_ range: ClosedRange<Double>) -> [String] {
      Ticks(range, extent: .inside, limit: 6).list.map(\.label)
    }
    #expect(labels(0...1) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels(-0.1...0.1) == ["−0.10", "−0.05", "0", "0.05", "0.10"])
    #expect(labels(0...60000) == ["0", "20000", "40000", "60000"])
    #expect(labels(0...2e9) == ["0", "0.5×10⁹", "1×10⁹", "1.5×10⁹", "2×10⁹"])
    #expect(labels(0...3e-8) == ["0", "1×10⁻⁸", "2×10⁻⁸", "3×10⁻⁸"])
  }

  @Test func rangesLeaveOutWhatCannotBeDrawn() {
    #expect(ClosedRange(covering: [.nan, 2, .infinity, 5, -.infinity, 1e200]) == 2...5)
    #expect(ClosedRange(covering: [.nan]) == nil)
    #expect(ClosedRange(covering: [0, 0]) == 0...1)
    #expect(ClosedRange(covering: [.leastNonzeroMagnitude, 0]) == 0...1)
    #expect(ClosedRange(covering: [10]) == 9...11)
    #expect(ClosedRange(covering: [-1e100, 1e100]) == -1e100...1e100)
  }
}
