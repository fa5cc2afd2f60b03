import CLibedit
import CellLanguage
import Core
import Foundation

/// Reads cells that a person types, of one line or several.
///
/// libedit knows the keys, the user's `~/.editrc` and the text. It is kept from drawing (`el_init_undrawn`), and each
/// time it asks for a key the text is drawn here. What it could not give (3.1-20221030), and who does it instead:
///
/// - prompts before the lines of a text with newlines, rows below it, colours, cells higher than the window:
///   ``CellDrawing``, ``Painter``;
/// - pasting as one (bracketed paste), and vi's Escape beside keys that send escape sequences: ``Keyboard``;
/// - a completion menu, help at the cursor, moving by lines, vi's commands for lines, recalling by the first letters, a
///   search over newlines: the other files of this class;
/// - undoing edits outside vi mode, and asking which keys the user has bound: nobody. Keys of
///   ``essentialKeys`` are therefore bound again after `~/.editrc`, and a `bind -e` in it drops the rest.
final class LineEditor: CellReader {
  let editLine: OpaquePointer
  /// `/dev/null`, where libedit draws.
  private let nowhere: UnsafeMutablePointer<FILE>
  let buffer: EditBuffer
  let history: CellHistory
  /// What knows the words that can be completed and explained; nil as long as there is none.
  let session: () -> Session?
  var keyboard = Keyboard()
  private var painter = Painter()
  private var isOpen = true

  // MARK: The cell being read

  var request = CellRequest(prompt: "")
  /// What ended the reading.
  var result: CellInput?
  /// A text that is to be put at the cursor: the prefill, or what was pasted.
  var insertion: String? {
    didSet { insertionTries = 0 }
  }
  /// How often libedit was asked to put it there.
  private var insertionTries = 0
  /// Lines below the cell, until the next key: a list, a hint.
  var hints: [String] = []
  /// How often the Tab key has been pressed in a row.
  var tabs = 0
  var recall: Recall?
  /// What the history was last found to suggest: the earlier cell, and what it was looked up for.
  var suggested: (text: String, cell: String?) = ("", nil)
  /// Whether the text was found to lack lines when Enter was last pressed.
  var isOpenBlock = false
  /// Names of keys that end the reading.
  var endings: [String] = []
  var vi = ViState()
  /// Whether `~/.editrc` chose vi's keys.
  var isVi = false
  /// The scalars of the text as libedit last asked for a key.
  private var count = 0

  /// - Parameters:
  ///   - history: The file that keeps the cells between sessions; nil keeps none.
  ///   - session: What the Tab key and the help key ask.
  /// - Returns: Nil when standard input or output is not a terminal that can move its cursor; `PlainReader` reads
  ///   from those.
  init?(history: HistoryFile? = .standard(), session: @escaping () -> Session?) {
    guard isatty(STDIN_FILENO) == 1, Terminal.canRedraw else { return nil }
    // No window has so many characters, and libedit would take memory for each as it begins.
    guard Terminal.width * Terminal.height <= 1_000_000 else { return nil }
    Self.useUTF8()
    var nowhere: UnsafeMutablePointer<FILE>?
    guard let history = CellHistory(file: history), let editLine = el_init_undrawn("convbook", &nowhere),
      let nowhere
    else { return nil }
    TerminalRescue.prepare()
    self.editLine = editLine
    self.nowhere = nowhere
    self.history = history
    self.session = session
    buffer = EditBuffer(editLine: editLine)
    el_set_client_data(editLine, Unmanaged.passUnretained(self).toOpaque())
    el_set_reader(editLine) { LineEditor.of($0)?.readCharacter(into: $1) ?? 0 }
    el_set_history(editLine, history.entries)
    bindKeys()
  }

  deinit { close() }

  var isInteractive: Bool { true }

  func readCell(_ request: CellRequest) -> CellInput {
    guard isOpen else { return .endOfFile }
    self.request = request
    (result, hints, tabs, recall, isOpenBlock) = (nil, [], 0, nil, false)
    insertion = request.prefill.isEmpty ? nil : request.prefill
    takeTerminal()
    Interrupts.watch([SIGTSTP, SIGWINCH])
    var count: Int32 = 0
    el_wgets(editLine, &count)
    Interrupts.release([SIGTSTP, SIGWINCH])
    // Ctrl-D is libedit's own.
    if result == nil { end(.endOfFile) }
    giveTerminal()
    KeyboardEcho.off()
    let result = result ?? .endOfFile
    if case .cell(let text) = result, self.request.isForHistory(text) { history.add(text) }
    return result
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    KeyboardEcho.on()
    el_finish(editLine, nowhere)
  }

