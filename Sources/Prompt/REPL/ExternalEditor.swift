import Core
import Foundation

/// The user's own editor, for cells that are easier to write there.
enum ExternalEditor {
  /// Opens a text in `$VISUAL`, `$EDITOR` or else vi, and waits until it is closed.
  ///
  /// - Returns: what was saved, without a newline at its end.
  static func edit(_ text: String) -> Result<String, UserProgram.Failure> {
    let environment = ProcessInfo.processInfo.environment
    let names = ["VISUAL", "EDITOR"].compactMap { environment[$0] }
    let editor = names.first { !$0.isEmpty } ?? "vi"
    let name: String
    do { name = try UserProgram.file(of: text + "\n") } catch { return .failure(error) }
    var isKept = false
    defer { if !isKept { unlink(name) } }
    do {
      try run(editor, name)
      return .success(PastedText.cleaned(String(decoding: try saved(name), as: UTF8.self)))
    } catch {
      // What was saved before the editor failed, or went with its terminal, is somebody's work.
      if let saved = try? saved(name) { isKept = saved != Array((text + "\n").utf8) }
      let reason = (error as? UserProgram.Failure)?.description ?? "cannot read what \(editor) saved"
      return .failure(.init(description: reason + (isKept ? "\nwhat it saved is in \(name)" : "")))
    }
  }

  private static func saved(_ name: String) throws -> [UInt8] {
    try InputFile.read(name, limit: 1 << 26)
  }

  /// `$EDITOR` may have arguments, so the shell reads it.
  private static func run(_ editor: String, _ file: String) throws {
    guard let status = UserProgram.run(editor + #" "$1""#, file: file) else {
      throw UserProgram.Failure(description: "cannot start \(editor)")
    }
    guard status == 0 else {
      throw UserProgram.Failure(
        description: "\(editor) failed, so the cell is as it was; $EDITOR names the editor")
    }
  }
}
