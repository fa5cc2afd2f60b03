import Core
import Foundation

/// What files gave for one split, before the names of its classes are known.
struct SplitContent {
  let images: Tensor
  /// One class number an image, nil where the files have no labels.
  let classes: [Int32]?
  /// What ``classes`` count, where the files tell classes by names; nil where they are the files' own numbers.
  var labelNames: [String]? = nil
  /// The files, for messages.
  let imagesPath: String
  let labelsPath: String
  /// What was taken for what, a sentence each.
  var notes: [String] = []

  /// Greater class numbers are taken for damage, since each class up to the greatest gets a name.
  static let greatestClass = 9999

  /// The class numbers by `names`, where the files tell classes by names.
  fileprivate func numbered(_ names: [String]) throws -> SplitContent {
    guard let labelNames, let classes else { return self }
    let numbers = Dictionary(names.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    let found = try labelNames.map { name in
      guard let number = numbers[name] else {
        throw DatasetError(
          "\(labelsPath) has the label '\(name)', but the classes are \(names.prefix(20).joined(separator: ", "))"
        )
      }
      return number
    }
    return SplitContent(
      images: images, classes: classes.map { found[Int($0)] }, imagesPath: imagesPath, labelsPath: labelsPath)
  }

  /// Whether the images are of a file of EMNIST, by its name.
  fileprivate var isEMNIST: Bool { EMNIST.set(of: (imagesPath as NSString).lastPathComponent) != nil }

  /// The images as they are read, EMNIST's turned.
  fileprivate func upright() throws -> SplitContent {
    guard isEMNIST else { return self }
    return SplitContent(
      images: try EMNIST.upright(images), classes: classes, labelNames: labelNames, imagesPath: imagesPath,
      labelsPath: labelsPath, notes: notes)
  }

  /// - Throws: ``DatasetError`` where there are not as many images as labels, or a label is outside the classes.
  func examples(classNames: [String]) throws -> Examples {
    guard let classes = try numbered(classNames).classes else {
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
  /// alike; names that the labels are themselves are numbered in the order of their characters.
  init(
    name: String, _ splits: Splits<SplitContent>, classNames: [String]?, origin: String, location: String,
    notes: [String] = []
  ) throws {
    let splits = try splits.map { try $0.upright() }
    let contents = splits.values
    let labelled = contents.filter { $0.classes != nil }
    if let named = labelled.first(where: { $0.labelNames != nil }),
      let numbered = labelled.first(where: { $0.labelNames == nil })
    {
      throw DatasetError(
        "\(named.labelsPath) has names for labels, such as '\(named.labelNames?.first ?? "")', but \(numbered.labelsPath) "
          + "has numbers: which is meant? say label=NAME for a column that both have, or load them one by one"
      )
    }
    let greatest = labelled.compactMap { $0.classes?.max() }.max() ?? 0
    let ownNames =
      labelled.contains { $0.labelNames != nil }
      ? ClassNumbering.sorted(Set(labelled.flatMap { $0.labelNames ?? [] })) : nil
    let names = classNames ?? ownNames ?? (0...max(0, Int(greatest))).map(String.init)
    self.init(
      name: name, try splits.map { try $0.examples(classNames: names) }, origin: origin, location: location,
      notes: notes + (contents.contains(where: \.isEMNIST) ? [EMNIST.note] : []) + contents.flatMap(\.notes))
  }
}
