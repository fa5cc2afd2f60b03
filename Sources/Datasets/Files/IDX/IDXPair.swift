import NeuralNetwork

/// The two IDX files of a split, images and labels, by their usual names.
struct IDXPair {
  static let train = IDXPair(prefix: "train")
  /// MNIST has none; it is named like the others.
  static let valid = IDXPair(prefix: "valid")
  static let test = IDXPair(prefix: "t10k")
  static let all = [train, valid, test]

  /// How the names of both files begin.
  let prefix: String

  /// The names that the file may have, the usual one first. They vary in the dash before `idx`, and colour images
  /// have four axes.
  var imagesNames: [String] { [3, 4].flatMap { names("images", axes: $0) } }
  var labelsNames: [String] { names("labels", axes: 1) }

  private func names(_ content: String, axes: Int) -> [String] {
    ["-", "."].map { "\(prefix)-\(content)\($0)idx\(axes)-ubyte" }
  }

  /// Whether at least one of the files is in `source`.
  func isPresent(in source: DataSource) -> Bool {
    source.file(named: imagesNames + labelsNames) != nil
  }

  /// What the two files hold.
  struct Content {
    let images: IDX
    let labels: [UInt8]
    fileprivate let labelsPath: String

    /// - Throws: ``DatasetError`` where a label is outside the classes.
    func examples(classNames: [String]) throws -> Examples {
      do {
        return try Examples(
          images: Tensor(shape: images.shape, bytes: images.bytes),
          labels: Labels(classes: labels.map(Int32.init), classNames: classNames))
      } catch let error as DatasetError {
        throw DatasetError("\(labelsPath): \(error)")
      }
    }
  }

  /// - Throws: ``DatasetError`` where one of the files is missing or damaged, or they do not belong together.
  func read(from source: DataSource) throws -> Content {
    let imagesFile = try find(imagesNames, in: source)
    let labelsFile = try find(labelsNames, in: source)
    let images = try IDX(source.open(imagesFile), axes: 3...4, content: "images")
    let labels = try IDX(source.open(labelsFile), axes: 1...1, content: "labels")
    guard images.shape[0] == labels.shape[0] else {
      throw DatasetError(
        "\(imagesFile.path) holds \(images.shape[0]) images, but \(labelsFile.path) holds "
          + "\(labels.shape[0]) labels")
    }
    return Content(images: images, labels: labels.bytes, labelsPath: labelsFile.path)
  }

  private func find(_ names: [String], in source: DataSource) throws -> DataFile {
    if let file = source.file(named: names) { return file }
    throw DatasetError(
      "\(source.path) has no file \(names[0]) (or \(names[0]).gz), which the other files need")
  }
}
