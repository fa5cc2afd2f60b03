import Core

/// The two IDX files of a split, images and labels.
struct IDXPair {
  /// How the usual names of both files begin.
  private let prefix: String

  /// MNIST calls its test images `t10k`, and has none for validation.
  init(of split: SplitName) { prefix = split == .test ? "t10k" : split.rawValue }

  /// The usual name of the images: gray ones have three axes, colour images four.
  func imagesName(axes: Int = 3) -> String { "\(prefix)-images-idx\(axes)-ubyte" }
  var labelsName: String { "\(prefix)-labels-idx1-ubyte" }

  /// - Returns: nil where both are nil.
  /// - Throws: ``DatasetError`` where one of the files is missing or damaged, or they do not belong together.
  static func read(_ imagesFile: DataFile?, _ labelsFile: DataFile?, from source: DataSource) throws
    -> SplitContent?
  {
    guard let imagesFile, let labelsFile else {
      guard let only = imagesFile ?? labelsFile else { return nil }
      let other = partner(of: String(only.lastName), isImages: labelsFile == nil)
      throw DatasetError("\(source.path) has no file \(other) (or \(other).gz), which \(only.name) needs")
    }
    let images = try IDX(source.open(imagesFile), axes: 3...4, content: "images")
    let labels = try IDX(source.open(labelsFile), axes: 1...1, content: "labels")
    return SplitContent(
      images: Tensor(shape: images.shape, bytes: images.bytes), classes: labels.bytes.map(Int32.init),
      imagesPath: imagesFile.path, labelsPath: labelsFile.path)
  }

  /// What the other file is called.
  private static func partner(of name: String, isImages: Bool) -> String {
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    let words = [("images", "labels"), ("imgs", "labels"), ("idx3", "idx1"), ("idx4", "idx1")]
    return words.reduce(plain) { name, words in
      isImages
        ? name.replacing(words.0, with: words.1)
        : words.0 == "imgs" || words.0 == "idx4" ? name : name.replacing(words.1, with: words.0)
    }
  }
}
