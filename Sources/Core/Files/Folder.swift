import CLinux
import Foundation

/// A folder that was opened once. Whatever is done below it goes through its descriptor, part of a name by part, and
/// follows no link: what is there may have come with a stranger's notebook, and may be exchanged at any moment.
///
/// Source: openat2(2), open(2) and renameat(2) of the Linux manual.
public final class Folder: Sendable {
  /// As it was named, for messages.
  public let path: String
  /// For calls that take one; closed with the folder.
  public let descriptor: Int32
  private let walk: Walk

  /// How a name of several parts is opened.
  enum Walk: Sendable {
    /// By the kernel in one go (openat2), where it can.
    case kernel
    /// Part by part (openat with O_NOFOLLOW).
    case byHand
  }

  /// What stands under a name.
  public enum Kind: Sendable {
    case file, folder, link
    /// A pipe, a socket or a device.
    case other
  }

  private static let folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
  private static let belowFlags = O_NOFOLLOW | O_CLOEXEC | O_NOCTTY

  private init(_ descriptor: Int32, path: String, walk: Walk) {
    self.descriptor = descriptor
    self.path = path
    self.walk = walk
  }

  deinit { close(descriptor) }

  /// Opens a folder that the user has named: links on the way to it are the user's own, and are followed.
  public convenience init(_ path: String) throws(FileError) { try self.init(path, walk: .kernel) }

  convenience init(_ path: String, walk: Walk) throws(FileError) {
    let descriptor = open(path.isEmpty ? "." : path, Self.folderFlags)
    guard descriptor >= 0 else { throw FileError(cannot: "open the folder", path, code: errno) }
    self.init(descriptor, path: path, walk: walk)
  }

  /// Opens a folder that the user has named, and makes it and those on the way to it where they are missing.
  public convenience init(making path: String) throws(FileError) {
    try Self.make(path)
    try self.init(path)
  }

  /// Makes a folder, and those on the way to it, where they are missing.
  /// - Parameter mode: who may do what in them, less what the user's umask takes away.
  public static func make(_ path: String, mode: mode_t = 0o777) throws(FileError) {
    if path.isEmpty || mkdir(path, mode) == 0 { return }
    if errno == ENOENT {
      let parent = path.parentPath
      if !parent.isEmpty, parent != path {
        try make(parent, mode: mode)
        if mkdir(path, mode) == 0 { return }
      }
    }
    let code = errno
    var info = stat()
    if code == EEXIST, stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR { return }
    throw FileError(cannot: "make the folder", path, code: code == EEXIST ? ENOTDIR : code)
  }

  // MARK: - Folders below

  /// The folder of this name, such as `quick/lenet-5`.
  /// - Parameter making: whether it is made, with those on the way to it, where it is missing.
  public func folder(_ name: String, making: Bool = false) throws(FileError) -> Folder {
    if making {
      var made = self
      for part in try parts(name, action: "make the folder") {
        if mkdirat(made.descriptor, part, 0o777) != 0, errno != EEXIST {
          throw error("make the folder", name, errno)
        }
        made = try made.opened(part)
      }
      return Folder(try made.duplicate(), path: whole(name), walk: walk)
    }
    return try opened(name)
  }

  /// Makes a folder with the first of these names that nothing has yet. Making it is what claims the name: of several
  /// processes that do so at once, each gets another.
  /// - Parameter mode: who may do what in it, less what the user's umask takes away.
  public func claimFolder(
    _ names: some Sequence<String>, mode: mode_t = 0o777
  ) throws(FileError) -> Folder {
    var last = ""
    for name in names {
      _ = try parts(name, action: "make the folder")
      if mkdirat(descriptor, name, mode) == 0 { return try opened(name) }
      guard errno == EEXIST else { throw error("make the folder", name, errno) }
      last = name
    }
    throw error("make the folder", last, EEXIST)
  }

  private func opened(_ name: String) throws(FileError) -> Folder {
    let descriptor = try openBelow(name, Self.folderFlags, action: "open the folder")
    return Folder(descriptor, path: whole(name), walk: walk)
  }

  private func duplicate() throws(FileError) -> Int32 {
    let copy = openat(descriptor, ".", Self.folderFlags)
    guard copy >= 0 else { throw FileError(cannot: "open the folder", path, code: errno) }
    return copy
  }

  // MARK: - Files below

