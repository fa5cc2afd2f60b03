import Core
import Foundation

/// A program of the user's own that is given a text in a file: an editor, a pager.
enum UserProgram {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// A file of its own with a text in it. It is the caller's to remove.
  static func file(of text: String) throws(Failure) -> String {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/convbook-XXXXXX.md".utf8CString)
    let file = mkstemps(&path, 3)
    guard file >= 0 else { throw Failure(description: "cannot write in \(folder): \(SystemError())") }
    defer { close(file) }
    let name = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let code = Array(text.utf8).withUnsafeBytes { writeWhole($0, to: file) }
    guard code == 0 else {
      unlink(name)
      throw Failure(description: "cannot write in \(folder): \(SystemError(code))")
    }
    return name
  }

  /// Runs a line of the shell, for which `$1` is the file, and waits until it ends.
  /// - Returns: its exit status as `waitpid` tells it; nil where it could not be started.
  static func run(_ line: String, file: String) -> Int32? {
    let arguments = ["/bin/sh", "-c", line, "sh", file]
    var argv = arguments.map { strdup($0) } + [nil]
    defer { for text in argv { free(text) } }
    // What this program ignores is not the other's.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in ProcessStart.ignoredSignals + Outside.ignored { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    guard posix_spawn(&process, arguments[0], nil, &attributes, &argv, environ) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    Interrupts.clear()
    return status
  }
}
