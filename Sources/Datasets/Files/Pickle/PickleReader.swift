/// Reads pickled arrays: the traffic-sign lesson's dict of `features` and `labels`, dicts of arrays by the names that a
/// `.npz` archive may have too, and tuples of images and labels, such as Theano's `mnist.pkl.gz`.
struct PickleReader: DatasetReader {
  let format =
    "pickled arrays (the traffic-sign lesson's train.p, valid.p and test.p; mnist.pkl.gz)"

  func recognises(_ source: DataSource) -> Bool {
    if source.kind == .file { return Self.isPickle(source.start) }
    // Where it is not clear which files are meant, reading asks.
    do { return try !files(of: source).isEmpty } catch { return true }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let files = try files(of: source)
    // One file may hold all splits.
    let splits =
      if files.named.count == 1, let (split, file) = files.named.first {
        try Self.splits(source.open(file), of: split)
      } else {
        try files.map { try Self.content(source.open($0)) }
      }
    let greatest = splits.values.compactMap { $0.classes?.max() }.max() ?? 0
    let signs = greatest == TrafficSignNames.all.count - 1 ? TrafficSignNames.all : nil
    return try Dataset(
      name: name, splits, classNames: classNames ?? signs, origin: "pickled NumPy arrays",
      location: source.path)
  }

  /// Whether a file that begins with `start` is a pickle: of protocols 2 to 5 by their mark; of 0 and 1, which have
  /// none, by how a dict, a list or a tuple begins there.
  static func isPickle(_ start: [UInt8]) -> Bool {
    guard start.count > 2 else { return false }
    if start[0] == PickleOpcode.proto.rawValue { return (2...5).contains(start[1]) }
    let openings: [[UInt8]] = [
      Array("(dp".utf8), Array("(lp".utf8), Array("(tp".utf8), Array("}q".utf8), Array("]q".utf8),
      Array("((".utf8), Array("cnumpy".utf8), Array("(cnumpy".utf8), Array("((cnumpy".utf8),
      Array("c__builtin__\n".utf8), Array("ccopy_reg\n".utf8), Array("cpandas".utf8),
    ]
    return openings.contains { start.starts(with: $0) }
  }

  private func files(of source: DataSource) throws -> Splits<DataFile> {
    try source.splitFiles([".p", ".pickle", ".pkl"]) { Self.isPickle(source.start(of: $0)) }
  }

  // MARK: - One file

  /// What a file holds of one split.
  static func content(_ file: DataStream) throws -> SplitContent {
    let path = file.path
    let splits = try splits(file, of: .train)
    guard splits.named.count == 1, let only = splits.train else {
      throw DatasetError(
        "\(path) holds several splits; expected those of one, since the files beside it hold the others")
    }
    return only
  }

  /// What a file holds, all of it of `split` where it does not say it.
  static func splits(_ file: DataStream, of split: SplitName) throws -> Splits<SplitContent> {
    let path = file.path
    switch try PickleMachine.run(file) {
    case .dictionary(let items): return try Pickled(items, path: path).splits(split)
    case .tuple(let parts), .list(let parts): return try Pickled.splits(parts, path: path, of: split)
    case .array(let array):
      return Splits(only: split, try Pickled.content(.array(array), nil, "the array", "", path))
    default: throw DatasetError("\(path) does not hold a dict of 'features' and 'labels'")
    }
  }
}

/// A pickled dict, as far as it is a data set.
private struct Pickled {
  private let items: [(key: String, value: PickleValue)]
  private let path: String

  init(_ items: [(key: PickleValue, value: PickleValue)], path: String) {
    self.items = items.compactMap { item in item.key.string.map { ($0, item.value) } }
    self.path = path
  }

