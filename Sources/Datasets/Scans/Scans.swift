import Core

/// The built-in data set `scans`: pages with one handwritten digit each, as from a scanner, for a network that
/// was trained on other digits. Ink is dark on light paper; the digit is anywhere and of any size.
///
/// Page k is a pure function of the seed and k, as with ``Digits``, and shows the digit k mod 10.
public enum Scans {
  /// Pages are `side` pixels high and wide: four times MNIST's.
  public static let side = 112
  /// How many pages there are where nobody says how many.
  public static let usualCount = 150
  /// More are not drawn: they would fill 1.3 GB.
  public static let greatestCount = 100_000

  /// Draws the set, which has a test split only.
  /// - Parameters:
  ///   - counts: the number of pages of the test split, 1 to ``greatestCount``; nil for 150, 15 of each digit.
  ///   - seed: what the pages are drawn from.
  /// - Returns: images of shape (N, 112, 112, 1), uint8.
  /// - Throws: ``DatasetError`` where the number is out of range, or of a split that the set does not have.
  public static func generate(_ counts: Splits<Int> = Splits(), seed: UInt64) throws -> Dataset {
    for (split, asked) in counts.named where split != .test {
      throw DatasetError.noSplit(
        split, asked: asked, of: "scans", hint: "; test=\(asked) draws that many pages")
    }
    let count = counts.test ?? usualCount
    guard (1...greatestCount).contains(count) else {
      throw DatasetError("test=\(count): scans draws from 1 to \(greatestCount) pages", subject: "test")
    }
    let pixels = try DrawnImages.bytes(count: count, size: side * side) { index, image in
      var random = RandomSequence(seed: seed, stream: RandomStream.scan(index: index))
      ScannedPage.draw(digit: index % 10, into: image, &random)
    }
    let labels = try Labels(classes: (0..<count).map { Int32($0 % 10) }, classNames: Digits.classNames)
    let pages = try Examples(images: Tensor(shape: [count, side, side, 1], bytes: pixels), labels: labels)
    return Dataset(name: "scans", Splits(test: pages), origin: "drawn from seed \(seed)")
  }
}