  /// Ends the reading with this, and leaves the cell on the screen as it is.
  func end(_ input: CellInput) {
    result = input
    hints = []
    request.status = nil
    let last = buffer.lines(around: Terminal.height).lines.last
    if let last { buffer.moveCursor(to: last.upperBound) }
    paint()
    painter.finish(input == .interrupted ? "^C" : "")
  }

  // MARK: - Keys

  /// libedit asks for the next key.
  private func readCharacter(into character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    if result != nil { return 0 }
    let isAppended = buffer.count == count + 1 && buffer.cursor == buffer.count
    el_repair(editLine, isAppended ? 1 : 0)
    count = buffer.count
    if insertion == nil {
      switch nextKey() {
      case .character(let scalar):
        character?.pointee = wchar_t(bitPattern: scalar.value)
        if scalar != "\t" { (tabs, hints) = (0, []) }
        vi.note(scalar)
        return 1
      case .paste(let text): insertion = text
      case nil: return 0
      }
    }
    (tabs, hints) = (0, [])
    // A command that waits for more keys may have taken it for one of them. One that takes all keys (`em-inc-search`,
    // where `~/.editrc` binds it) would do so for ever.
    insertionTries += 1
    if insertionTries == Self.insertionPatience { insertion = nil }
    character?.pointee = wchar_t(bitPattern: Self.insertKey.value)
    return 1
  }

  private static let insertionPatience = 4

  /// The next key, the text being on the screen while it is waited for; nil where the reading has been ended instead.
  func nextKey() -> Keyboard.Key? {
    if !keyboard.hasInput {
      paint()
      history.load()
    }
    // Asked before each key: what was typed after Ctrl-C may have come along with what was typed before.
    var end = Self.requestedEnd
    if end == nil, let key = keyboard.next({ waitForInput(&end) }) { return key }
    keyboard.discard()
    if end == nil { Interrupts.noteHangUp(of: STDIN_FILENO) }
    self.end(end ?? .endOfFile)
    return nil
  }

  /// How the reading is to end; nil where no signal asked for it.
  private static var requestedEnd: CellInput? {
    if Interrupts.termination != nil { return .endOfFile }
    return Interrupts.take(SIGINT) ? .interrupted : nil
  }

  /// Waits for the keyboard; false, and the reason, where a signal ends the reading.
  private func waitForInput(_ end: inout CellInput?) -> Bool {
    while !Interrupts.wait(for: STDIN_FILENO) {
      end = Self.requestedEnd
      if end != nil { return false }
      if Interrupts.take(SIGTSTP) { suspend { raise(SIGSTOP) } }
      if Interrupts.take(SIGWINCH) {
        painter.clear(columns: Terminal.width)
        paint()
      }
    }
    return true
  }

  // MARK: - The terminal

  private func takeTerminal() {
    KeyboardEcho.readKeys()
    el_prepare_terminal(editLine, nowhere, 1)
    painter.send(Keyboard.bracketsOn)
  }

  private func giveTerminal() {
    painter.send(Keyboard.bracketsOff)
    el_prepare_terminal(editLine, nowhere, 0)
  }

  /// Does something while the terminal is as other programs know it, and draws the text anew below.
  func suspend(_ body: () -> Void) {
    let status = request.status
    (hints, request.status) = ([], nil)
    paint()
    painter.finish()
    request.status = status
    giveTerminal()
    body()
    takeTerminal()
    paint()
  }

  func clearWindow() { painter.clearWindow() }

  /// Writes a page above the cell, which is drawn anew below it.
  func showAbove(_ text: String) {
    hints = []
    painter.clear(columns: Terminal.width)
    StandardStream.output.writeLine("\n\(text)\n")
  }

  private func paint() {
    let (columns, rows) = (Terminal.width, Terminal.height)
    let (lines, cursorLine) = buffer.lines(around: rows)
    var drawing = CellDrawing(
      prompt: request.prompt, continuation: request.continuation, lines: lines.map(buffer.text),
      startsCell: lines[0].lowerBound == 0, cursorLine: cursorLine,
      cursorOffset: buffer.cursor - lines[cursorLine].lowerBound,
      footer: hints + (request.status.map { [$0] } ?? []))
    if request.commands != nil, Terminal.usesColour {
      drawing.isColoured = true
      if result == nil { drawing.brackets = brackets(in: lines) }
      drawing.suggestion = result == nil ? suggestion : ""
    }
    paint(drawing.drawing(columns: columns, rows: rows))
  }

  func paint(_ drawing: Drawing) { painter.paint(drawing) }

  static func of(_ editLine: OpaquePointer?) -> LineEditor? {
    el_get_client_data(editLine).map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Where the user's locale has no UTF-8, C.UTF-8 stands in.
  private static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
