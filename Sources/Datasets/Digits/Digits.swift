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

  public static let usualTrainCount = 60_000
  public static let usualTestCount = 10_000
  /// More of one split are not drawn: they would fill 0.8 GB.
  public static let greatestCount = 1_000_000

  /// Draws the set.
  /// - Parameters:
  ///   - train: the number of training images, 1 to ``greatestCount``; nil for 60,000.
  ///   - test: the number of test images; nil for 10,000.
  ///   - seed: what the images are drawn from.
  /// - Returns: images of shape (N, 28, 28, 1), uint8, with classes that are equally likely.
  /// - Throws: ``DatasetError`` where a number is out of range.
  public static func generate(train: Int? = nil, test: Int? = nil, seed: UInt64) throws -> Dataset {
    Dataset(
      name: "digits", train: try draw(train ?? usualTrainCount, of: (0, "train"), seed: seed),
      test: try draw(test ?? usualTestCount, of: (1, "test"), seed: seed), origin: "drawn from seed \(seed)")
  }

  private static func draw(_ count: Int, of split: (number: UInt64, name: String), seed: UInt64) throws
    -> Examples
  {
    guard (1...greatestCount).contains(count) else {
      throw DatasetError(
        "\(split.name)=\(count): digits draws from 1 to \(greatestCount) images a split", subject: split.name)
    }
    let start = { @Sendable index in
      RandomSequence(seed: seed, stream: RandomStream.digit(split: split.number, index: index))
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
