import CLibedit
import Core
import Foundation

/// The cells that can be recalled: those of earlier sessions, then those of this one, each once, at its newest place.
///
/// A file that fails is reported once, when the next cell has been read, and left alone.
final class CellHistory {
  /// Oldest first.
  private(set) var cells: [String] = []
  /// libedit's own list of the same, for the commands that a `~/.editrc` may bind.
  let entries: OpaquePointer
  private var file: HistoryFile?
  private var isLoaded = false
  private var failure: SystemError?

  /// Nil when there is no memory for it.
  init?(file: HistoryFile?) {
    guard let entries = history_winit() else { return nil }
    self.entries = entries
    self.file = file
    history_set_size(entries, Int32(clamping: file?.limit ?? HistoryFile.defaultLimit))
  }

  deinit { history_wend(entries) }

  /// Reads the file, the first time it is called: once the prompt is on the screen, where nobody waits for it.
  func load() {
    guard !isLoaded else { return }
    isLoaded = true
    do {
      cells = Self.folded(try file?.load() ?? [])
      for cell in cells { enter(cell) }
    } catch {
      giveUp(error)
    }
  }

  /// Adds the cell that was just read, and reports a file that failed since the last one.
  func add(_ cell: String) {
    if cell != cells.last, !cell.allSatisfy(\.isWhitespace) {
      cells.removeAll { $0 == cell }
      cells.append(cell)
      enter(cell)
      do {
        try file?.append(cell)
      } catch {
        giveUp(error)
      }
    }
    if let failure, let file { StateFolder.complain(file.path, failure) }
    if failure != nil { file = nil }
    failure = nil
  }

  /// The newest cell before place `index` that satisfies the condition; see also ``newer(than:where:)``.
  func older(than index: Int, where matches: (String) -> Bool) -> Int? {
    cells[..<min(index, cells.count)].lastIndex(where: matches)
  }

  func newer(than index: Int, where matches: (String) -> Bool) -> Int? {
    cells.indices.contains(index) ? cells[(index + 1)...].firstIndex(where: matches) : nil
  }

  /// The newest cell that begins so and goes on. Ten thousand are asked for at a key.
  func suggestion(for beginning: String) -> String? {
    let bytes = Array(beginning.utf8)
    return cells.last { $0.utf8.count > bytes.count && $0.utf8.starts(with: bytes) }
  }

  /// Whether a cell has these letters. Ten thousand cells are asked for each key of a search, which
  /// `String.contains` takes too long for.
  static func has(_ letters: String, _ cell: String) -> Bool {
    let pattern = Array(letters.utf8)
    guard let first = pattern.first else { return true }
    var bytes = cell.utf8[...]
    while let start = bytes.firstIndex(of: first) {
      if bytes[start...].starts(with: pattern) { return true }
      bytes = bytes[start...].dropFirst()
    }
    return false
  }

  /// Each cell once, where it stands last.
  static func folded(_ cells: [String]) -> [String] {
    var seen: Set<String> = []
    return cells.reversed().filter { seen.insert($0).inserted }.reversed()
  }

  private func enter(_ cell: String) {
    _ = cell.withWideCharacters { history_enter(entries, $0) }
  }

  private func giveUp(_ error: any Error) {
    failure = error as? SystemError ?? SystemError(because: "\(error)")
  }
}
