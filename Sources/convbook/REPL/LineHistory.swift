import CLibedit
import Foundation

/// The cells that the up and down keys recall: those of earlier sessions, then those of this one.
///
/// A cell equal to the one before it is kept once. A file that fails is reported once and left alone.
final class LineHistory {
  /// libedit's own list, which its editing commands walk through.
  let entries: OpaquePointer
  private var file: HistoryFile?
  private var newest: String?

  /// Nil when there is no memory for it.
  init?(file: HistoryFile?) {
    guard let entries = history_winit() else { return nil }
    self.entries = entries
    self.file = file
    history_set_size(entries, Int32(file?.limit ?? 10_000))
    history_set_unique(entries, 1)
    do {
      for cell in try file?.load() ?? [] { enter(cell) }
    } catch {
      giveUp("read", error)
    }
  }

  deinit { history_wend(entries) }

  func add(_ cell: String) {
    guard cell != newest, !cell.allSatisfy(\.isWhitespace) else { return }
    enter(cell)
    do {
      try file?.append(cell)
    } catch {
      giveUp("write", error)
    }
  }

  private func enter(_ cell: String) {
    newest = cell
    _ = cell.withWideCharacters { history_enter(entries, $0) }
  }

  private func giveUp(_ verb: String, _ error: any Error) {
    let path = file?.path ?? ""
    let warning =
      "cannot \(verb) the history file \(path): \(error). This session's cells will not be kept.\n"
    FileHandle.standardError.write(Data(warning.utf8))
    file = nil
  }
}
