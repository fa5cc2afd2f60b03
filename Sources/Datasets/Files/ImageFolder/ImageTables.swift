/// The classes and splits of images, as tables beside them tell.
struct ImageTables {
  private(set) var filed = Splits<[FiledImage]>()
  /// The errors of images that tables name and that are not there.
  private(set) var missing: [DatasetError] = []
  private(set) var isOfTrafficSigns = false
  /// What was taken for what, and what was passed over.
  private(set) var notes: [String] = []

  /// In bytes; that of GTSRB's 39,209 training images has 2 MB.
  private static let greatestTable = 1 << 26
  /// How many of the tables that are passed over are named.
  private static let namedTables = 5

  /// Reads the tables that tell the classes of `images`: those with GTSRB's names or the name of a split, else the one
  /// that names them.
  /// - Parameters:
  ///   - hasFolders: whether folders tell the classes, so that only GTSRB's own tables count.
  ///   - split: the split whose folder an image lies in, where there are such folders.
  /// - Throws: ``DatasetError`` where a table is damaged, or it takes an option to tell which is meant.
  init(
    _ tables: [DataFile], of source: DataSource, images: [PlacedImage], hasFolders: Bool,
    options: LoadOptions,
    split: (DataFile) -> SplitName?
  ) throws {
    let index = ImageIndex(images)
    let (files, said) = try Self.meant(tables, options.labels, source)
    var found: [(file: DataFile, table: ImageTable)] = []
    var passedOver: [DataFile] = []
    func look(_ file: DataFile, _ stream: DataStream) throws {
      let isUsual = said || ImageTable.isUsual(String(file.lastName))
      var text = try TableText(stream)
      var bytes: [UInt8] = []
      while case let piece = try text.read(1 << 20), !piece.isEmpty {
        bytes += piece
        guard bytes.count <= Self.greatestTable else {
          if !isUsual {
            passedOver.append(file)
            return
          }
          throw DatasetError(
            "\(file.path) is too large for a table of images: more than \(Self.greatestTable) bytes")
        }
      }
      let isOfficial = bytes.prefix { $0 != 0x0A }.split { $0 == 0x2C || $0 == 0x3B }.contains {
        $0.starts(with: "ClassId".utf8)
      }
      do {
        let label = options.label == "none" ? nil : options.label
        let table = try ImageTable(bytes, path: file.path, label: label) {
          index.file($0, besides: file) != nil
        }
        if let table { found.append((file, table)) } else { passedOver.append(file) }
      } catch let error as DatasetError
        where !said && (hasFolders ? !isOfficial : !isUsual && error.subject == nil)
      {
        passedOver.append(file)
      }
    }
    if said, let file = files.first, !tables.contains(where: { $0.path == file.path }) {
      try look(file, DataStream(path: file.path))
    } else {
      try source.read(files, look)
    }
    if said, found.isEmpty, let file = files.first {
      throw DatasetError("\(file.path) has no column that names images of \(source.path)", subject: "labels")
    }
    try choose(&found, &passedOver, said: said, hasFolders: hasFolders)
    var placed: [(SplitName, FiledImage)] = []
    for (file, table) in found {
      isOfTrafficSigns = isOfTrafficSigns || table.isOfTrafficSigns
      notes += [table.note].compactMap(\.self)
      let own = Self.namedSplit(file)
      for row in table.rows {
        if let image = index.file(row.image, besides: file) {
          let place = own ?? split(image) ?? .train
          placed.append((place, FiledImage(file: image, category: row.category)))
        } else {
          missing.append(
            DatasetError(
              "\(file.path), line \(row.line): there is no image '\(row.image)' in \(source.path)"))
        }
      }
    }
    filed = Splits(grouping: placed)
    tell(passedOver)
  }

