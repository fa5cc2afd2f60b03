/// The built-in data set `signs`: German traffic signs that the program draws itself, in the manner of GTSRB.
///
/// As there, the pictures of a split show a limited number of physical signs, each from many distances, and
/// a sign is in one split only. Those of the validation and test splits are met under conditions that stray
/// farther from the usual, so a network is tried on what it has not seen. Class counts are in the proportions of GTSRB's (Stallkamp, Schlipsing, Salmen, Igel,
/// "The German Traffic Sign Recognition Benchmark", IJCNN 2011).
///
/// Image k of a split is a pure function of the seed, the split and k. It depends neither on how many are
/// drawn nor on the number of threads, and since only + - * / and square roots enter its pixels, which IEEE 754
/// rounds in one way, it is the same on every machine.
public enum Signs {
  /// Images are `side` pixels high and wide.
  public static let side = SignPhoto.side
  public static let classNames = TrafficSignNames.all

  public static let usualTrainCount = 34_799
  public static let usualValidCount = 4_410
  public static let usualTestCount = 12_630
  /// More of one split are not drawn: they would fill 3 GB.
  public static let greatestCount = 1_000_000

  /// Draws the set.
  /// - Parameters:
  ///   - train: the number of training images, 1 to ``greatestCount``; nil for 34,799.
  ///   - valid: the number of validation images; nil for 4,410.
  ///   - test: the number of test images; nil for 12,630.
  ///   - seed: what the images are drawn from.
  /// - Returns: images of shape (N, 32, 32, 3), uint8, red, green, blue.
  /// - Throws: ``DatasetError`` where a number is out of range.
  public static func generate(train: Int? = nil, valid: Int? = nil, test: Int? = nil, seed: UInt64) throws
    -> Dataset
  {
    Dataset(
      name: "signs", train: try SignSplit.train.draw(train ?? usualTrainCount, seed: seed),
      valid: try SignSplit.valid.draw(valid ?? usualValidCount, seed: seed),
      test: try SignSplit.test.draw(test ?? usualTestCount, seed: seed), origin: "drawn from seed \(seed)")
  }
}
