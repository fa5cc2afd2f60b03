import Core
import Foundation

/// Reads the arrays of a `.npz` archive, such as Keras's `mnist.npz`, or of `.npy` files in a folder, where an archive of
/// one array is as good (Kuzushiji-MNIST's `kmnist-train-imgs.npz`).
struct NumPyReader: DatasetReader {
  let format = "NumPy's .npz and .npy files (x_train, y_train ... or train_images, train_labels ...)"

  /// How many files are named where none is what was looked for.
  private static let namedFiles = 10

  private typealias Pairs = ArrayPairs<ArrayFile>

  /// An array of its own, in a source.
  private struct ArrayFile {
    let source: DataSource
    let file: DataFile

    func read() throws -> NumPyArray { try NumPyFile.read(source.open(file)) }
    func header() throws -> (shape: Shape, type: NumPyType) {
      let (shape, type, _) = try NumPyFile.header(source.open(file))
      return (shape, type)
    }
  }

  func recognises(_ source: DataSource) -> Bool {
    switch source.kind {
    case .file: NumPyFile.recognises(source.start)
    case .archive: source.files().contains { $0.name.hasSuffix(".npy") }
    // Where it is not clear which are meant, reading asks.
    case .folder: (try? Self.pairs(of: source))?.splits.isEmpty != true
    }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    var pairs = try Self.pairs(of: source)
    // An array that was found beside, under the name of its archive, is the one that was named.
    if source.kind == .archive, source.files().count == 1 { source.files().forEach(source.countAsRead) }
    var notes: [String] = []
    if pairs.splits.isEmpty, let (found, note) = try Self.pairByShape(source) {
      pairs = found
      notes.append(note)
    }
    guard !pairs.splits.isEmpty else {
      throw DatasetError(
        "\(source.path) holds \(Self.list(source.files().map(\.name))); expected names such as x_train and y_train, "
          + "or x and y, as np.savez(\"data.npz\", x_train=x, y_train=y) gives them")
    }
    return try Dataset(
      name: name, pairs.splits.map(Self.content), classNames: classNames, origin: "NumPy arrays",
      location: source.path, notes: notes)
  }

  private static func list(_ names: [String]) -> String {
    let more = names.count - namedFiles
    return names.prefix(namedFiles).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  private static func content(_ pair: Pairs.Pair) throws -> SplitContent {
    let path = pair.images.array.file.path
    let (images, notes) = try pair.images.array.read().images(place: path, title: pair.images.name)
    guard let labelsFile = pair.labels?.array else {
      return SplitContent(images: images, classes: nil, imagesPath: path, labelsPath: path, notes: notes)
    }
    let labels = try labelsFile.read().labels(place: labelsFile.file.path)
    return SplitContent(
      images: images, classes: labels.classes, labelNames: labels.names, imagesPath: path,
      labelsPath: labelsFile.file.path, notes: notes)
  }

  // MARK: - Which arrays

  private static func pairs(of source: DataSource) throws -> Pairs {
    if source.kind == .folder { return try ArrayPairs(splits: pairs(NumPyFiles(of: source), of: source)) }
    let own = stem(source.name)
    let members = try arrays(of: source)
    guard source.kind == .file || members.count == 1 else { return try pairs(members, of: source) }
    // A file of one array, which is called by its file, and what lies beside it.
    let besides = try arrays(ofFolder: source.parent)
    let words = commonWords(besides.map(\.name))
    if let mine = ArrayName(own, passing: words) {
      let split = besides.filter { ArrayName($0.name, passing: words)?.split == mine.split }
      let found = try ArrayPairs(split, passing: words, place: source.parent)
      if !found.splits.isEmpty { return found }
    }
    if source.kind == .archive, case let found = try pairs(members, of: source), !found.splits.isEmpty {
      return found
    }
    guard source.kind == .file else { return try pairs(members, of: source) }
    let file = ArrayFile(source: source, file: source.file)
    return try ArrayPairs(
      [.init(name: "x_\(NameWords(own).split ?? .train)", array: file)], place: source.path)
  }

  private static func pairs(_ found: NumPyFiles?, of source: DataSource) -> Splits<Pairs.Pair> {
    func named(_ file: DataFile) -> Pairs.Named {
      .init(name: stem(file.lastName), array: ArrayFile(source: source, file: file))
    }
    return Splits { split in
      found?.files[split, .images].map { (named($0), found?.files[split, .labels].map(named)) }
    }
  }

  private static func pairs(_ arrays: [Pairs.Named], of source: DataSource) throws -> Pairs {
    try ArrayPairs(arrays, passing: commonWords(arrays.map(\.name)), place: source.path)
  }

  /// What all of several names have in common says nothing of any.
  private static func commonWords(_ names: [String]) -> Set<String> {
    guard names.count > 1 else { return [] }
    let words = names.map { Set(NameWords($0).words) }
    return words.dropFirst().reduce(words[0]) { $0.intersection($1) }
  }

  private static func arrays(of source: DataSource) throws -> [Pairs.Named] {
    source.files().filter { stem($0.lastName) != $0.lastName }.map {
      .init(name: stem($0.lastName), array: ArrayFile(source: source, file: $0))
    }
  }

  /// The arrays in files of their own whose names tell what they are: others may be anything.
  private static func arrays(ofFolder path: String) throws -> [Pairs.Named] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().filter {
      !$0.hasPrefix(".") && [".npy", ".npy.gz", ".npz"].contains(where: $0.hasSuffix)
    }
    let words = commonWords(names.map(stem))
    return try names.filter { ArrayName(stem($0), passing: words) != nil }.compactMap { name in
      let source = try DataSource(path: path.appendingPath(name))
      guard source.kind == .archive else {
        return .init(name: stem(name), array: ArrayFile(source: source, file: source.file))
      }
      let members = source.files().filter { $0.name.hasSuffix(".npy") }
      guard members.count == 1 else { return nil }
      return .init(name: stem(name), array: ArrayFile(source: source, file: members[0]))
    }
  }

  /// A name without its ending.
  private static func stem(_ name: some StringProtocol) -> String {
    for ending in [".npy.gz", ".npy", ".npz"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return String(name)
  }

  /// Two arrays of any names that can be nothing else than images and their labels: as many, of three or four axes one,
  /// of one axis and whole numbers or texts the other.
  private static func pairByShape(_ source: DataSource) throws -> (Pairs, note: String)? {
    guard source.kind == .archive, case let arrays = try arrays(of: source), arrays.count == 2 else {
      return nil
    }
    let headers = try arrays.map { try $0.array.header() }
    guard let images = headers.firstIndex(where: { (3...4).contains($0.shape.count) }),
      case let labels = 1 - images, headers[labels].shape.count == 1, headers[labels].type.kind != .float,
      headers[labels].shape == Array(headers[images].shape.prefix(1)), headers[images].shape[0] > 1
    else { return nil }
    let pairs = try ArrayPairs<ArrayFile>(
      [.init(name: "x", array: arrays[images].array), .init(name: "y", array: arrays[labels].array)],
      place: source.path)
    return (
      pairs,
      "images from \(arrays[images].name).npy and labels from \(arrays[labels].name).npy, by their shapes"
    )
  }
}
