import Core
import Foundation

/// The data sets known by name, and the way from a name or a path to a data set.
public enum DataCatalogue {
  /// Every known set, the built-in ones first. A new set is a new declaration and a line here.
  public static let known: [KnownDataset] = [
    .digits,
    .signs,
    .scans,
    .mnist,
    .fashionMNIST,
    .digitRecognizer,
    .trafficSigns,
    .cifar10,
  ]

  /// Loads a known set, or the set in a folder or file.
  ///
  /// A known name comes first, then a path as it stands, then a folder of that name in the folders searched.
  /// - Parameters:
  ///   - name: the name of a known set, or a path.
  ///   - counts: how many images of each split: the first of a set read from files, all that are drawn of a
  ///     built-in one. nil for all, or the usual number.
  ///   - seed: what a built-in set is drawn from.
  ///   - options: how files are to be read.
  ///   - search: where to look for files.
  /// - Throws: ``DatasetError`` where there is no such set, its files are nowhere, damaged or incomplete, or
  ///   more images are asked for than there are.
  public static func load(
    _ name: String, _ counts: Splits<Int> = Splits(), seed: UInt64, options: LoadOptions = LoadOptions(),
    search: DataSearch
  ) throws -> Dataset {
    guard let known = known.first(where: { $0.name == name }) else {
      return try loadUnknown(name, options, search: search).limited(to: counts)
    }
    if let draw = known.draw {
      try options.check(used: [], by: name)
      return try draw(counts, seed)
    }
    guard let set = try find(name, in: search, known: known, options) else {
      throw notFound(known, search: search)
    }
    return try set.limited(to: counts)
  }

  /// Reads the set at a path, or else the folder of that name in the folders searched.
  private static func loadUnknown(
    _ name: String, _ options: LoadOptions, search: DataSearch
  ) throws -> Dataset {
    let path = (name as NSString).expandingTildeInPath
    if FileManager.default.fileExists(atPath: path) {
      return try reading(path, as: name) { try load(from: path, options) }
    }
    if name.contains("/") { throw DatasetError("there is no folder or file '\(name)'") }
    if let set = try find(name, in: search, known: nil, options) { return set }
    let found = search.places(for: name, isKnown: false).first { FileManager.default.fileExists(atPath: $0) }
    if let found { throw try unreadable(found).named(name, insteadOf: found) }
    throw unknown(name)
  }

  private static func load(from path: String, _ options: LoadOptions) throws -> Dataset {
    let plainName = URL(fileURLWithPath: path).lastPathComponent
    guard
      let set = try DatasetReaders.read(
        path, name: plainName, classNames: nil, as: DatasetReaders.meant(by: options), options: options)
    else {
      throw try unreadable(path)
    }
    return set
  }

  /// Reads what the learner knows by a name. What fails says in a transcript that name and not the path, which another
  /// machine does not have.
  private static func reading<Result>(
    _ path: String, as name: String, _ body: () throws -> Result
  ) throws -> Result {
    do { return try body() } catch let error as DatasetError { throw error.named(name, insteadOf: path) }
  }

  /// The set called `name` from the first place that has data files, nil where none has.
  private static func find(
    _ name: String, in search: DataSearch, known: KnownDataset?, _ options: LoadOptions
  ) throws -> Dataset? {
    for place in search.places(for: name, isKnown: known != nil, otherNames: known?.otherNames ?? [])
    where FileManager.default.fileExists(atPath: place) {
      let found: Dataset? = try reading(place, as: name) {
        if let known, known.download?.isUnfinished(in: place) == true {
          throw DatasetError(
            "\(place) has a part of \(name) only, for its download was cut off; convbook data fetch \(name) goes on "
              + "from there")
        }
        return try DatasetReaders.read(
          place, name: name, names: known?.names ?? [name.lowercased()], classNames: known?.classNames,
          as: known?.readers ?? DatasetReaders.meant(by: options), options: options)
      }
      if let found { return found }
    }
    return nil
  }

  // MARK: - Errors

  private static func unreadable(_ path: String) throws -> DatasetError {
    let source = try DataSource(path: path)
    let found =
      switch source.kind {
      case .folder: "the folder \(path) holds no data files that `load` knows\(kinds(in: source))"
      case .archive:
        FileKind.guess(archiveOf: source.files().map(\.name)).map {
          "\(path) looks like \($0.description(of: path))"
        } ?? "the archive \(path) holds no data files that `load` knows\(kinds(in: source))"
      case .file: "\(path) looks like \(FileKind.guess(source.start).description(of: path))"
      }
    let isTable = source.kind == .file && [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
    return DatasetError(
      "\(found)\n`load` reads \(DatasetReaders.formats), gzipped or in a .zip or .tar archive too"
        + (isTable ? "\na table whose rows are no images takes the column of the classes: target=NAME" : "")
        + (PassedOver.line(source.passedOver).map { "\n" + $0 } ?? ""))
  }

  /// How many of the files that are not known are named for what they look like.
  private static let namedKinds = 3

  /// What the first files of a folder or an archive look like.
  private static func kinds(in source: DataSource) -> String {
    let files = source.files().prefix(namedKinds)
    return files.map { file in
      "\n\(file.name) looks like \(FileKind.guess(source.start(of: file)).description(of: file.name))"
    }.joined()
  }

  private static func unknown(_ name: String) -> DatasetError {
    let guess = nearestName(to: name, in: known.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
    return DatasetError(
      "there is no data set, folder or file '\(name)'\(guess)\nThe known sets are "
        + known.map(\.name).joined(separator: ", "))
  }

  private static func notFound(_ set: KnownDataset, search: DataSearch) -> DatasetError {
    let places = search.places(for: set.name, isKnown: true).map { place in
      let found = FileManager.default.fileExists(atPath: place) ? "has no data files" : "is not there"
      return "  \(place) \(found)"
    }
    let builtIn = known.filter(\.isBuiltIn).map { "load \($0.name)" }.joined(separator: ", ")
    func text(_ places: [String]) -> String {
      (["the files of '\(set.name)' were not found. Looked in:"] + places + ["How to get them:"]
        + set.howToGet.map { "  " + $0 } + ["Without any files: \(builtIn)"]).joined(separator: "\n")
    }
    let everywhere = ["  the folders that --data and $CONVBOOK_DATA name", "  ~/.cache/convbook/\(set.name)"]
    return DatasetError(
      text(places), portable: text(everywhere + search.systemFolders.map { "  \($0)/\(set.name)" }),
      aside: (["here these are:"] + places).joined(separator: "\n"))
  }
}
