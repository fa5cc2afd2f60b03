import Core
import Foundation

/// The user's own editor, for cells that are easier to write there.
enum ExternalEditor {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Opens a text in `$VISUAL`, `$EDITOR` or else vi, and waits until it is closed.
  ///
  /// - Returns: what was saved, without a newline at its end.
  static func edit(_ text: String) -> Result<String, Failure> {
    let environment = ProcessInfo.processInfo.environment
    let names = ["VISUAL", "EDITOR"].compactMap { environment[$0] }
    let editor = names.first { !$0.isEmpty } ?? "vi"
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/convbook-XXXXXX.md".utf8CString)
    let file = mkstemps(&path, 3)
    guard file >= 0 else {
      return .failure(Failure(description: "cannot write in \(folder): \(SystemError())"))
    }
    defer { close(file) }
    let name = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    var isKept = false
    defer { if !isKept { unlink(name) } }
    var wasWritten = false
    do {
      try write(text + "\n", to: file, in: folder)
      wasWritten = true
      try run(editor, name)
      return .success(PastedText.cleaned(String(decoding: try saved(name), as: UTF8.self)))
    } catch {
      // What was saved before the editor failed, or went with its terminal, is somebody's work.
      if wasWritten, let saved = try? saved(name) { isKept = saved != Array((text + "\n").utf8) }
      let reason = (error as? Failure)?.description ?? "cannot read what \(editor) saved"
      return .failure(Failure(description: reason + (isKept ? "\nwhat it saved is in \(name)" : "")))
    }
  }

  private static func write(_ text: String, to file: Int32, in folder: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(description: "cannot write in \(folder): \(SystemError())") }
      rest = rest.dropFirst(count)
    }
  }

  private static func saved(_ name: String) throws -> [UInt8] {
    try InputFile.read(name, limit: 1 << 26)
  }

  /// `$EDITOR` may have arguments, so the shell reads it.
  private static func run(_ editor: String, _ file: String) throws {
    let arguments = ["/bin/sh", "-c", editor + #" "$1""#, "sh", file]
    var argv = arguments.map { strdup($0) } + [nil]
    defer { for text in argv { free(text) } }
    // What this program ignores is not the editor's.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in ProcessStart.ignoredSignals + Outside.ignored { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    guard posix_spawn(&process, arguments[0], nil, &attributes, &argv, environ) == 0 else {
      throw Failure(description: "cannot start \(editor)")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    Interrupts.clear()
    guard status == 0 else {
      throw Failure(description: "\(editor) failed, so the cell is as it was; $EDITOR names the editor")
    }
  }
}