  func splits(_ split: SplitName) throws -> Splits<SplitContent> {
    if let batch = try CIFARBatch(items, label: nil, path: path) {
      return Splits(only: split, batch.content(path))
    }
    let arrays = items.filter { $0.value.isArrayOrList || ArrayName($0.key) != nil }
    let pairs = try ArrayPairs<PickleValue>(arrays.map { .init(name: $0.key, array: $0.value) }, place: path)
    guard !pairs.splits.isEmpty else {
      let keys = items.prefix(10).map { "'\($0.key.prefix(40))'" }.joined(separator: ", ")
      throw DatasetError(
        "\(path) holds a dict of \(keys.isEmpty ? "nothing" : keys); expected 'features' and 'labels', or names such as "
          + "'x_train' and 'y_train'")
    }
    var contents = try pairs.splits.map { pair in
      try Self.content(
        pair.images.array, pair.labels?.array, "'\(pair.images.name)'", "'\(pair.labels?.name ?? "")'", path)
    }
    if pairs.splits.named.count == 1, let only = contents.train,
      ArrayName(pairs.splits.train?.images.name ?? "")?.split == nil
    {
      contents = Splits(only: split, only)
    }
    let passed = pairs.others.filter { !["sizes", "coords"].contains($0) }
    if !passed.isEmpty, let first = contents.named.first?.name {
      contents[first]?.notes.append(
        "passed over: \(passed.prefix(10).map { "'\($0)'" }.joined(separator: ", "))")
    }
    for (key, value) in arrays where ["sizes", "coords"].contains(key) {
      let rows = try Self.array(value, "'\(key)'", path).shape.first ?? 0
      guard let images = contents[split]?.images.count, rows != images else { continue }
      throw DatasetError(
        "\(path) holds \(images) '\(pairs.splits.train?.images.name ?? "")', but \(rows) '\(key)'")
    }
    return contents
  }

  /// Two or three pairs of images and labels, or one such pair.
  static func splits(_ parts: [PickleValue], path: String, of split: SplitName) throws -> Splits<
    SplitContent
  > {
    let pairs = parts.compactMap(\.pair)
    if pairs.count == parts.count, (2...3).contains(pairs.count) {
      let names: [SplitName] = pairs.count == 3 ? [.train, .valid, .test] : [.train, .test]
      var contents = Splits<SplitContent>()
      for (name, pair) in zip(names, pairs) {
        contents[name] = try content(pair.0, pair.1, "\(name)'s images", "\(name)'s labels", path)
      }
      let words = names.map(\.rawValue)
      contents.train?.notes.append(
        "\(pairs.count) pairs of images and labels, taken for \(words.dropLast().joined(separator: ", ")) and "
          + "\(words.last ?? "")")
      return contents
    }
    guard parts.count == 2, case .array = parts[0], parts[1].isArrayOrList else {
      throw DatasetError(
        "\(path) holds a tuple or list of \(parts.count) parts; expected images and labels, or two or three such pairs "
          + "(train, valid and test)")
    }
    return Splits(only: split, try content(parts[0], parts[1], "the images", "the labels", path))
  }

  static func content(
    _ images: PickleValue, _ labels: PickleValue?, _ imagesName: String, _ labelsName: String, _ path: String
  ) throws -> SplitContent {
    let (imagesPath, labelsPath) = ("\(path): \(imagesName)", "\(path): \(labelsName)")
    let (tensor, notes) = try array(images, imagesName, path).images(
      place: imagesPath, title: imagesName)
    let found = try labels.map { try Self.labels($0, labelsName, path) }
    return SplitContent(
      images: tensor, classes: found?.classes, labelNames: found?.names, imagesPath: imagesPath,
      labelsPath: labelsPath, notes: notes)
  }

  /// Labels come as an array, or as a list of numbers.
  private static func labels(_ value: PickleValue, _ name: String, _ path: String) throws -> ArrayLabels {
    guard case .list(let list) = value else {
      return try array(value, name, path).labels(place: "\(path): \(name)")
    }
    return ArrayLabels(
      classes: try list.enumerated().map { i, label in
        guard let number = label.integer, (0...SplitContent.greatestClass).contains(number) else {
          throw DatasetError("\(path): label \(i) is not a class number")
        }
        return Int32(number)
      })
  }

  private static func array(_ value: PickleValue, _ name: String, _ path: String) throws -> NumPyArray {
    guard case .array(let array) = value, let content = array.content else {
      throw DatasetError("\(path): \(name) is not a NumPy array")
    }
    guard let type = content.type.type else {
      throw DatasetError("\(path): \(name) holds \(NumPyType.refusal(of: content.type.text))")
    }
    return try NumPyArray(
      content.raw, shape: content.shape, type: type, isFortran: content.isFortran, place: "\(path): \(name)")
  }
}

extension PickleValue {
  fileprivate var isArrayOrList: Bool {
    switch self {
    case .array, .list: true
    default: false
    }
  }

  /// The two parts of a tuple or a list.
  fileprivate var pair: (PickleValue, PickleValue)? {
    switch self {
    case .tuple(let parts), .list(let parts): parts.count == 2 ? (parts[0], parts[1]) : nil
    default: nil
    }
  }
}
