import Foundation

/// Reads the arrays of a `.npz` archive, such as Keras's `mnist.npz`, or of `.npy` files in a folder.
struct NumPyReader: DatasetReader {
  let format = "NumPy's .npz and .npy files (x_train, y_train ... or train_images, train_labels ...)"

  /// How many files are named where none is what was looked for.
  private static let namedFiles = 10

  /// What the two arrays of a split are usually called, without `.npy`.
  private struct Names {
    let images: [String]
    let labels: [String]

    /// Those of arrays that name no split.
    static let alone = Names(
      images: ["x", "X", "images", "features", "data", "arr_0"],
      labels: ["y", "Y", "labels", "label", "targets", "target", "arr_1"])

    static let all = SplitName.allCases.map(Names.init) + [alone]

    init(images: [String], labels: [String]) { (self.images, self.labels) = (images, labels) }

    init(_ split: SplitName) {
      func names(_ parts: [String]) -> [String] {
        split.words.flatMap { word in parts.flatMap { ["\($0)_\(word)", "\(word)_\($0)"] } }
      }
      self.init(
        images: names(["x", "X", "images", "data"]), labels: names(["y", "Y", "labels", "label", "targets"]))
    }
  }

  func recognises(_ source: DataSource) -> Bool {
    switch source.kind {
    case .file: NumPyFile.recognises(source.start)
    case .archive: ((try? source.files()) ?? []).contains { $0.name.hasSuffix(".npy") }
    case .folder: Names.all.contains { find($0.images, in: source) != nil }
    }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let folder = source.kind == .file ? try DataSource(path: source.parent) : source
    let own = source.kind == .file ? (source.name as NSString).deletingPathExtension : nil

    func content(_ names: Names) throws -> SplitContent? {
      if let own, !(names.images + names.labels).contains(own) { return nil }
      guard let images = find(names.images, in: folder) else { return nil }
      return try Self.content(images, find(names.labels, in: folder), in: folder)
    }
    var train = try content(Names(.train))
    let valid = try content(Names(.valid))
    let test = try content(Names(.test))
    if train == nil, valid == nil, test == nil { train = try content(.alone) }
    if train == nil, valid == nil, test == nil, own != nil {
      train = try Self.content(source.file, nil, in: source)
    }
    guard train != nil || valid != nil || test != nil else {
      let files = try source.files()
      let more = files.count - Self.namedFiles
      let found =
        files.prefix(Self.namedFiles).map(\.name).joined(separator: ", ")
        + (more > 0 ? " and \(more) more" : "")
      throw DatasetError(
        "\(source.path) holds \(found); expected names such as x_train and y_train, or x and y")
    }
    return try Dataset(
      name: name, train: train, valid: valid, test: test, classNames: classNames, origin: "NumPy arrays",
      location: source.path)
  }

  private static func content(_ images: DataFile, _ labels: DataFile?, in source: DataSource) throws
    -> SplitContent
  {
    SplitContent(
      images: try NumPyFile.read(source.open(images)).images(place: images.path),
      classes: try labels.map { try NumPyFile.read(source.open($0)).classes(place: $0.path) },
      imagesPath: images.path, labelsPath: labels?.path ?? images.path)
  }

  private func find(_ names: [String], in source: DataSource) -> DataFile? {
    source.file(named: names.map { $0 + ".npy" })
  }
}
