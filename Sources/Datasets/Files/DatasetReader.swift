import Foundation

/// Reads one format of data sets.
protocol DatasetReader: Sendable {
  /// What it reads, as the end of "`load` reads ...".
  var format: String { get }

  /// What it can be told.
  var options: Set<LoadOptions.Name> { get }

  /// Whether the source is one for this reader, judged by content where it can be.
  func recognises(_ source: DataSource) -> Bool

  /// Reads the set.
  /// - Parameters:
  ///   - name: what the set will be called.
  ///   - classNames: the names of the classes where they are known from elsewhere.
  ///   - options: those of ``options`` alone.
  /// - Throws: ``DatasetError`` where the data are damaged or incomplete.
  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
}

extension DatasetReader {
  var options: Set<LoadOptions.Name> { [] }
}

enum DatasetReaders {
  /// Every reader, in the order in which they are asked. A new format is a new file and a line here.
  static let all: [any DatasetReader] = [
    IDXReader(),
    NumPyReader(),
    CIFARPickleReader(),
    PickleReader(),
    CIFARReader(),
    PixelTableReader(),
    ImageFolderReader(),
  ]

  /// The endings of archives that are looked into where they lie in a set's folder.
  private static let archiveEndings = [".npz", ".zip", ".tar.gz", ".tgz", ".tar"]

  /// Reads the set in the folder, archive or file at `path`, or in an archive that lies in the folder.
  /// - Parameters:
  ///   - readers: the formats that are meant.
  ///   - options: how the set is to be read.
  /// - Returns: nil where none of them recognises it.
  static func read(
    _ path: String, name: String, classNames: [String]?, as readers: [any DatasetReader] = all,
    options: LoadOptions
  ) throws -> Dataset? {
    guard let (source, reader) = try find(path, name: name, as: readers) else { return nil }
    try options.check(used: reader.options, by: name)
    return try reader.read(source, name: name, classNames: classNames, options: options)
  }

  /// What is to be read at `path`, and by which of the readers; nil where none of them recognises anything.
  static func find(_ path: String, name: String, as readers: [any DatasetReader]) throws -> (
    source: DataSource, reader: any DatasetReader
  )? {
    let source = try DataSource(path: path)
    if let reader = readers.first(where: { $0.recognises(source) }) { return (source, reader) }
    guard source.kind == .folder else { return nil }
    for archive in archives(in: source, named: name) {
      if let found = try find(archive, name: name, as: readers) { return found }
    }
    return nil
  }

  /// The archives that lie in a folder: all of them in the set's own folder, else those of its name.
  private static func archives(in folder: DataSource, named name: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let isOwn = folder.name == name
    return all.sorted().filter { file in
      archiveEndings.contains { isOwn ? file.hasSuffix($0) : file == name + $0 }
    }.map { folder.path.appendingPath($0) }
  }

  /// What can be read, for messages.
  static var formats: String { all.map(\.format).joined(separator: "; ") }
}
