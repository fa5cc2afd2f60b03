import CLibedit
import Foundation

/// Reads cells that a person types, with the editing keys, the history and the `~/.editrc` of libedit.
final class LineEditor: CellReader {
  private let editLine: OpaquePointer
  private let history: LineHistory
  private let prompt: (Int) -> String
  /// The prompt of the line being read, where libedit finds it.
  private var shownPrompt: UnsafeMutablePointer<CChar>?
  private var keys = KeyDecoder()
  /// Why the line being read ends without its Enter key.
  private var stop: CellInput?
  private var isOpen = true

  private static let newline = wchar_t(UInt8(ascii: "\n"))

  /// - Parameters:
  ///   - history: The file that keeps the cells between sessions; nil keeps none.
  ///   - prompt: What stands before the first line of the cell with this number. Dots stand before the others.
  /// - Returns: Nil when standard input or output is not a terminal; `PlainReader` reads from those.
  init?(
    history: HistoryFile? = .standard(), prompt: @escaping (Int) -> String = { "In [\($0)]: " }
  ) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    Self.useUTF8()
    guard let history = LineHistory(file: history), let editLine = el_init_standard("convbook") else {
      return nil
    }
    self.editLine = editLine
    self.history = history
    self.prompt = prompt
    el_set_client_data(editLine, Unmanaged.passUnretained(self).toOpaque())
    el_set_prompt(editLine) { LineEditor.of($0)?.shownPrompt }
    el_set_reader(editLine) { LineEditor.of($0)?.readCharacter(into: $1) ?? 0 }
    el_set_history(editLine, history.entries)
    el_set_editor(editLine, "emacs")
    el_bind(editLine, "^R", "em-inc-search-prev")
    el_source(editLine, nil)
  }

  deinit {
    close()
    free(shownPrompt)
  }

  var isInteractive: Bool { true }

  func readCell(number: Int, isIncomplete: (String) -> Bool) -> CellInput {
    let first = prompt(number)
    let dots = "...: "
    let continuation = String(repeating: " ", count: max(0, first.count - dots.count)) + dots
    var cell: String?
    while true {
      switch readLine(prompt: cell == nil ? first : continuation) {
      case .cell(let line):
        let text = cell.map { $0 + "\n" + line } ?? line
        if !isIncomplete(text) {
          history.add(text)
          return .cell(text)
        }
        cell = text
      case let end: return end
      }
    }
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    el_end(editLine)
  }

  private func readLine(prompt: String) -> CellInput {
    guard isOpen else { return .endOfFile }
    free(shownPrompt)
    shownPrompt = strdup(prompt)
    stop = nil
    Interrupts.watch([SIGTSTP, SIGWINCH])
    // libedit would show the prompt first; a key pressed right then would be echoed over it.
    el_prepare_terminal(editLine, 1)
    var count: Int32 = 0
    let line = el_wgets(editLine, &count).map {
      let characters = UnsafeBufferPointer(start: $0, count: Int(count))
      return String(wide: characters.last == Self.newline ? characters.dropLast() : characters[...])
    }
    Interrupts.release([SIGTSTP, SIGWINCH])
    if let line, stop == nil { return .cell(line) }
    // Ctrl-D and the signals leave the cursor behind the prompt; what follows begins a line of its own.
    if line == nil { print() }
    return stop ?? .endOfFile
  }

  /// libedit asks for the next key.
  private func readCharacter(into character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    if stop != nil { return 0 }
    history.load()
    if let scalar = keys.next(readByte) {
      character?.pointee = wchar_t(bitPattern: scalar.value)
      return 1
    }
    guard stop == .interrupted else { return 0 }
    // An Enter lets libedit move below all rows of the line, wherever the cursor is.
    print("^C", terminator: "")
    character?.pointee = Self.newline
    return 1
  }

  /// The next byte of the keyboard, or nil and the reason in `stop`.
  private func readByte() -> UInt8? {
    while true {
      if Interrupts.wait(for: STDIN_FILENO) {
        var byte: UInt8 = 0
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 1 { return byte }
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        stop = .endOfFile
      } else if Interrupts.take(SIGINT) {
        stop = .interrupted
      } else if Interrupts.termination != nil {
        stop = .endOfFile
      }
      if stop != nil { return nil }
      if Interrupts.take(SIGTSTP) { suspend() }
      if Interrupts.take(SIGWINCH) { redraw() }
    }
  }

  /// Ctrl-Z: the shell gets the terminal as it knows it, and `fg` brings the line back.
  private func suspend() {
    el_prepare_terminal(editLine, 0)
    raise(SIGSTOP)
    el_prepare_terminal(editLine, 1)
    el_resize(editLine)
    el_refresh(editLine)
  }

  /// Draws the prompt and the line anew where they began, in a window that may have another width now.
  private func redraw() {
    print("\r", terminator: "")
    for _ in 0..<rowsAboveCursor() { el_write_capability(editLine, "up") }
    el_write_capability(editLine, "cd")
    el_resize(editLine)
    el_refresh(editLine)
  }

  /// The rows that the terminal needs for the text before the cursor; most terminals wrap it anew by themselves.
  private func rowsAboveCursor() -> Int {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
      let line = el_wline(editLine)?.pointee
    else { return 0 }
    let beforeCursor = UnsafeBufferPointer(start: line.buffer, count: line.cursor - line.buffer)[...]
    let text = (shownPrompt.map { String(cString: $0) } ?? "") + String(wide: beforeCursor)
    var (row, column) = (0, 0)
    for scalar in text.unicodeScalars {
      let width = Int(max(0, wcwidth(wchar_t(bitPattern: scalar.value))))
      if scalar == "\n" || column + width > Int(window.ws_col) { (row, column) = (row + 1, 0) }
      column += width
    }
    return row
  }

  private static func of(_ editLine: OpaquePointer?) -> LineEditor? {
    el_get_client_data(editLine).map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  /// libedit asks the locale how to write a character. Where the user's has no UTF-8, C.UTF-8 stands in.
  private static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
