import CLibedit
import Foundation

/// The cells that the up and down keys recall: those of earlier sessions, then those of this one.
///
/// A cell equal to the one before it is kept once. A file that fails is reported once and left alone.
final class LineHistory {
  /// libedit's own list, which its editing commands walk through.
  let entries: OpaquePointer
  private var file: HistoryFile?
  private var isLoaded = false
  private var newest: String?
  private var failure: String?

  /// Nil when there is no memory for it.
  init?(file: HistoryFile?) {
    guard let entries = history_winit() else { return nil }
    self.entries = entries
    self.file = file
    history_set_size(entries, Int32(clamping: file?.limit ?? HistoryFile.defaultLimit))
    history_set_unique(entries, 1)
  }

  deinit { history_wend(entries) }

  /// Reads the file, the first time it is called: once the prompt is on the screen, where nobody waits for it.
  func load() {
    guard !isLoaded else { return }
    isLoaded = true
    do {
      for cell in try file?.load() ?? [] { enter(cell) }
    } catch {
      giveUp("read", error)
    }
  }

  /// Adds the cell that was just read, and reports a file that failed since the last one.
  func add(_ cell: String) {
    if cell != newest, !cell.allSatisfy(\.isWhitespace) {
      enter(cell)
      do {
        try file?.append(cell)
      } catch {
        giveUp("write", error)
      }
    }
    if let failure { FileHandle.standardError.write(Data(failure.utf8)) }
    failure = nil
  }

  private func enter(_ cell: String) {
    newest = cell
    _ = cell.withWideCharacters { history_enter(entries, $0) }
  }

  private func giveUp(_ verb: String, _ error: any Error) {
    let path = file?.path ?? ""
    failure = "cannot \(verb) the history file \(path): \(error). This session's cells will not be kept.\n"
    file = nil
  }
}
