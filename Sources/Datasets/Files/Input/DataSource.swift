import Core
import Foundation

/// A folder, an archive (`.zip`, `.npz`, `.tar`, `.7z` ...) or a single file, as readers see it: named files whose
/// bytes can be read. Archives are told by content.
///
/// Which files were read is kept, so that what was passed over is known whatever reader it was.
struct DataSource: Sendable {
  enum Kind { case folder, archive, file }

  let path: String
  let kind: Kind
  /// The first bytes of a single file, inflated, from which readers tell its format; empty for the others.
  let start: [UInt8]
  /// The names of the folders within, at any depth; of a folder on disk also those that hold nothing.
  let folders: [String]
  /// What the learner chose of the files; nil for all.
  let choice: FileChoice?

  /// The archives among the files of a folder that were opened, or the archive itself.
  let archives: [OpenedArchive]
  /// Every file, in the order of the names' bytes.
  let listing: [DataFile]
  /// What is neither a file nor a folder, or cannot be looked at.
  private let unreadable: [PassedOver]
  /// Why an archive in the folder could not be opened; it is then passed over.
  let failure: (any Error)?
  /// The files by the last part of their names, the least deep ones where several share it.
  private let byName: [Substring: [DataFile]]
  private let log = ReadLog()

  /// An archive whose files are among those of the source.
  struct OpenedArchive: Sendable {
    let file: DataFile
    let format: Archive.Format
    /// Whether the source is a folder in which it lies.
    let isWithinFolder: Bool
  }

  /// - Parameters:
  ///   - depth: how many folders deep a folder is looked into.
  ///   - choice: which of its files are meant.
  /// - Throws: ``DatasetError`` where there is nothing at `path`, it may not be read, or an archive is damaged.
  init(path: String, depth: Int = FolderWalk.greatestDepth, choice: FileChoice? = nil) throws {
    var contents = SourceContents(root: path)
    var info = stat()
    if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR {
      let walk = try FolderWalk(path, depth: depth)
      (kind, start) = (.folder, [])
      contents.add(walk)
      let chosen = try choice.map { try $0.chosen(of: walk.files, in: path) } ?? walk.files
      // The arrays of a .npz file are files of their own; other archives are opened where they are meant or needed.
      contents.files = chosen
      try contents.openArchives { file in
        file.hasEnding([".npz"]) || choice?.names(file) == true && ArchiveEndings.has(file)
      }
      if choice != nil, let failure = contents.failure { throw failure }
    } else {
      let file = DataFile(
        name: (path as NSString).lastPathComponent, root: path.parentPath,
        size: info.st_mode & S_IFMT == S_IFREG ? Int(info.st_size) : 0)
      let whole = DataFile(name: path, root: "", size: file.size)
      let start = try DataStream(whole).peek(512)
      if let format = Archive.Format(start: start) {
        (kind, self.start) = (.archive, [])
        try contents.open(whole, format, isWithinFolder: false)
        if let choice { contents.files = try choice.chosen(of: contents.files, in: path) }
      } else {
        guard choice == nil else { throw FileChoice.onlyOne(path) }
        (kind, self.start) = (.file, start)
        contents.files = [file]
      }
    }
    self.path = path
    self.choice = choice
    (archives, unreadable, failure) = (contents.archives, contents.unreadable, contents.failure)
    (listing, folders, byName) = contents.sorted()
  }

  private init(_ source: DataSource, _ contents: SourceContents) {
    (path, kind, start, choice) = (source.path, source.kind, source.start, source.choice)
    (archives, unreadable, failure) = (contents.archives, contents.unreadable, contents.failure)
    (listing, folders, byName) = contents.sorted()
  }

  /// The folder with those of its archives opened that `isMeant` says; nil where there are none. One that is damaged is
  /// passed over, see ``failure``.
  func opening(_ isMeant: (DataFile) -> Bool) throws -> DataSource? {
    guard kind == .folder, listing.contains(where: { ArchiveEndings.has($0) && isMeant($0) }) else {
      return nil
    }
    var contents = SourceContents(root: path)
    (contents.files, contents.folders) = (listing, folders)
    (contents.archives, contents.unreadable, contents.failure) = (archives, unreadable, failure)
    try contents.openArchives { ArchiveEndings.has($0) && isMeant($0) }
    return DataSource(self, contents)
  }

  // MARK: - What there is

  /// The last part of the path.
  var name: String { (path as NSString).lastPathComponent }

  /// The folder that a single file or an archive is in.
  var parent: String {
    let parent = path.parentPath
    return parent.isEmpty ? "." : parent
  }

  /// Every file, at any depth, in the order of the names' bytes; hidden ones are left out, as is ``Clutter``.
  func files() -> [DataFile] { listing }

