import Foundation

/// What has come of a file so far, in `NAME.partial` beside the place of the whole one.
///
/// It stays when the download ends early, so that the next one can go on from its end. `NAME.partial.source` says
/// where the bytes came from.
final class PartialFile {
  /// The bytes that have come.
  private(set) var size = 0
  let path: String
  private let finalPath: String
  private let descriptor: Int32

  /// Opens what is there or begins with nothing.
  /// - Throws: ``DatasetError`` where the folder cannot be written to or somebody else downloads the same file.
  init(of finalPath: String) throws {
    self.finalPath = finalPath
    path = finalPath + ".partial"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw DatasetError(cannot: "write", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw DatasetError("\(finalPath) is being downloaded already, by another convbook")
    }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw DatasetError(cannot: "write", path) }
    size = Int(end)
  }

  deinit { close(descriptor) }

  // MARK: - A file that is still to come

  /// Makes the partial file of one of which nothing has come.
  /// - Throws: ``DatasetError`` where the folder cannot be written to.
  static func mark(_ finalPath: String) throws {
    let file = open(finalPath + ".partial", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw DatasetError(cannot: "write", finalPath + ".partial") }
    close(file)
  }

  static func isMarked(_ finalPath: String) -> Bool {
    FileManager.default.fileExists(atPath: finalPath + ".partial")
  }

  /// Removes the partial file if nothing is in it and nobody writes it.
  static func unmark(_ finalPath: String) {
    let file = open(finalPath + ".partial", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    if flock(file, LOCK_EX | LOCK_NB) == 0, lseek(file, 0, SEEK_END) == 0 { unlink(finalPath + ".partial") }
  }

  // MARK: - What has come

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        throw DatasetError(cannot: "write", path)
      }
      rest = rest.dropFirst(count)
      size += count
    }
  }

  /// Forgets all that has come.
  func clear() throws {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw DatasetError(cannot: "write", path)
    }
    size = 0
    unlink(sourcePath)
  }

  /// Gives the file its name, once all of it is on the disk.
  func finish() throws {
    guard fsync(descriptor) == 0, rename(path, finalPath) == 0 else {
      throw DatasetError(cannot: "write", finalPath)
    }
    unlink(sourcePath)
  }

  /// Removes the file.
  func discard() {
    unlink(path)
    unlink(sourcePath)
  }

  // MARK: - Where it came from

  /// The server's own mark of one version of a file: its ETag, or when it was changed (RFC 9110, section 8.8).
  struct Source: Equatable {
    let address: String
    let version: String
  }

  private var sourcePath: String { path + ".source" }

  /// Known for a part that a server with such a mark has sent.
  var source: Source? {
    get {
      guard let text = try? String(contentsOfFile: sourcePath, encoding: .utf8) else { return nil }
      let lines = text.split(separator: "\n")
      return lines.count == 2 ? Source(address: String(lines[0]), version: String(lines[1])) : nil
    }
    set {
      guard let newValue else {
        unlink(sourcePath)
        return
      }
      // Without it the checksum alone finds a file that was exchanged in between.
      try? "\(newValue.address)\n\(newValue.version)\n".write(
        toFile: sourcePath, atomically: true, encoding: .utf8)
    }
  }
}