  /// The tables to look at, and whether the learner named the one.
  private static func meant(_ tables: [DataFile], _ labels: String?, _ source: DataSource) throws -> (
    [DataFile], Bool
  ) {
    guard let labels else { return (tables, false) }
    if labels == "none" { return ([], false) }
    let named = tables.filter {
      $0.name == labels || $0.lastName == labels[...] || $0.lastName.dropLast(4) == labels[...]
    }
    if named.count == 1 { return (named, true) }
    if named.count > 1 {
      throw DatasetError(
        "\(source.path) has several tables '\(labels)': \(named.prefix(5).map(\.name).joined(separator: ", "))",
        subject: "labels")
    }
    for place in [source.parent.appendingPath(labels), labels] {
      if let beside = try? DataSource(path: place), beside.kind == .file { return ([beside.file], true) }
    }
    throw DatasetError(
      "\(source.path) has no table '\(labels)'"
        + (tables.isEmpty ? "" : "; it has \(tables.prefix(5).map(\.name).joined(separator: ", "))"),
      subject: "labels")
  }

  /// Leaves the tables that tell the classes.
  private func choose(
    _ found: inout [(file: DataFile, table: ImageTable)], _ passedOver: inout [DataFile], said: Bool,
    hasFolders: Bool
  ) throws {
    if said { return }
    func keep(_ isMeant: (DataFile, ImageTable) -> Bool) {
      passedOver += found.filter { !isMeant($0.file, $0.table) }.map(\.file)
      found = found.filter { isMeant($0.file, $0.table) }
    }
    keep { file, _ in !file.lastName.lowercased().contains("submission") }
    // Class folders tell the classes, unless the tables are GTSRB's own.
    if hasFolders { keep { $1.note == nil } }
    if found.contains(where: { ImageTable.isUsual(String($0.file.lastName)) && $0.table.hasClasses }) {
      keep { file, _ in ImageTable.isUsual(String(file.lastName)) }
    } else {
      let telling = found.filter(\.table.hasClasses)
      guard telling.count <= 1 else {
        let names = telling.map { String($0.file.lastName) }
        throw DatasetError(
          "which table tells the classes: \(names.prefix(5).joined(separator: ", "))? say labels=\"\(names[0])\"",
          subject: "labels")
      }
    }
    // A list without classes says which images are to be predicted, where another tells those of the rest.
    let classes = found.contains { $0.table.hasClasses }
    let splits = Set(found.filter(\.table.hasClasses).map { Self.namedSplit($0.file) ?? .train })
    keep { file, table in
      table.hasClasses || classes && !splits.contains(Self.namedSplit(file) ?? .train) && table.note != nil
    }
  }

  private static func namedSplit(_ table: DataFile) -> SplitName? {
    table.folders.compactMap(NameWords.split(ofFolder:)).first
      ?? NameWords(table.lastName.dropLast(4)).split
  }

  private mutating func tell(_ passedOver: [DataFile]) {
    let names = Set(passedOver.map(\.name)).filter { !$0.lowercased().contains("gt-") }.sorted()
    guard !names.isEmpty else { return }
    let more = names.count - Self.namedTables
    let first = names.prefix(Self.namedTables).joined(separator: ", ")
    notes.append(
      "passed over: \(first)" + (more > 0 ? " and \(more) more" : "")
        + " (labels= names the table of the classes)")
  }
}

/// Finds the images that tables name.
private struct ImageIndex {
  private var byPath: [String: DataFile] = [:]
  private var byLastName: [Substring: [DataFile]] = [:]
  /// Without their endings.
  private var byStem: [Substring: [DataFile]] = [:]

  init(_ images: [PlacedImage]) {
    for image in images {
      byPath[Self.path(image.file.folders, String(image.file.lastName))] = image.file
      byLastName[image.file.lastName, default: []].append(image.file)
      byStem[Self.stem(image.file.lastName), default: []].append(image.file)
    }
  }

  /// The image beside or below the table, else the only one of that name: GTSRB's table of the test images comes
  /// in an archive of its own. A name may lack its ending.
  func file(_ name: String, besides table: DataFile) -> DataFile? {
    let name = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
    if let file = byPath[Self.path(table.folders, name)] { return file }
    let last = name.split(separator: "/").last ?? name[...]
    for found in [byLastName[name[...]] ?? [], byLastName[last] ?? [], byStem[last] ?? []]
    where !found.isEmpty {
      return found.count == 1 ? found[0] : nil
    }
    return nil
  }

  private static func stem(_ name: Substring) -> Substring {
    name.lastIndex(of: ".").map { name[..<$0] } ?? name
  }

  private static func path(_ folders: ArraySlice<String>, _ name: String) -> String {
    (folders + [name]).joined(separator: "/")
  }
}
