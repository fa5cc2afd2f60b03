import Core

/// The files of a source while they are being collected.
struct SourceContents {
  let root: String
  var files: [DataFile] = []
  var folders: [String] = []
  var archives: [DataSource.OpenedArchive] = []
  var unreadable: [PassedOver] = []
  /// What was wrong with the first archive that could not be opened.
  var failure: (any Error)?

  init(root: String) { self.root = root }

  mutating func add(_ walk: FolderWalk) {
    folders += walk.folders
    unreadable += walk.passedOver
  }

  /// Puts the files of those archives that `isMeant` says in the places of the archives; one that is damaged stays.
  /// - Throws: ``Work/Cancelled``.
  mutating func openArchives(_ isMeant: (DataFile) -> Bool) throws {
    let all = files
    files = []
    for file in all {
      guard file.packed == nil, isMeant(file) else {
        files.append(file)
        continue
      }
      let (fileCount, linkCount) = (files.count, unreadable.count)
      do {
        if let format = Archive.Format(start: try DataStream(file).peek(512)) {
          try open(file, format, isWithinFolder: true)
        } else {
          files.append(file)
        }
      } catch let error as DatasetError {
        files.removeLast(files.count - fileCount)
        unreadable.removeLast(unreadable.count - linkCount)
        failure = failure ?? error
        files.append(file)
      }
    }
  }

  /// Adds the files of an archive.
  /// - Parameter isWithinFolder: whether their names begin with the archive's own.
  mutating func open(_ file: DataFile, _ format: Archive.Format, isWithinFolder: Bool) throws {
    let archive = try Archive(file, format: format)
    let prefix = isWithinFolder ? file.name + "/" : ""
    // Of files of one name the last one counts, as where the archive is unpacked.
    var places: [String: Int] = [:]
    var place = 0
    while let member = try archive.next() {
      let name = prefix + member.name
      let packed = DataFile(
        name: name, root: isWithinFolder ? root : file.path, size: member.size ?? 0,
        packed: (archives.count, place))
      place += 1
      if place.isMultiple(of: 4096) { try Work.report(place, of: FolderWalk.greatestFileCount) }
      guard place <= FolderWalk.greatestFileCount else { throw FolderWalk.tooManyFiles(file.path) }
      if member.name.split(separator: "/").contains(where: Clutter.isKnown) { continue }
      if let earlier = places[name] {
        files[earlier] = packed
      } else {
        places[name] = files.count
        files.append(packed)
      }
    }
    unreadable += archive.links.map { PassedOver(name: prefix + $0.name, reason: $0.reason) }
    archives.append(.init(file: file, format: format, isWithinFolder: isWithinFolder))
  }

  /// The files in the order of their names, the folders, and the least deep files of each last name.
  func sorted() -> ([DataFile], [String], [Substring: [DataFile]]) {
    let files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var byName: [Substring: [DataFile]] = [:]
    for file in files {
      let depth = byName[file.lastName]?.first?.depth ?? .max
      if file.depth < depth {
        byName[file.lastName] = [file]
      } else if file.depth == depth {
        byName[file.lastName]?.append(file)
      }
    }
    return (files, folders, byName)
  }
}

/// The endings of archives that are looked into where they lie in a set's folder.
enum ArchiveEndings {
  static let all = [
    ".npz", ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst",
    ".tzst", ".7z", ".rar", ".bz2", ".xz", ".zst", ".lz4",
  ]

  static func has(_ file: DataFile) -> Bool { file.packed == nil && file.hasEnding(all) }
}

extension DataFile {
  /// Whether its name ends so, in capitals or not.
  func hasEnding(_ endings: [String]) -> Bool {
    let name = lastName.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }
}

extension PassedOver {
  /// So many are named one by one.
  private static let namedCount = 8

  /// The files that were not read, a folder or an archive of which nothing was read as one.
  static func summary(of unread: [DataFile], besides read: [DataFile]) -> [PassedOver] {
    var used: Set<Substring> = [""]
    for file in read { used.formUnion(file.folderChain) }
    var counts: [Substring: (count: Int, only: DataFile)] = [:]
    var order: [Substring] = []
    for file in unread {
      let title = file.folderChain.first { !used.contains($0) } ?? file.name[...]
      if counts[title] == nil { order.append(title) }
      counts[title] = ((counts[title]?.count ?? 0) + 1, file)
    }
    return order.compactMap { title in
      counts[title].map { count, only in
        if title == only.name[...] { return PassedOver(name: String(title)) }
        return PassedOver(name: String(title), reason: count == 1 ? "1 file" : "\(count) files")
      }
    }
  }

  /// One line that names them; nil where there are none.
  static func line(_ all: [PassedOver]) -> String? {
    guard !all.isEmpty else { return nil }
    let more = all.count - namedCount
    return "passed over: " + all.prefix(namedCount).map(\.description).joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
  }
}

extension DataFile {
  /// The folders that it lies in, the outermost first, each with those around it: `a`, `a/b`.
  fileprivate var folderChain: [Substring] {
    name.indices.filter { name[$0] == "/" }.map { name[..<$0] }.filter { !$0.isEmpty }
  }
}
