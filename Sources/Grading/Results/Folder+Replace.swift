import Core
import Foundation

extension Folder {
  /// Writes a file of the folder itself, whole or not at all, without waiting until it is on the disk.
  ///
  /// A kill leaves the old one or the new one. What a power failure spoils is found and written again by the next grading:
  /// hundreds of waits for a busy disk would cost more than the replays.
  /// - Parameter name: one of ours, in which no folder is named.
  func replace(_ name: String, with bytes: [UInt8]) throws(FileError) {
    // Named and locked as other temporary files are, so that those of a killed writer are removed.
    let temporary = ".convbook-\(UInt64.random(in: 0 ... .max)).tmp"
    let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileError(cannot: "write", "\(path)/\(name)", code: errno) }
    defer { close(file) }
    flock(file, LOCK_EX | LOCK_NB)
    var code = bytes.withUnsafeBytes { writeWhole($0, to: file) }
    if code == 0, renameat(descriptor, temporary, descriptor, name) != 0 { code = errno }
    guard code != 0 else { return }
    unlinkat(descriptor, temporary, 0)
    throw FileError(cannot: "write", "\(path)/\(name)", code: code)
  }
}
