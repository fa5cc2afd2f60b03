import Foundation

/// Reads one format of data sets.
protocol DatasetReader: Sendable {
  /// What it reads, as the end of "`load` reads ...".
  var format: String { get }

  /// What it can be told.
  var options: Set<LoadOptions.Name> { get }

  /// Whether its files lie in folders of their own: then it looks into those also where the folder is one that may hold many
  /// sets, and other readers into the folder itself alone.
  var readsInnerFolders: Bool { get }

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
  var readsInnerFolders: Bool { false }
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

  /// Those that can read what the options ask for.
  static func meant(by options: LoadOptions) -> [any DatasetReader] {
    options.isOfFeatures ? [FeatureTableReader()] : all
  }

  /// Reads the set in the folder, archive or file at `path`, or in archives that lie in the folder, and says what was
  /// passed over.
  /// - Parameters:
  ///   - names: what the set's own folder may be called, in small letters; nil where `path` is the set itself.
  ///   - readers: the formats that are meant.
  ///   - options: how the set is to be read.
  /// - Returns: nil where none of them recognises it.
  static func read(
    _ path: String, name: String, names: Set<String>? = nil, classNames: [String]?,
    as readers: [any DatasetReader] = all, options: LoadOptions
  ) throws -> Dataset? {
    guard let (source, reader) = try find(path, names: names, as: readers, options: options) else {
      return nil
    }
    try options.check(used: reader.options.union([.files]), by: name)
    source.forgetReading()
    var set = try reader.read(source, name: name, classNames: classNames, options: options)
    try source.checkOneMeaning()
    set.notes += [PassedOver.line(source.passedOver)].compactMap(\.self)
    return set
  }

  /// What is to be read at `path`, and by which of the readers; nil where none of them recognises anything.
  static func find(
    _ path: String, names: Set<String>?, as readers: [any DatasetReader], options: LoadOptions = LoadOptions()
  ) throws -> (source: DataSource, reader: any DatasetReader)? {
    let isOwn = names?.contains((path as NSString).lastPathComponent.lowercased()) ?? true
    // In a folder that may hold many sets only the files that lie in it itself are of the one that is meant.
    let depth = isOwn ? FolderWalk.greatestDepth : 0
    let source = try DataSource(path: path, depth: depth, choice: options.files)
    if let reader = readers.first(where: { $0.recognises(source) }) { return (source, reader) }
    guard source.kind == .folder else { return nil }
    let opened = try source.opening { isOwn || names?.contains($0.nameOfSet) == true }
    if let opened, let reader = readers.first(where: { $0.recognises(opened) }) { return (opened, reader) }
    if let failure = opened?.failure ?? source.failure { throw failure }
    guard !isOwn, case let deepReaders = readers.filter(\.readsInnerFolders), !deepReaders.isEmpty else {
      return nil
    }
    let deep = try DataSource(path: path, choice: options.files)
    return deepReaders.first { $0.recognises(deep) }.map { (deep, $0) }
  }

  /// What can be read, for messages.
  static var formats: String { all.map(\.format).joined(separator: "; ") }
}

extension DataFile {
  /// What its set is called where it is an archive: its name in small letters without the ending.
  fileprivate var nameOfSet: String {
    let name = lastName.lowercased()
    let ending = ArchiveEndings.all.filter(name.hasSuffix).max { $0.count < $1.count }
    return String(name.dropLast(ending?.count ?? 0))
  }
}
