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

  /// How many images of each split there are where nobody says how many.
  public static let usualCounts = Splits(train: 34_799, valid: 4_410, test: 12_630)
  /// More of one split are not drawn: they would fill 3 GB.
  public static let greatestCount = 1_000_000

  /// Draws the set.
  /// - Parameters:
  ///   - counts: the number of images of each split, 1 to ``greatestCount``; those of ``usualCounts`` where it has none.
  ///   - seed: what the images are drawn from.
  /// - Returns: images of shape (N, 32, 32, 3), uint8, red, green, blue.
  /// - Throws: ``DatasetError`` where a number is out of range.
  public static func generate(_ counts: Splits<Int> = Splits(), seed: UInt64) throws -> Dataset {
    let drawn = try Splits { split in
      try usualCounts[split].map { try SignSplit(split).draw(counts[split] ?? $0, seed: seed) }
    }
    return Dataset(name: "signs", drawn, origin: "drawn from seed \(seed)")
  }
}
