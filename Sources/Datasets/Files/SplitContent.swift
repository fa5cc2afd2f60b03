import NeuralNetwork

/// What files gave for one split, before the names of its classes are known.
struct SplitContent {
  let images: Tensor
  /// One class number an image, nil where the files have no labels.
  let classes: [Int32]?
  /// The files, for messages.
  let imagesPath: String
  let labelsPath: String

  /// Greater class numbers are taken for damage, since each class up to the greatest gets a name.
  static let greatestClass = 9999

  /// - Throws: ``DatasetError`` where there are not as many images as labels, or a label is outside the classes.
  func examples(classNames: [String]) throws -> Examples {
    guard let classes else {
      return try Examples(images: images, labels: .unknown(count: images.count, classNames: classNames))
    }
    guard images.count == classes.count else {
      throw DatasetError(
        "\(imagesPath) holds \(images.count) images, but \(labelsPath) holds \(classes.count) labels")
    }
    do {
      return try Examples(images: images, labels: Labels(classes: classes, classNames: classNames))
    } catch let error as DatasetError {
      throw DatasetError("\(labelsPath): \(error)")
    }
  }
}

extension Dataset {
  /// The set of the splits that files gave. Classes without names are called by their numbers, in all splits
  /// alike.
  init(
    name: String, train: SplitContent? = nil, valid: SplitContent? = nil, test: SplitContent? = nil,
    classNames: [String]?, origin: String, location: String
  ) throws {
    let greatest = [train, valid, test].compactMap { $0?.classes?.max() }.max() ?? 0
    let names = classNames ?? (0...max(0, Int(greatest))).map(String.init)
    self.init(
      name: name, train: try train?.examples(classNames: names),
      valid: try valid?.examples(classNames: names),
      test: try test?.examples(classNames: names), origin: origin, location: location)
  }
}
