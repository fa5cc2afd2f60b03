import Foundation

/// A folder, an archive (`.zip`, `.npz`, `.tar`, `.tar.gz`) or a single file, as readers see it: named files
/// whose bytes can be read. Archives are told by content.
struct DataSource: Sendable {
  enum Kind { case folder, archive, file }

  let path: String
  let kind: Kind
  /// The first bytes of a single file, inflated, from which readers tell its format; empty for the others.
  let start: [UInt8]
  private let format: Archive.Format?
  /// What the archive holds; empty for the others.
  private let members: [DataFile]
  /// The archive's files by the last part of their names, the least deep one where several share it.
  private let membersByName: [Substring: DataFile]

  /// More files are refused, so that neither an archive nor a wrong path asks for all the memory.
  private static let greatestFileCount = 1_000_000
  /// Folders deeper than this are not looked into.
  private static let greatestDepth = 8

  /// - Throws: ``DatasetError`` where there is nothing at `path`, it may not be read, or an archive is damaged.
  init(path: String) throws {
    self.path = path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      (kind, format, start, members, membersByName) = (.folder, nil, [], [], [:])
      return
    }
    let start = try DataStream(path: path).peek(512)
    format = Archive.Format(start: start)
    guard let format else {
      (kind, self.start, members, membersByName) = (.file, start, [], [:])
      return
    }
    (kind, self.start) = (.archive, [])
    let archive = try Archive(path: path, format: format)
    var members: [DataFile] = []
    while let member = try archive.next() {
      members.append(
        DataFile(
          name: member.name, path: path + "/" + member.name, size: member.size, place: members.count))
      guard members.count <= Self.greatestFileCount else { throw Self.tooManyFiles(path) }
    }
    self.members = members
    membersByName = Dictionary(members.map { ($0.lastName, $0) }) { $0.depth <= $1.depth ? $0 : $1 }
  }

  // MARK: - What there is

  /// The last part of the path.
  var name: String { (path as NSString).lastPathComponent }

  /// The folder that a single file or an archive is in.
  var parent: String {
    let parent = (path as NSString).deletingLastPathComponent
    return parent.isEmpty ? "." : parent
  }

  /// Every file, at any depth, in the order of the names' bytes; hidden ones are left out, as are macOS's
  /// copies of resource forks.
  func files() throws -> [DataFile] {
    let all =
      switch kind {
      case .folder: try filesOfFolder()
      case .archive: members
      case .file: [self.file]
      }
    return all.filter { file in
      !file.name.split(separator: "/").contains { $0.hasPrefix(".") && $0 != "." || $0 == "__MACOSX" }
    }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The first of `names` that is there, as it stands or with `.gz` after it: directly in a folder, at any
  /// depth in an archive, where the least deep one is meant.
  func file(named names: [String]) -> DataFile? {
    for name in names.flatMap({ [$0, $0 + ".gz"] }) {
      switch kind {
      case .folder:
        let place = path.appendingPath(name)
        if FileManager.default.fileExists(atPath: place) {
          return DataFile(name: name, path: place, size: Self.size(of: place), place: 0)
        }
      case .archive:
        if let file = membersByName[name[...]] { return file }
      case .file:
        if self.name == name { return file }
      }
    }
    return nil
  }

  /// A single file as the one file of the source.
  var file: DataFile { DataFile(name: name, path: path, size: Self.size(of: path), place: 0) }

  // MARK: - Reading

  /// The bytes of one file, from its start.
  func open(_ file: DataFile) throws -> DataStream {
    guard let format else { return try DataStream(path: file.path) }
    let archive = try Archive(path: path, format: format)
    for _ in 0..<file.place { _ = try archive.next() }
    return try stream(of: file, in: archive)
  }

  /// The first bytes of a file, inflated; none where it cannot be read.
  func start(of file: DataFile) -> [UInt8] { (try? open(file).peek(512)) ?? [] }

  /// Calls `body` with each of `files` and its bytes; an archive is passed over once, in its own order.
  func read(_ files: [DataFile], _ body: (DataFile, DataStream) throws -> Void) throws {
    guard let format else {
      for file in files { try body(file, DataStream(path: file.path)) }
      return
    }
    let archive = try Archive(path: path, format: format)
    var place = 0
    for file in files.sorted(by: { $0.place < $1.place }) {
      while place < file.place {
        _ = try archive.next()
        place += 1
      }
      try body(file, stream(of: file, in: archive))
      place += 1
    }
  }

  private func stream(of file: DataFile, in archive: Archive) throws -> DataStream {
    guard let member = try archive.next() else {
      throw DatasetError("\(path) was changed while it was read")
    }
    let bound = Inflation.greatestCount(from: Self.size(of: path))
    return try DataStream(archive, path: file.path, size: min(member.size, bound), limit: bound)
  }

  // MARK: - Folders

  private func filesOfFolder() throws -> [DataFile] {
    guard let walk = FileManager.default.enumerator(atPath: path) else { return [] }
    var files: [DataFile] = []
    while let name = walk.nextObject() as? String {
      if walk.level >= Self.greatestDepth { walk.skipDescendants() }
      var info = stat()
      let place = path.appendingPath(name)
      guard stat(place, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { continue }
      files.append(DataFile(name: name, path: place, size: Int(info.st_size), place: files.count))
      guard files.count <= Self.greatestFileCount else { throw Self.tooManyFiles(path) }
    }
    return files
  }

  private static func size(of path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : 0
  }

  private static func tooManyFiles(_ path: String) -> DatasetError {
    DatasetError("\(path) holds more than \(greatestFileCount) files; name the folder of one data set")
  }
}

/// A file of a data source.
struct DataFile: Sendable {
  /// Its name within the source, with `/` between the parts: `train/00014/00001.ppm`.
  let name: String
  /// What messages call it: its path, or `archive.zip/name`.
  let path: String
  /// Its size in bytes before inflation; within an archive only claimed.
  let size: Int
  /// Its number in an archive's own order.
  fileprivate let place: Int

  fileprivate var depth: Int { name.utf8.count { $0 == 0x2F } }

  /// The last part of its name.
  var lastName: Substring {
    name[(name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...]
  }
}