  /// Writes a file, whole or not at all: to a temporary name beside it, synchronized, then renamed. What had the name,
  /// a link too, is replaced. Folders on the way to it must be there.
  /// - Parameters:
  ///   - isSynchronized: whether it waits until the file is on the disk. Where it does not, a kill still leaves the old file or the
  ///     new one, and a power failure may spoil it.
  ///   - watcher: hears how many of all bytes are written; returns false to end the writing, which then fails with ECANCELED.
  public func write(
    _ bytes: some Sequence<UInt8>, to name: String, isSynchronized: Bool = true,
    watcher: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws(FileError) {
    let (place, last) = try parent(of: name, action: "write")
    var temporary = try place.temporary(
      bytes, for: last, as: name, of: self, isSynchronized: isSynchronized, watcher: watcher)
    defer { temporary.discard() }
    try place.rename(&temporary, to: last, as: name, of: self)
    if isSynchronized { try place.synchronize() }
  }

  /// Writes files of the folder itself: as long as one of them cannot be written, for the disk is full say, all that
  /// were there stay as they are.
  public func write(_ files: [(name: String, bytes: [UInt8])]) throws(FileError) {
    var rest = files[...]
    while !rest.isEmpty {
      // Each is open, and so locked, until it has its name; a process may have some 1,000 open.
      let batch = rest.prefix(Self.batch)
      rest = rest.dropFirst(Self.batch)
      var temporaries: [TemporaryFile] = []
      defer { for index in temporaries.indices { temporaries[index].discard() } }
      for file in batch {
        guard try parts(file.name, action: "write").count == 1 else {
          throw error("write", file.name, EINVAL)
        }
        temporaries.append(try temporary(file.bytes, for: file.name, as: file.name, of: self))
      }
      for (index, file) in batch.enumerated() {
        try rename(&temporaries[index], to: file.name, as: file.name, of: self)
      }
    }
    try synchronize()
  }

  private static let batch = 200

  /// The content of a file under a temporary name. Errors name it as it was named in `root`.
  private func temporary(
    _ bytes: some Sequence<UInt8>, for last: String, as name: String, of root: Folder,
    isSynchronized: Bool = true, watcher: TemporaryFile.Watcher = { _, _ in true }
  ) throws(FileError) -> TemporaryFile {
    var temporary = TemporaryFile(in: descriptor)
    guard temporary.descriptor >= 0 else { throw root.error("write", name, errno) }
    var code = temporary.append(bytes, watcher: watcher)
    if code == 0, isSynchronized { code = temporary.synchronize() }
    // A folder cannot be replaced; it is better known before anything is.
    if code == 0, kind(of: last) == .folder { code = EISDIR }
    if code != 0 {
      temporary.discard()
      throw root.error("write", name, code)
    }
    return temporary
  }

  private func rename(
    _ temporary: inout TemporaryFile, to last: String, as name: String, of root: Folder
  ) throws(FileError) {
    let code = temporary.rename(to: last)
    guard code == 0 else { throw root.error("write", name, code) }
  }

  /// Makes the names in it safe. Some file systems cannot do that, and need not.
  private func synchronize() throws(FileError) {
    if fsync(descriptor) != 0, [EIO, ENOSPC, EDQUOT].contains(errno) {
      throw FileError(cannot: "write in", path, code: errno)
    }
  }

  /// All bytes of a file, of which it may have `limit` at most. Links, pipes and devices are not read.
  public func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
    // A pipe would wait for someone to write into it, a device may do anything.
    let file = try openBelow(name, O_RDONLY | O_NONBLOCK, action: "read")
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0 else { throw error("read", name, errno) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      throw FileError(cannot: "read", whole(name), because: Kind(info).refusal)
    }
    do { return try InputFile.read(file, limit: limit) } catch { throw error.renamed("read", whole(name)) }
  }

