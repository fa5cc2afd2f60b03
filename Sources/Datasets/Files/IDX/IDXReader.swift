import Core
import Foundation

/// Reads the IDX files of MNIST and of the sets made in its image: images and labels of each split.
struct IDXReader: DatasetReader {
  let format = "MNIST's IDX files (train-images-idx3-ubyte ...)"
  /// What the files' names may begin with; nil for anything.
  var families: Set<String>?

  /// The usual names of the four files.
  static let usualNames = [IDXPair(of: .train), IDXPair(of: .test)].flatMap {
    [$0.imagesName(), $0.labelsName]
  }

  func recognises(_ source: DataSource) -> Bool {
    if source.kind == .file { return IDX.recognises(source.start) }
    // Where it is not clear which files are meant, reading asks.
    do { return try IDXFiles(of: source, families: families) != nil } catch { return true }
  }

  /// Reads the splits of a folder or an archive; of a file, the split that it belongs to.
  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let place = source.kind == .file ? try Self.place(around: source) : source
    let found =
      try source.kind == .file
      ? IDXFiles(around: source, in: place) : IDXFiles(of: source, families: families)
    guard let found else {
      throw DatasetError(
        "\(source.path) is an IDX file, but its name does not tell what it holds; expected one of "
          + Self.usualNames.joined(separator: ", "))
    }
    let contents = try Splits { split in
      try IDXPair.read(found.files[split, .images], found.files[split, .labels], from: place)
    }
    return try Dataset(
      name: name, contents,
      classNames: classNames ?? IDXClassNames.read(from: place), origin: "IDX files", location: source.path,
      notes: found.isWithoutSplit ? ["no file's name says train or test: read as train"] : [])
  }

  /// The folder in which the file's partner lies: its own, or the one around where that is called as the file itself, as
  /// Kaggle's archives unpack.
  private static func place(around file: DataSource) throws -> DataSource {
    let parent = file.path.parentPath
    guard (parent as NSString).lastPathComponent == file.name else {
      return try DataSource(path: file.parent, depth: 0)
    }
    let outer = parent.parentPath
    return try DataSource(path: outer.isEmpty ? "." : outer, depth: 1)
  }
}
