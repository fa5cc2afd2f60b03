/// How much compressed data may grow, whatever its headers say: the guard against zip bombs.
enum Inflation {
  /// No deflate stream grows by more than this (zlib, "Maximum Compression Factor").
  private static let greatestRatio = 1032

  /// What is read of one archive or gzip file at most; the largest public sets of the lessons are below 1 GB.
  private static let greatestTotal = 1 << 32

  /// Other methods than deflate pack evenly coloured images tighter; so much is read whatever the size.
  static let leastBound = 1 << 26

  /// The most bytes that `size` compressed bytes can hold; `least` where it is less.
  static func greatestCount(from size: Int, least: Int = 0) -> Int {
    let (product, overflow) = size.multipliedReportingOverflow(by: greatestRatio)
    return overflow ? greatestTotal : min(max(product, least), greatestTotal)
  }
}
