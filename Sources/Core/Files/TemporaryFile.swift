import Foundation

/// A file that is being written beside the one that it is to replace: `.convbook-<a number>.tmp`.
///
/// It is locked as long as its writer lives, so that nobody takes it for abandoned, whatever process has the number.
struct TemporaryFile {
  private let folder: Int32
  private(set) var name: String
  /// -1, with errno, where it could not be made.
  private(set) var descriptor: Int32

  private static let prefix = ".convbook-"
  private static let suffix = ".tmp"

  static func isName(_ name: String) -> Bool {
    name.hasPrefix(prefix) && name.hasSuffix(suffix)
      && name.dropFirst(prefix.count).dropLast(suffix.count).allSatisfy { $0.isNumber || $0 == "-" }
  }

  init(in folder: Int32) {
    self.folder = folder
    repeat {
      name = "\(Self.prefix)\(UInt64.random(in: 0 ... .max))\(Self.suffix)"
      descriptor = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    } while descriptor >= 0 && !lock()
  }

  /// Locks it. False where another process took it for abandoned before it was locked.
  private mutating func lock() -> Bool {
    var info = stat()
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK,
      fstat(descriptor, &info) != 0 || info.st_nlink > 0
    {
      return true
    }
    close(descriptor)
    return false
  }

  /// Hears how many of all bytes are written; returns false to end the writing.
  typealias Watcher = (_ done: Int, _ total: Int) -> Bool

  /// Writes all of it; the system's error, ECANCELED where `watcher` ended it, or 0.
  func append(_ bytes: some Sequence<UInt8>, watcher: Watcher) -> Int32 {
    bytes.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0), watcher) }
      ?? Array(bytes).withUnsafeBytes { append($0, watcher) }
  }

  /// In pieces, each of which is on the disk before the next: what the system has put off it does in the end, when
  /// nobody can stop it.
  private func append(_ bytes: UnsafeRawBufferPointer, _ watcher: Watcher) -> Int32 {
    for start in stride(from: 0, to: bytes.count, by: Self.piece) {
      if start > 0 {
        let code = synchronize()
        if code != 0 { return code }
      }
      guard watcher(start, bytes.count) else { return ECANCELED }
      let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Self.piece, bytes.count)])
      let code = writeWhole(piece, to: descriptor)
      if code != 0 { return code }
    }
    return 0
  }

  private static let piece = 1 << 25

  /// Makes its content safe; the system's error, or 0.
  func synchronize() -> Int32 { fsync(descriptor) == 0 ? 0 : errno }

  /// Gives it its name; the system's error, or 0.
  mutating func rename(to target: String) -> Int32 {
    guard renameat(folder, name, folder, target) == 0 else { return errno }
    name = ""
    return 0
  }

  /// Removes it where it was not renamed.
  mutating func discard() {
    if !name.isEmpty { unlinkat(folder, name, 0) }
    if descriptor >= 0 { close(descriptor) }
    (name, descriptor) = ("", -1)
  }

  /// Removes the file of a writer that is no more.
  static func removeAbandoned(_ name: String, in folder: Int32) {
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    if flock(file, LOCK_EX | LOCK_NB) == 0 { unlinkat(folder, name, 0) }
  }
}
