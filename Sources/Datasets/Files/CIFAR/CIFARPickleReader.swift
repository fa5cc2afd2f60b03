import Core

/// Reads the Python version of CIFAR-10 (`data_batch_1` ... `data_batch_5`, `test_batch`, `batches.meta`) and of
/// CIFAR-100 (`train`, `test`, `meta`), unpacked or as the publisher's archive.
///
/// Each file is a pickled dict of `data`, an array of (N, 3072) bytes, and `labels`, or `fine_labels` and
/// `coarse_labels`.
/// Source: Krizhevsky, "The CIFAR-10 dataset", sections "Python / Matlab versions" and "The CIFAR-100 dataset",
/// https://www.cs.toronto.edu/~kriz/cifar.html
struct CIFARPickleReader: DatasetReader {
  let format = "CIFAR-10's and CIFAR-100's Python files (cifar-10-python.tar.gz, cifar-100-python.tar.gz)"
  let options: Set<LoadOptions.Name> = [.label]

  private struct Names {
    let batches: Splits<[String]>
    let meta: String

    static let all = [
      Names(
        batches: Splits(train: (1...5).map { "data_batch_\($0)" }, test: ["test_batch"]), meta: "batches.meta"
      ),
      Names(batches: Splits(train: ["train"], test: ["test"]), meta: "meta"),
    ]

    /// Whether these files are there. `train` and `test` are common names, which a file `meta` makes rarer.
    func arePresent(in source: DataSource) -> Bool {
      guard batches.train?.count ?? 0 > 1 || source.file(named: [meta]) != nil,
        let file = source.file(named: batches.values.flatMap(\.self))
      else { return false }
      return PickleReader.isPickle(source.start(of: file))
    }
  }

  func recognises(_ source: DataSource) -> Bool {
    source.kind != .file && Names.all.contains { $0.arePresent(in: source) }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    guard let names = Names.all.first(where: { $0.arePresent(in: source) }) else {
      throw DatasetError("\(source.path) holds no files of CIFAR's Python version")
    }
    let files = try source.batches(names.batches)
    let meta = source.file(named: [names.meta])
    // An archive is passed over once, in its own order; the batches are put into theirs afterwards.
    var batches: [String: CIFARBatch] = [:]
    var metaItems: [(key: String, value: PickleValue)] = []
    try source.read(files.values.flatMap(\.self) + [meta].compactMap(\.self)) { file, stream in
      guard case .dictionary(let pairs) = try PickleMachine.run(stream) else {
        throw DatasetError("\(file.path) is not one of CIFAR's: it does not hold a dict")
      }
      let items = pairs.compactMap { pair in pair.key.string.map { (key: $0, value: pair.value) } }
      if file.name == meta?.name {
        metaItems = items
      } else if let batch = try CIFARBatch(items, label: options.label, path: file.path) {
        batches[file.name] = batch
      } else {
        throw DatasetError("\(file.path) is not one of CIFAR's: it holds no 'data' of 3072 bytes an image")
      }
    }
    let contents = files.map { files in
      CIFARBatch(joining: files.compactMap { batches[$0.name] }).content(files[0].path)
    }
    let key = batches.values.first?.labelsKey ?? "labels"
    let own = Self.names(metaItems, of: key) ?? (key == "labels" ? CIFARReader.classNames : nil)
    return try Dataset(
      name: name, contents, classNames: classNames ?? own, origin: "CIFAR's Python files",
      location: source.path, notes: Self.notes(key))
  }

  private static func notes(_ key: String) -> [String] {
    switch key {
    case "fine_labels": ["the classes are the 100 fine_labels; label=coarse_labels takes the 20 of groups"]
    case "coarse_labels": ["the classes are the 20 coarse_labels"]
    default: []
    }
  }

  /// `label_names`, or `fine_label_names`.
  private static func names(_ meta: [(key: String, value: PickleValue)], of key: String) -> [String]? {
    guard case .list(let list)? = meta.last(where: { $0.key == key.dropLast() + "_names" })?.value else {
      return nil
    }
    let names = list.compactMap(\.string)
    return names.count == list.count && !names.isEmpty ? names : nil
  }
}

/// One of CIFAR's pickled files: images in planes of red, green and blue, and their labels.
struct CIFARBatch {
  private let planes: [UInt8]
  private let classes: [Int32]
  /// What the file calls the labels.
  let labelsKey: String

  private static let area = 32 * 32

  /// - Parameter label: which of several labels is meant, `fine_labels` or `coarse_labels`; nil for the fine ones.
  /// - Returns: nil where the items are none of such a file.
  /// - Throws: ``DatasetError`` where there are not as many labels as images, or one is no class number.
  init?(_ items: [(key: String, value: PickleValue)], label: String?, path: String) throws {
    func value(_ key: String) -> PickleValue? { items.last { $0.key == key }?.value }
    let known = ["labels", "fine_labels", "coarse_labels"].filter { value($0) != nil }
    guard case .array(let array)? = value("data"), let content = array.content, !known.isEmpty,
      content.shape.count == 2, content.shape[1] == 3 * Self.area, let type = content.type.type
    else { return nil }
    guard
      let key = label.map({ label in known.first { $0 == label || $0 == label + "_labels" } }) ?? known.first
    else {
      throw DatasetError(
        "label=\(label ?? ""): \(path) has \(known.joined(separator: " and "))", subject: "label")
    }
    let place = "\(path): 'data'"
    let data = try NumPyArray(
      content.raw, shape: content.shape, type: type, isFortran: content.isFortran, place: place)
    guard case .bytes(let planes) = data.elements, case .list(let labels)? = value(key) else {
      throw DatasetError("\(place) holds no bytes, or '\(key)' is no list; expected CIFAR's")
    }
    guard labels.count == content.shape[0] else {
      throw DatasetError("\(path) holds \(content.shape[0]) images, but \(labels.count) '\(key)'")
    }
    self.planes = planes
    labelsKey = key
    classes = try labels.enumerated().map { i, label in
      guard let number = label.integer, (0...SplitContent.greatestClass).contains(number) else {
        throw DatasetError("\(path): '\(key)': label \(i) is not a class number")
      }
      return Int32(number)
    }
  }

  /// The images of several files, one after the other.
  init(joining batches: [CIFARBatch]) {
    planes = batches.flatMap(\.planes)
    classes = batches.flatMap(\.classes)
    labelsKey = batches.first?.labelsKey ?? "labels"
  }

  func content(_ path: String) -> SplitContent {
    SplitContent(
      images: Tensor(
        shape: [classes.count, 32, 32, 3], bytes: ChannelsFirst.turned(planes, channels: 3, area: Self.area)),
      classes: classes, imagesPath: path, labelsPath: path)
  }
}
