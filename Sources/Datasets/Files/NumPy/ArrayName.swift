/// What the name of an array tells of it: `x_train`, `train_images`, `Y`, `val_labels`.
///
/// The names are those of Keras's `mnist.npz`, MedMNIST's archives, scikit-learn's and the usual ones of courses.
struct ArrayName: Hashable {
  enum Role { case images, labels }

  let role: Role
  /// Nil where the name tells none.
  let split: SplitName?

  private static let images: Set = [
    "x", "images", "image", "imgs", "img", "data", "features", "feature", "pixels", "inputs", "input",
  ]
  private static let labels: Set = ["y", "labels", "label", "targets", "target"]
  private static let fillers: Set = ["set", "orig", "array"]

  /// - Parameter passing: unknown words that say nothing here, such as the name of the set that all files begin with.
  /// - Returns: nil where a word is unknown or the words contradict each other.
  init?(_ name: String, passing: Set<String> = []) {
    // What NumPy's savez calls arrays that were given no names: only the first two are known to be these.
    if name == "arr_0" || name == "arr_1" {
      (role, split) = (name == "arr_0" ? .images : .labels, nil)
      return
    }
    var roles: Set<Role> = []
    var splits: Set<SplitName> = []
    for word in SplitName.words(of: name) where !Self.fillers.contains(word) {
      if let split = SplitName(in: word) {
        splits.insert(split)
      } else if Self.images.contains(word) {
        roles.insert(.images)
      } else if Self.labels.contains(word) {
        roles.insert(.labels)
      } else if !passing.contains(word) {
        return nil
      }
    }
    // "image_labels" are labels.
    guard let role = roles.contains(.labels) ? .labels : roles.first, splits.count <= 1 else { return nil }
    (self.role, split) = (role, splits.first)
  }
}

/// The arrays of a source that belong together, by their names.
struct ArrayPairs<Array> {
  struct Named {
    let name: String
    let array: Array
  }
  typealias Pair = (images: Named, labels: Named?)

  /// Those of each split; where no name tells a split, one pair, as training images.
  private(set) var splits: [SplitName: Pair] = [:]
  /// The names of those that belong to none.
  private(set) var others: [String] = []

  /// Pairs that are known already.
  init(splits: [SplitName: Pair]) { self.splits = splits }

  /// - Parameter place: what messages call the source.
  /// - Throws: ``DatasetError`` where two arrays could be meant.
  init(_ arrays: [Named], passing: Set<String> = [], place: String) throws {
    var known: [ArrayName: [Named]] = [:]
    for array in arrays {
      if let name = ArrayName(array.name, passing: passing) {
        known[name, default: []].append(array)
      } else {
        others.append(array.name)
      }
    }
    // arr_2 and arr_3 are a second pair; which of the two is which, nothing tells.
    if others.contains(where: { $0.hasPrefix("arr_") }) {
      others = arrays.map(\.name)
      return
    }
    for (_, several) in known where several.count > 1 {
      throw DatasetError(
        "\(place) holds \(several.map(\.name).joined(separator: " and ")): which is meant? In Python, save those that "
          + "are, under the names x_train, y_train, x_test and y_test")
    }
    func pair(_ split: SplitName?) -> Pair? {
      guard let images = known.removeValue(forKey: ArrayName(.images, split))?.first else { return nil }
      return (images, known.removeValue(forKey: ArrayName(.labels, split))?.first)
    }
    for split in SplitName.allCases { splits[split] = pair(split) }
    if splits.isEmpty { splits[.train] = pair(nil) }
    others += known.values.flatMap { $0 }.map(\.name)
    others.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension ArrayName {
  fileprivate init(_ role: Role, _ split: SplitName?) { (self.role, self.split) = (role, split) }
}
