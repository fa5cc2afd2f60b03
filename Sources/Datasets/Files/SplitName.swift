/// The splits that files are named after.
enum SplitName: String, CaseIterable {
  case train, valid, test

  /// The words for it in file names, the usual one first.
  var words: [String] {
    switch self {
    case .train: ["train"]
    case .valid: ["valid", "val", "validation"]
    case .test: ["test"]
    }
  }

  /// The split that a single file is: by the word in its name, else the training images.
  init(fileName: String) {
    self = fileName.contains("test") ? .test : fileName.contains("val") ? .valid : .train
  }
}
