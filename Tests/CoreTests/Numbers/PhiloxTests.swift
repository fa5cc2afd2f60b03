import Core
import Testing

@Suite struct PhiloxTests {
  /// Known answers of the Random123 distribution for philox4x32-10: counter, key, output. The first two counter
  /// words are the position, the last two the stream; the key is the seed. Low words first.
  static let knownAnswers: [(counter: [UInt64], key: [UInt64], words: [UInt32])] = [
    ([0, 0, 0, 0], [0, 0], [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
    (
      [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [0xFFFF_FFFF, 0xFFFF_FFFF],
      [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
    ),
    (
      [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0],
      [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
    ),
  ]

  @Test(arguments: knownAnswers)
  func blocksAreTheKnownAnswers(counter: [UInt64], key: [UInt64], words: [UInt32]) {
    let philox = Philox(seed: key[1] << 32 | key[0], stream: counter[3] << 32 | counter[2])
    let block = philox.block(counter[1] << 32 | counter[0])
    #expect((0..<4).map { block[$0] } == words)
  }

  @Test func sequenceIsTheBlocksOneAfterAnother() {
    let philox = Philox(seed: 3, stream: 4)
    var random = RandomSequence(seed: 3, stream: 4)
    for position in 0..<UInt64(5) {
      let block = philox.block(position)
      for k in 0..<4 { #expect(random.next() == block[k]) }
    }
  }

  @Test func uniformFillsItsRange() {
    var random = RandomSequence(seed: 12, stream: 0)
    let numbers = (0..<100_000).map { _ in random.uniform(-2, 6) }
    #expect(numbers.allSatisfy { (-2..<6).contains($0) })
    var counts = [Int](repeating: 0, count: 8)
    for number in numbers { counts[Int(number + 2)] += 1 }
    #expect(chiSquare(counts) < 24.3)  // 7 degrees of freedom: exceeded once in a thousand seeds
  }

  @Test func integersBelowABoundAreUniform() {
    var random = RandomSequence(seed: 13, stream: 0)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { counts[Int(random.integer(below: 10))] += 1 }
    #expect(chiSquare(counts) < 27.9)  // 9 degrees of freedom
  }

  @Test(arguments: [0, 1, 2, 3, 100, 60_000])
  func permutationHasEachNumberOnce(count: Int) {
    var random = RandomSequence(seed: 14, stream: 0)
    let order = random.permutation(count)
    #expect(order.sorted() == (0..<Int32(count)).map { $0 })
    #expect(count < 100 || order != order.sorted())
  }

  @Test func anyNumberMayComeFirstInAPermutation() {
    var counts = [Int](repeating: 0, count: 10)
    for seed in 0..<20_000 {
      var random = RandomSequence(seed: UInt64(seed), stream: 1)
      counts[Int(random.permutation(10)[0])] += 1
    }
    #expect(chiSquare(counts) < 27.9)
  }

  /// How far counts are from equal ones: Σ (count - mean)² / mean.
  private func chiSquare(_ counts: [Int]) -> Double {
    let mean = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
  }
}