  /// The first of `names` that is there, as it stands or with `.gz` after it, at any depth: the least deep one is meant.
  /// Where two of one name are as deep, ``checkOneMeaning()`` asks which.
  func file(named names: [String]) -> DataFile? {
    if kind == .file { return names.contains { $0 == name || $0 + ".gz" == name } ? file : nil }
    for name in names.flatMap({ [$0, $0 + ".gz"] }) {
      guard let found = byName[name[...]], let first = found.first else { continue }
      if found.count > 1 { log.doubts(found) }
      return first
    }
    return nil
  }

  /// A single file as the one file of the source.
  var file: DataFile {
    listing.first ?? DataFile(name: name, root: path.parentPath, size: 0)
  }

  // MARK: - Reading

  /// The bytes of one file, from its start.
  func open(_ file: DataFile) throws -> DataStream { try open(file) { log.read(file) } }

  /// The bytes of a file that is looked into, to see what it is: it does not count as read.
  func lookInto(_ file: DataFile) throws -> DataStream { try open(file, whenRead: nil) }

  private func open(_ file: DataFile, whenRead: (() -> Void)?) throws -> DataStream {
    guard let packed = file.packed else { return try DataStream(file, whenRead: whenRead) }
    let archive = try Archive(archives[packed.archive].file, format: archives[packed.archive].format)
    for _ in 0..<packed.place { _ = try archive.next() }
    return try stream(of: file, in: archive, whenRead: whenRead)
  }

  /// The first bytes of a file, inflated; none where it cannot be read. The file does not count as read.
  func start(of file: DataFile, _ count: Int = 512) -> [UInt8] { (try? lookInto(file).peek(count)) ?? [] }

  /// Calls `body` with each of `files` and its bytes; an archive is passed over once, in its own order.
  func read(_ files: [DataFile], _ body: (DataFile, DataStream) throws -> Void) throws {
    for file in files where file.packed == nil {
      try body(file, DataStream(file, whenRead: { log.read(file) }))
    }
    for (number, opened) in archives.enumerated() {
      let packed = files.compactMap { file in
        file.packed.flatMap { $0.archive == number ? (file: file, place: $0.place) : nil }
      }
      guard !packed.isEmpty else { continue }
      let archive = try Archive(opened.file, format: opened.format)
      var place = 0
      for (file, wanted) in packed.sorted(by: { $0.place < $1.place }) {
        while place < wanted {
          _ = try archive.next()
          place += 1
        }
        try body(file, stream(of: file, in: archive) { log.read(file) })
        place += 1
      }
    }
  }

  private func stream(of file: DataFile, in archive: Archive, whenRead: (() -> Void)?) throws -> DataStream {
    guard let member = try archive.next() else {
      throw DatasetError("\(path) was changed while it was read")
    }
    let bound = archive.greatestCount
    return try DataStream(
      archive, path: file.path, size: min(member.size ?? bound, bound), limit: bound, whenRead: whenRead)
  }

  // MARK: - What was passed over

  /// Forgets what was read until now, as when a reader only looked.
  func forgetReading() { log.clear() }

  /// Counts a file as read that was read in another way.
  func countAsRead(_ file: DataFile) { log.read(file) }

  /// - Throws: ``DatasetError`` where a reader asked for a file by a name that several have.
  func checkOneMeaning() throws {
    guard let found = log.doubtful.first else { return }
    let folders = found.map { $0.folder.isEmpty ? "." : String($0.folder) }
    throw DatasetError(
      "\(path) holds \(found.count) files named \(found[0].lastName), in "
        + folders.prefix(5).joined(separator: ", ") + (folders.count > 5 ? " ..." : "")
        + "; say which folder is meant, such as files=\"\(folders[0])\"")
  }

  /// What no reader read of a folder or an archive and might be data, and what could not be read.
  var passedOver: [PassedOver] {
    guard kind != .file else { return [] }
    let unread = listing.filter { !log.hasRead($0) && !Clutter.isProse($0.lastName) }
    return unreadable + PassedOver.summary(of: unread, besides: listing.filter(log.hasRead))
  }
}

/// Which files of a source were read. Several threads read at once.
private final class ReadLog: @unchecked Sendable {
  private let lock = NSLock()
  private var names: Set<String> = []
  private var doubts: [[DataFile]] = []

  func read(_ file: DataFile) { lock.withLock { _ = names.insert(file.name) } }
  func hasRead(_ file: DataFile) -> Bool { lock.withLock { names.contains(file.name) } }
  func doubts(_ files: [DataFile]) { lock.withLock { doubts.append(files) } }
  var doubtful: [[DataFile]] { lock.withLock { doubts } }
  func clear() { lock.withLock { (names, doubts) = ([], []) } }
}
