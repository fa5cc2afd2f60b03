/// What the words in the name of a file, a folder or an array say: `kmnist-train-imgs.npz` holds the training images of
/// kmnist.
///
/// Words are whole ones: `latest` is no `test`, and `values` no `val`.
struct NameWords {
  /// What a file or an array holds of each image.
  enum Part: Hashable { case images, labels }

  /// In small letters, without the ending.
  let words: [String]
  /// Every split that is named, and every part.
  let splits: Set<SplitName>
  let parts: Set<Part>

  init(_ name: some StringProtocol) {
    words = Self.words(of: Self.withoutEnding(name))
    splits = Set(words.compactMap { Self.splits[$0] })
    parts = Set(words.compactMap { Self.parts[$0] })
  }

  /// The split that is named: `mnist_train_small.csv`, `xTest.npy`, `GT-final_test.csv`. Nil where none is, or several.
  var split: SplitName? { splits.count == 1 ? splits.first : nil }

  /// Images or labels; nil where neither is named, or both.
  var part: Part? { parts.count == 1 ? parts.first : nil }

  /// The words before the one that names the split: what the files of one set share. `emnist-letters` of
  /// `emnist-letters-train-images-idx3-ubyte`, and nothing of `train_small`.
  var family: String {
    words.prefix { Self.splits[$0] == nil }.filter { Self.parts[$0] == nil }.joined(separator: "-")
  }

  /// The words that say neither split nor part.
  var rest: [String] { words.filter { Self.splits[$0] == nil && Self.parts[$0] == nil } }

  /// The split that a folder is named after: `train`, `Final_Training`, `test_images`, and nothing besides.
  static func split(ofFolder name: String) -> SplitName? {
    let words = words(of: name)
    guard words.allSatisfy({ splits[$0] != nil || fillers.contains($0) || Int($0) != nil }) else {
      return nil
    }
    let named = Set(words.compactMap { splits[$0] })
    return named.count == 1 ? named.first : nil
  }

  // MARK: - The words that are known

  /// Also UCI's `optdigits.tra` and `.tes`, and MNIST's `t10k`.
  private static let splits: [String: SplitName] = [
    "train": .train, "training": .train, "trainset": .train, "trainingset": .train, "tra": .train,
    "valid": .valid, "val": .valid, "validation": .valid, "validationset": .valid, "valset": .valid,
    "test": .test, "testing": .test, "testset": .test, "tes": .test, "t10k": .test,
  ]

  /// Those of Keras's `mnist.npz`, MedMNIST's archives, scikit-learn's and the usual ones of courses.
  private static let parts: [String: Part] = [
    "x": .images, "image": .images, "images": .images, "img": .images, "imgs": .images, "data": .images,
    "feature": .images, "features": .images, "pixels": .images, "input": .images, "inputs": .images,
    "y": .labels, "label": .labels, "labels": .labels, "lbl": .labels, "lbls": .labels, "target": .labels,
    "targets": .labels, "classes": .labels,
  ]

  /// What may stand beside the split in the name of a folder that holds it, rather than a class such as `test tube`.
  private static let fillers: Set = [
    "set", "data", "dataset", "images", "image", "imgs", "img", "final", "gt", "seg", "split", "folder",
    "all", "full",
  ]

  // MARK: - Into words

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

  /// The words of a name in lower case. They end where a letter or digit does not follow, where a capital follows a
  /// small letter, and between letters and digits, but in `t10k`.
  private static func words(of name: String) -> [String] {
    enum Kind { case small, capital, digit, other }
    func kind(_ character: Character) -> Kind {
      if character.isNumber { return .digit }
      guard character.isLetter else { return .other }
      return character.isUppercase ? .capital : .small
    }
    var words: [String] = []
    var word = ""
    var last = Kind.other
    for character in name {
      let next = kind(character)
      let goesOn =
        switch (last, next) {
        case (.capital, .small), (.capital, .capital), (.small, .small), (.digit, .digit): true
        case (.small, .digit), (.capital, .digit): word.lowercased() == "t"
        case (.digit, .small), (.digit, .capital): word.lowercased() == "t10"
        default: false
        }
      if !goesOn, !word.isEmpty {
        words.append(word.lowercased())
        word = ""
      }
      if next != .other { word.append(character) }
      last = next
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    // `Xtrain` and `ytest` of many courses.
    return words.flatMap { word in
      let rest = String(word.dropFirst())
      let isPart = word.hasPrefix("x") || word.hasPrefix("y")
      return isPart && splits[rest] != nil ? [String(word.prefix(1)), rest] : [word]
    }
  }
}
