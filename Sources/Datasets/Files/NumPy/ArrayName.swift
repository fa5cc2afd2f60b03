/// What the name of an array tells of it: `x_train`, `train_images`, `Y`, `val_labels`.
///
/// The words are those of ``NameWords``; unlike a file, an array with a word more is another one.
struct ArrayName: Hashable {
  let part: NameWords.Part
  /// Nil where the name tells none.
  let split: SplitName?

  private static let fillers: Set = ["set", "orig", "array"]

  /// What NumPy's `savez` calls arrays that were given no names: only the first two are known to be images and labels.
  static let unnamed: [String: NameWords.Part] = ["arr_0": .images, "arr_1": .labels]

  fileprivate init(_ part: NameWords.Part, _ split: SplitName?) { (self.part, self.split) = (part, split) }

  /// - Parameter passing: unknown words that say nothing here, such as the name of the set that all files begin with.
  /// - Returns: nil where a word is unknown or the words contradict each other.
  init?(_ name: String, passing: Set<String> = []) {
    if let part = Self.unnamed[name] {
      self.init(part, nil)
      return
    }
    let words = NameWords(name)
    // An array `classes` beside the labels holds the names that they count.
    guard !words.words.contains("classes"),
      words.rest.allSatisfy({ Self.fillers.contains($0) || passing.contains($0) }), words.splits.count <= 1,
      // "image_labels" are labels.
      let part = words.parts.contains(.labels) ? .labels : words.parts.first
    else { return nil }
    self.init(part, words.split)
  }
}

/// The arrays of a source that belong together, by their names.
struct ArrayPairs<Array> {
  struct Named {
    let name: String
    let array: Array
  }
  typealias Pair = (images: Named, labels: Named?)

  /// The pair of each split; where no name tells a split, one pair, as training images.
  private(set) var splits = Splits<Pair>()
  /// The names of those that belong to none.
  private(set) var others: [String] = []

  /// Pairs that are known already.
  init(splits: Splits<Pair>) { self.splits = splits }

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
    splits = Splits { pair($0) }
    if splits.isEmpty { splits.train = pair(nil) }
    others += known.values.flatMap { $0 }.map(\.name)
    others.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
