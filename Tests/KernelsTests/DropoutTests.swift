import Core
import Testing

@testable import Kernels

@Suite struct DropoutTests {
  private func dropped(
    _ input: [Lanes], keep: Float, seed: UInt64 = 1, stream: UInt64 = 2, first: Int = 0
  ) -> [Lanes] {
    var output = unwrittenLanes(input.count)
    dropout(
      input, count: input.count, keep: keep, random: Philox(seed: seed, stream: stream), first: first,
      output: &output)
    return output
  }

  @Test func sixteenWordsAreFourBlocks() {
    let philox = Philox(seed: 0x0123_4567_89AB_CDEF, stream: 0xFEDC_BA98_7654_3210)
    for k in [0, 1, 77, 1 << 30, 1 << 40, (1 << 62) - 1] as [UInt64] {
      let words = philox.sixteenWords(k)
      for lane in 0..<16 {
        #expect(words[lane] == philox.block(4 * k + UInt64(lane % 4))[lane / 4])
      }
    }
  }

  @Test(arguments: [1, 3, 64, 1001], [0.001, 0.3, 0.5, 0.9, 0.999] as [Float])
  func outputEqualsItsFormula(count: Int, keep: Float) {
    var random = RandomSequence(seed: 21, stream: UInt64(count))
    let group = Group(height: count, width: 1, channels: 1, count: 16, random: &random)
    let (philox, first) = (Philox(seed: 4, stream: 5), 3000)
    let output = Group(
      height: count, width: 1, channels: 1, count: 16,
      lanes: dropped(group.lanes, keep: keep, seed: 4, stream: 5, first: first))
    for n in 0..<16 {
      let mask = (0..<count).map { k in
        Float(philox.block(UInt64(4 * (first + k) + n % 4))[n / 4] >> 8) * 0x1p-24 < keep
      }
      expectClose(
        output.images[n], Reference.dropout(group.exact[n], mask: mask, keep: Double(keep)), "image \(n)")
    }
  }

  @Test(arguments: [0.1, 0.2, 0.5, 0.8] as [Float])
  func rateIsTheShareThatIsDroppedAndTheSumStays(rate: Float) {
    let count = 20_000
    let output = dropped([Lanes](repeating: Lanes(repeating: 1), count: count), keep: 1 - rate)
    let values = Double(16 * count)
    let zeros = output.reduce(0) { sum, lanes in sum + (0..<16).filter { lanes[$0] == 0 }.count }
    let (drop, keep) = (Double(rate), 1 - Double(rate))
    // Four standard deviations of a binomial distribution, which leave out one seed in 16,000.
    #expect(abs(Double(zeros) - values * drop) < 4 * (values * drop * keep).squareRoot())
    let sum = output.reduce(0) { $0 + Double($1.laneSum) }
    #expect(abs(sum / values - 1) < 4 * (drop / keep / values).squareRoot() + 1e-6)
    // Every lane drops as many.
    for lane in 0..<16 {
      let zeros = Double(output.filter { $0[lane] == 0 }.count)
      #expect(abs(zeros - Double(count) * drop) < 4.5 * (Double(count) * drop * keep).squareRoot())
    }
  }

  @Test func seedStreamAndPlaceGiveOtherMasks() {
    let ones = [Lanes](repeating: Lanes(repeating: 1), count: 64)
    let masks = [
      dropped(ones, keep: 0.5), dropped(ones, keep: 0.5, seed: 2), dropped(ones, keep: 0.5, stream: 3),
      dropped(ones, keep: 0.5, first: 64),
    ]
    #expect(Set(masks).count == 4)
    #expect(dropped(ones, keep: 0.5) == masks[0])
    // Place by place: the second half alone is the second half of all.
    #expect(dropped(Array(ones[32...]), keep: 0.5, first: 32) == Array(masks[0][32...]))
  }
}
