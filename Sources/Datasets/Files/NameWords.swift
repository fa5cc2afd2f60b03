/// What the words in the name of a file or folder say: `kmnist-train-imgs.npz` holds the training images of kmnist.
///
/// Words are whole ones, see ``SplitName``.
struct NameWords {
  /// What a file holds of each image.
  enum Part: Hashable { case images, labels }

  /// In small letters, without the ending.
  let words: [String]
  /// The split that is named; nil where none is, or more than one.
  let split: SplitName?

  init(_ name: some StringProtocol) {
    words = SplitName.words(of: Self.withoutEnding(name))
    split = SplitName(in: String(name))
  }

  /// Images or labels; nil where neither is named, or both.
  var part: Part? {
    let named = Set(words.compactMap(Self.part))
    return named.count == 1 ? named.first : nil
  }

  /// The words before the one that names the split: what the files of one set share. `emnist-letters` of
  /// `emnist-letters-train-images-idx3-ubyte`, and nothing of `train_small`.
  var family: String {
    let own = words.prefix { SplitName(in: $0) == nil }.filter { Self.part($0) == nil }
    return own.joined(separator: "-")
  }

  /// The words that say neither split nor part.
  var rest: [String] { words.filter { SplitName(in: $0) == nil && Self.part($0) == nil } }

  /// The name without the endings that tell a format: `train.csv.gz` is `train`, `t10k-images.idx3-ubyte` stays.
  private static func withoutEnding(_ name: some StringProtocol) -> String {
    var name = Substring(name)
    while let dot = name.lastIndex(of: "."), dot != name.startIndex,
      endings.contains(name[name.index(after: dot)...].lowercased())
    {
      name = name[..<dot]
    }
    return String(name)
  }

  private static let endings: Set = [
    "gz", "npy", "npz", "csv", "tsv", "txt", "p", "pkl", "pickle", "bin", "zip", "tar", "tgz", "bz2", "xz",
    "zst",
    "7z", "rar", "idx",
  ]

  private static func part(_ word: String) -> Part? {
    switch word {
    case "x", "image", "images", "img", "imgs", "features", "pixels", "data": .images
    case "y", "label", "labels", "lbl", "lbls", "target", "targets", "classes": .labels
    default: nil
    }
  }
}
