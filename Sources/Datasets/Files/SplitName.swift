/// The splits that files, folders and arrays are named after, by whole words alone: `latest` is no `test`, and `values`
/// no `val`.
enum SplitName: String, CaseIterable {
  case train, valid, test

  /// The words for it in the usual names of files, the usual one first.
  var words: [String] {
    switch self {
    case .train: ["train"]
    case .valid: ["valid", "val", "validation"]
    case .test: ["test"]
    }
  }

  /// Every word for it: also UCI's `optdigits.tra` and `.tes`, and MNIST's `t10k`.
  private static let splits: [String: SplitName] = [
    "train": .train, "training": .train, "trainset": .train, "trainingset": .train, "tra": .train,
    "valid": .valid, "val": .valid, "validation": .valid, "validationset": .valid, "valset": .valid,
    "test": .test, "testing": .test, "testset": .test, "tes": .test, "t10k": .test,
  ]

  /// What may stand beside the split in the name of a folder that holds it, rather than a class such as `test tube`.
  private static let fillers: Set = [
    "set", "data", "dataset", "images", "image", "imgs", "img", "final", "gt", "seg", "split", "folder",
    "all", "full",
  ]

  /// The split that a file is named after, in any case: `mnist_train_small.csv`, `xTest.npy`, `GT-final_test.csv`.
  /// - Returns: nil where none of its words is one for a split, or where they name several.
  init?(in name: String) {
    let named = Set(Self.words(of: name).compactMap { Self.splits[$0] })
    guard named.count == 1, let only = named.first else { return nil }
    self = only
  }

  /// The split that a folder is named after: `train`, `Final_Training`, `test_images`, and nothing besides.
  init?(folder: String) {
    let words = Self.words(of: folder)
    guard words.allSatisfy({ Self.splits[$0] != nil || Self.fillers.contains($0) || Int($0) != nil }) else {
      return nil
    }
    self.init(in: folder)
  }

  /// The words of a name in lower case. They end where a letter or digit does not follow, where a capital follows a
  /// small letter, and between letters and digits, but in `t10k`.
  static func words(of name: String) -> [String] {
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
