import Core
import Foundation
import Synchronization

/// The folder where the program remembers what is to outlive it: histories, sessions, the place in a lesson.
enum StateFolder {
  /// `$XDG_STATE_HOME/convbook`, where the XDG Base Directory Specification puts such files; nil when there is no home
  /// folder either.
  static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/convbook" }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return home + "/.local/state/convbook"
  }

  /// Makes a folder that is its owner's alone, and those on the way to it.
  static func make(_ path: String) throws(SystemError) {
    do { try Folder.make(path, mode: 0o700) } catch { throw SystemError(because: error.reason) }
  }

  /// Opens a file without waiting for anybody, as a pipe would.
  /// - Returns: its descriptor. - Throws: where it cannot be opened or is no file.
  static func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
    let file = Foundation.open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SystemError() }
    var info = stat()
    guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw SystemError(because: "it is a folder, a pipe or a device, and should be a file")
    }
    return file
  }

  /// The bytes of a file; of one that has grown beyond all use, the last or the first `limit`.
  static func read(_ file: Int32, limit: Int, isEndWanted: Bool) throws(SystemError) -> [UInt8] {
    var info = stat()
    guard fstat(file, &info) == 0 else { throw SystemError() }
    var place = isEndWanted ? max(0, Int(info.st_size) - limit) : 0
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = pread(file, &block, min(block.count, limit - bytes.count), off_t(place))
      if count == 0 { break }
      if count > 0 {
        bytes += block[..<count]
        place += count
      } else if errno != EINTR {
        throw SystemError()
      }
    }
    return bytes
  }

  /// Adds lines at the end of a file, all of them or none. A line that a killed writer has left half written is ended
  /// first, so that it spoils no other.
  /// - Parameter isSynced: whether they are to outlive a loss of power too, and not only this program.
  static func append(_ lines: [UInt8], to file: Int32, isSynced: Bool = false) throws(SystemError) {
    let size = lseek(file, 0, SEEK_END)
    var last: UInt8 = 0
    let newline = UInt8(ascii: "\n")
    let isCutOff = size > 0 && pread(file, &last, 1, size - 1) == 1 && last != newline
    var code = ((isCutOff ? [newline] : []) + lines).withUnsafeBytes { writeWhole($0, to: file) }
    // Some file systems cannot do that, and need not.
    if code == 0, isSynced, fsync(file) != 0, errno != EINVAL { code = errno }
    guard code != 0 else { return }
    if size >= 0 { ftruncate(file, size) }
    throw SystemError(code)
  }

  // MARK: - What cannot be kept

  private static let hasComplained = Atomic(false)

  /// Says, once in a session, that what is done in it cannot be kept. Nothing else depends on it: the session goes on.
  static func complain(_ path: String, _ error: any Error) {
    guard !hasComplained.exchange(true, ordering: .relaxed) else { return }
    Prompt.complain("cannot keep this session's cells in \(path): \(error). It goes on without.")
  }
}
