import NeuralNetwork

/// Reads the pickles of the traffic-sign lesson: a dict of `features` (N, 32, 32, 3) and `labels` (N,), and of
/// `sizes` and `coords` of the original photographs, which are checked and not kept.
struct PickleReader: DatasetReader {
  let format = "the traffic-sign pickles train.p, valid.p and test.p"

  func recognises(_ source: DataSource) -> Bool {
    Self.isPickle(source.start) || SplitName.allCases.contains { find($0, in: source) != nil }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    func content(_ split: SplitName) throws -> SplitContent? {
      let isMeant = source.kind != .file || (SplitName(in: source.name) ?? .train) == split
      let file = source.kind == .file ? source.file : find(split, in: source)
      return isMeant ? try file.map { try Self.content(source.open($0)) } : nil
    }
    let splits = (try content(.train), try content(.valid), try content(.test))
    let greatest = [splits.0, splits.1, splits.2].compactMap { $0?.classes?.max() }.max() ?? 0
    let signs = greatest == TrafficSignNames.all.count - 1 ? TrafficSignNames.all : nil
    return try Dataset(
      name: name, train: splits.0, valid: splits.1, test: splits.2, classNames: classNames ?? signs,
      origin: "pickled NumPy arrays", location: source.path)
  }

  private static func isPickle(_ start: [UInt8]) -> Bool {
    start.count > 2 && start[0] == PickleOpcode.proto.rawValue && (2...5).contains(start[1])
  }

  private func find(_ split: SplitName, in source: DataSource) -> DataFile? {
    source.file(named: split.words.flatMap { ["\($0).p", "\($0).pickle", "\($0).pkl"] })
  }

  // MARK: - One file

  static func content(_ file: DataStream) throws -> SplitContent {
    let path = file.path
    guard case .dictionary(let items) = try PickleMachine.run(file) else {
      throw DatasetError("\(path) does not hold a dict of 'features' and 'labels'")
    }
    func value(_ key: String) throws -> PickleValue? { items.last { $0.key.string == key }?.value }
    guard let features = try value("features") else {
      let keys = items.lazy.compactMap(\.key.string).prefix(10).map { "'\($0.prefix(40))'" }
        .joined(separator: ", ")
      throw DatasetError(
        "\(path) holds a dict of \(keys.isEmpty ? "nothing" : keys); expected 'features' and 'labels'")
    }
    let images = try array(features, "features", path).images(place: "\(path): 'features'")
    for key in ["sizes", "coords"] {
      guard let value = try value(key) else { continue }
      let rows = try array(value, key, path).shape.first ?? 0
      guard rows == images.count else {
        throw DatasetError("\(path) holds \(images.count) 'features', but \(rows) '\(key)'")
      }
    }
    return SplitContent(
      images: images, classes: try value("labels").map { try classes($0, path) },
      imagesPath: "\(path): 'features'", labelsPath: "\(path): 'labels'")
  }

  /// Labels come as an array, or as a list of numbers.
  private static func classes(_ value: PickleValue, _ path: String) throws -> [Int32] {
    guard case .list(let list) = value else {
      return try array(value, "labels", path).classes(place: "\(path): 'labels'")
    }
    return try list.enumerated().map { i, label in
      guard let number = label.integer, (0...SplitContent.greatestClass).contains(number) else {
        throw DatasetError("\(path): label \(i) is not a class number")
      }
      return Int32(number)
    }
  }

  private static func array(_ value: PickleValue, _ key: String, _ path: String) throws -> NumPyArray {
    guard case .array(let array) = value, let content = array.content else {
      throw DatasetError("\(path): '\(key)' is not a NumPy array")
    }
    guard let type = content.type.type else {
      throw DatasetError(
        "\(path): '\(key)' holds elements of type '\(content.type.text.prefix(20))'; images and labels must be "
          + "numbers")
    }
    return try NumPyArray(
      content.raw, shape: content.shape, type: type, isFortran: content.isFortran, place: "\(path): '\(key)'")
  }
}
