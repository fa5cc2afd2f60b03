import Core

/// The built-in data set `digits`: handwritten digits that the program draws itself, white on black as MNIST's.
///
/// Image k of a split is a pure function of the seed, the split and k. It depends neither on how many are
/// drawn nor on the number of threads, and since only + - * / and square roots enter its pixels, which IEEE 754
/// rounds in one way, it is the same on every machine.
public enum Digits {
  /// Images are `side` pixels high and wide.
  public static let side = 28
  public static let classNames = (0...9).map(String.init)

  /// How many images of each split there are where nobody says how many.
  public static let usualCounts = Splits(train: 60_000, test: 10_000)
  /// More of one split are not drawn: they would fill 0.8 GB.
  public static let greatestCount = 1_000_000

  /// Draws the set.
  /// - Parameters:
  ///   - counts: the number of images of each split, 1 to ``greatestCount``; those of ``usualCounts`` where it has none.
  ///   - seed: what the images are drawn from.
  /// - Returns: images of shape (N, 28, 28, 1), uint8, with classes that are equally likely.
  /// - Throws: ``DatasetError`` where a number is out of range, or of a split that the set does not have.
  public static func generate(_ counts: Splits<Int> = Splits(), seed: UInt64) throws -> Dataset {
    if let valid = counts.valid { throw DatasetError.noSplit(.valid, asked: valid, of: "digits") }
    let drawn = try Splits { split in
      try usualCounts[split].map { try draw(counts[split] ?? $0, of: split, seed: seed) }
    }
    return Dataset(name: "digits", drawn, origin: "drawn from seed \(seed)")
  }

  private static func draw(_ count: Int, of split: SplitName, seed: UInt64) throws -> Examples {
    guard (1...greatestCount).contains(count) else {
      throw DatasetError(
        "\(split)=\(count): digits draws from 1 to \(greatestCount) images a split", subject: split.rawValue)
    }
    // What a seed gives depends on these numbers, so they stay.
    let number: UInt64 = split == .train ? 0 : 1
    let start = { @Sendable index in
      RandomSequence(seed: seed, stream: RandomStream.digit(split: number, index: index))
    }
    let pixels = try DrawnImages.bytes(count: count, size: side * side) { index, image in
      var random = start(index)
      DigitDrawing.draw(digit: digit(&random), into: image, &random)
    }
    let classes = (0..<count).map { index in
      var random = start(index)
      return Int32(digit(&random))
    }
    return try Examples(
      images: Tensor(shape: [count, side, side, 1], bytes: pixels),
      labels: Labels(classes: classes, classNames: classNames))
  }

  /// An image's digit is the first number of its random sequence.
  private static func digit(_ random: inout RandomSequence) -> Int { Int(random.integer(below: 10)) }
}