  /// What has this name; nil where nothing has.
  public func kind(of name: String) -> Kind? {
    guard let (place, last) = try? parent(of: name, action: "read") else { return nil }
    var info = stat()
    guard fstatat(place.descriptor, last, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return Kind(info)
  }

  /// The names in the folder, in alphabetical order; those that are no UTF-8 text are left out.
  public func names() throws(FileError) -> [String] {
    try entries().compactMap { String(validating: $0.map(UInt8.init(bitPattern:)), as: UTF8.self) }.sorted()
  }

  /// Removes a file, or the link itself; what is not there is no error, nor is a folder.
  public func remove(_ name: String) throws(FileError) {
    let (place, last) = try parent(of: name, action: "remove")
    if unlinkat(place.descriptor, last, 0) != 0, ![ENOENT, EISDIR, EPERM].contains(errno) {
      throw error("remove", name, errno)
    }
  }

  /// Removes a folder if nothing is in it.
  public func removeEmptyFolder(_ name: String) {
    guard let (place, last) = try? parent(of: name, action: "remove") else { return }
    unlinkat(place.descriptor, last, AT_REMOVEDIR)
  }

  /// Removes a folder with everything in it.
  public func removeFolder(_ name: String) {
    guard let folder = try? opened(name) else { return }
    folder.empty(depth: 0)
    removeEmptyFolder(name)
  }

  private func empty(depth: Int) {
    guard depth < Self.deepest, let entries = try? entries() else { return }
    for entry in entries where unlinkat(descriptor, entry + [0], 0) != 0 {
      let inner = openat(descriptor, entry + [0], Self.folderFlags | O_NOFOLLOW)
      guard inner >= 0 else { continue }
      Folder(inner, path: path, walk: walk).empty(depth: depth + 1)
      unlinkat(descriptor, entry + [0], AT_REMOVEDIR)
    }
  }

  /// Removes the temporary files that writers left in it and below it when they were killed. Those of a writer that
  /// lives are locked by it.
  public func removeLeftovers() { removeLeftovers(depth: 0) }

  private func removeLeftovers(depth: Int) {
    guard depth < Self.deepest, let names = try? names() else { return }
    for name in names {
      if TemporaryFile.isName(name) {
        TemporaryFile.removeAbandoned(name, in: descriptor)
      } else if kind(of: name) == .folder, let inner = try? opened(name) {
        inner.removeLeftovers(depth: depth + 1)
      }
    }
  }

  /// How many folders may lie in each other; each takes a descriptor.
  private static let deepest = 32

  /// Whether it still has a name.
  public var isLinked: Bool {
    var info = stat()
    return fstat(descriptor, &info) == 0 && info.st_nlink > 0
  }

  // MARK: - Names

  /// The parts of a name. - Throws: where it could lead elsewhere.
  private func parts(_ name: String, action: String) throws(FileError) -> [String] {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }) else {
      throw FileError(cannot: action, whole(name), because: "the name leads out of the folder")
    }
    return parts
  }

  /// The folder that a name of several parts leads to, and the last part.
  private func parent(of name: String, action: String) throws(FileError) -> (Folder, String) {
    let parts = try parts(name, action: action)
    guard parts.count > 1 else { return (self, name) }
    let folder: Folder
    do { folder = try opened(parts.dropLast().joined(separator: "/")) } catch {
      throw error.renamed(action, whole(name))
    }
    return (folder, parts[parts.count - 1])
  }

  private func openBelow(_ name: String, _ flags: Int32, action: String) throws(FileError) -> Int32 {
    let parts = try parts(name, action: action)
    let flags = flags | Self.belowFlags
    if walk == .kernel {
      let file = linux_open_beneath(descriptor, name, UInt64(UInt32(bitPattern: flags)), 0)
      if file >= 0 { return file }
      // Where the kernel or a container's filter does not have it, the parts are opened one after the other.
      guard errno == ENOSYS || errno == EPERM else { throw error(action, name, errno) }
    }
    var place = descriptor
    defer { if place != descriptor { close(place) } }
    for (index, part) in parts.enumerated() {
      let next = openat(place, part, index == parts.count - 1 ? flags : Self.folderFlags | Self.belowFlags)
      let code = errno
      if place != descriptor { close(place) }
      place = descriptor
      guard next >= 0 else { throw error(action, name, code) }
      if index == parts.count - 1 { return next }
      place = next
    }
    throw error(action, name, ENOENT)
  }

  private func whole(_ name: String) -> String {
    path.isEmpty ? name : (path as NSString).appendingPathComponent(name)
  }

  /// The error of a call that failed. Links and folders answer differently from one call to another.
  private func error(_ action: String, _ name: String, _ code: Int32) -> FileError {
    if code == ELOOP || code == ENOTDIR, hasLink(name) {
      return FileError(cannot: action, whole(name), because: Kind.link.refusal)
    }
    return FileError(cannot: action, whole(name), code: code == EEXIST ? ENOTDIR : code)
  }

  /// Whether a part of a name is a link. It is only asked to say so.
  private func hasLink(_ name: String) -> Bool {
    var place = ""
    for part in name.split(separator: "/") {
      place += place.isEmpty ? part : "/" + part
      var info = stat()
      guard fstatat(descriptor, place, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
      if info.st_mode & S_IFMT == S_IFLNK { return true }
    }
    return false
  }

  /// The names in the folder but `.` and `..`, as the system has them.
  private func entries() throws(FileError) -> [[CChar]] {
    let copy = try duplicate()
    guard let list = fdopendir(copy) else {
      let code = errno
      close(copy)
      throw FileError(cannot: "read the folder", path, code: code)
    }
    defer { closedir(list) }
    var entries: [[CChar]] = []
    errno = 0
    while let entry = readdir(list) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
        }
      }
      if name != [46], name != [46, 46] { entries.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw FileError(cannot: "read the folder", path, code: errno) }
    return entries
  }
}

extension Folder.Kind {
  init(_ info: stat) {
    self =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
  }

  /// Why it is not read or written.
  var refusal: String {
    switch self {
    case .file: "it is a file"
    case .folder: "it is a folder"
    case .link: "a link is on the way, which may lead anywhere; it is not followed"
    case .other: "it is a pipe or a device, not a file"
    }
  }
}
