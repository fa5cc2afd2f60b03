typealias TwoSums = SumPair<OneSum, OneSum>
typealias ThreeSums = SumPair<TwoSums, OneSum>
typealias FourSums = SumPair<TwoSums, TwoSums>
typealias FiveSums = SumPair<ThreeSums, TwoSums>
typealias SixSums = SumPair<ThreeSums, ThreeSums>

#if AVX512
  /// The most sums that a block holds.
  let widestBlock = 12
  /// Whether two blocks of sums that take the same weights fit the registers: each weight is then loaded once for both.
  let hasRegistersForTwoBlocks = true
#else
  /// The most sums that a block holds.
  let widestBlock = 6
  /// Whether two blocks of sums that take the same weights fit the registers: each weight is then loaded once for both.
  let hasRegistersForTwoBlocks = false
#endif

/// A loop over blocks of sums: `run` is compiled once for each width.
protocol BlockLoop {
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int)
}

extension BlockLoop {
  /// Cuts `count` sums into the fewest blocks, of even widths (16 is 6 + 5 + 5, or 8 + 8), and runs each.
  @inline(__always)
  func runBlocks(of count: Int, widest: Int = widestBlock) {
    let blocks = (count &+ widest &- 1) / widest
    var start = 0
    for block in 0..<blocks {
      let left = blocks &- block
      let width = (count &- start &+ left &- 1) / left
      switch width {
      #if AVX512
        case 12: runApart(SumPair<SixSums, SixSums>(), start: start)
        case 11: runApart(SumPair<SixSums, FiveSums>(), start: start)
        case 10: runApart(SumPair<FiveSums, FiveSums>(), start: start)
        case 9: runApart(SumPair<FiveSums, FourSums>(), start: start)
        case 8: runApart(SumPair<FourSums, FourSums>(), start: start)
        case 7: runApart(SumPair<FourSums, ThreeSums>(), start: start)
      #endif
      case 6: runApart(SixSums(), start: start)
      case 5: runApart(FiveSums(), start: start)
      case 4: runApart(FourSums(), start: start)
      case 3: runApart(ThreeSums(), start: start)
      case 2: runApart(TwoSums(), start: start)
      default: runApart(OneSum(), start: start)
      }
      start &+= width
    }
  }

  /// In a function of its own for each width: the compiler takes many times as long for all of them in one.
  @inline(never)
  private func runApart<Sums: WeightedSums>(_ zero: Sums, start: Int) { run(zero, start: start) }
}
