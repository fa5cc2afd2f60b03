import Foundation

/// What the keys do that libedit has no command for.
extension LineEditor {
  // MARK: - Enter

  /// Runs the cell, wherever the cursor is, or begins another line where it still lacks some.
  func enter() {
    let isTypedAhead = keyboard.hasInput
    // Lines that come faster than anyone types are pasted. In an open block none but `end` or a closing bracket can
    // end the cell, so the whole text is not read again for each.
    indentLine()
    if isTypedAhead, isOpenBlock, !mayClose(buffer.text(buffer.currentLine)) { return buffer.insert("\n") }
    let text = buffer.text
    if obeyAside(of: text) { return }
    isOpenBlock = request.isIncomplete(text)
    guard isOpenBlock else { return end(.cell(text)) }
    if !isTypedAhead { request.noteDraft(text) }
    buffer.insert(isTypedAhead ? "\n" : "\n" + Self.indentation)
  }

  func beginLine() {
    indentLine()
    buffer.insert("\n" + (isOpen(before: buffer.cursor) ? Self.indentation : ""))
  }

  private func mayClose(_ line: String) -> Bool {
    line.trimmed == "end" || line.contains { $0 == ")" || $0 == "]" }
  }

  private static let indentation = "  "

  /// Whether the text before a place is open, so that what follows belongs in a block or bracket.
  private func isOpen(before place: Int) -> Bool {
    isOpenBlock || place > 0 && request.isIncomplete(buffer.text(0..<place))
  }

  /// Indents the cursor's line as it should be: layers by two, `end` not.
  private func indentLine() {
    let range = buffer.currentLine
    let line = buffer.text(range)
    guard range.lowerBound > 0, !line.trimmed.isEmpty, isOpen(before: range.lowerBound) else { return }
    let indented = (line.trimmed == "end" ? "" : Self.indentation) + line.drop { $0 == " " || $0 == "\t" }
    guard indented != line else { return }
    let fromEnd = range.upperBound - buffer.cursor
    buffer.replace(range, with: indented)
    buffer.moveCursor(to: max(range.lowerBound, buffer.cursor - fromEnd))
  }

  /// Ctrl-D: leaves where nothing has been typed; else deletes the character at the cursor, as in other shells.
  func leave() {
    let text = buffer.text
    if text.isEmpty || request.leavesUntouched && text == request.prefill { return end(.endOfFile) }
    guard buffer.cursor < buffer.count else { return }
    buffer.replace(buffer.cursor..<buffer.cursor + 1, with: "")
  }

  func insertPending() {
    buffer.insert(insertion ?? "")
    insertion = nil
    let text = buffer.text
    if text == request.prefill { _ = moveToError() }
    if text.contains("\n") { request.noteDraft(text) }
  }

  // MARK: - Moving

  func moveToLineStart() { buffer.moveCursor(to: buffer.currentLine.lowerBound) }

  /// To the end of the line; from there on, over what is suggested.
  func moveToLineEnd() {
    let end = buffer.currentLine.upperBound
    if buffer.cursor == end, acceptSuggestion() { return }
    buffer.moveCursor(to: end)
  }

  func right() {
    if !acceptSuggestion() { buffer.moveCursor(to: min(buffer.cursor + 1, buffer.count)) }
  }

  /// To the line above; from the first one to the cell before.
  func up() {
    let line = buffer.currentLine
    guard line.lowerBound > 0 else { return older() }
    moveCursor(from: line, to: buffer.line(at: line.lowerBound - 1))
  }

  func down() {
    let line = buffer.currentLine
    guard line.upperBound < buffer.count else { return newer() }
    moveCursor(from: line, to: buffer.line(at: line.upperBound + 1))
  }

  private func moveCursor(from line: Range<Int>, to other: Range<Int>) {
    buffer.moveCursor(to: min(other.lowerBound + buffer.cursor - line.lowerBound, other.upperBound))
  }

  // MARK: - Earlier cells

  /// Where in the history one is, and what was there before.
  struct Recall {
    var place: Int
    /// Only cells that begin so are recalled.
    let beginning: String
    /// What had been typed; it comes back behind the newest cell.
    let draft: String
    /// What was recalled last. When the text is another one, it has been edited.
    var text: String
  }

  /// Recalls the cell before. On the first line what stands before the cursor is what it begins with.
  func older() {
    let text = buffer.text
    let beginning = buffer.currentLine.lowerBound > 0 ? "" : buffer.text(0..<buffer.cursor)
    var recall =
      recall.flatMap { $0.text == text ? $0 : nil }
      ?? Recall(
        place: history.cells.count, beginning: beginning, draft: text, text: text)
    guard
      let place = history.older(than: recall.place, where: { $0.hasPrefix(recall.beginning) && $0 != text })
    else { return }
    recall.place = place
    show(history.cells[place], of: &recall)
    // Where the Up key goes on to the next older one.
    if !moveToError() { buffer.moveCursor(to: buffer.line(at: 0).upperBound) }
  }

  func newer() {
    let text = buffer.text
    guard var recall, recall.text == text, recall.place < history.cells.count else { return }
    let place = history.newer(than: recall.place) { $0.hasPrefix(recall.beginning) && $0 != text }
    recall.place = place ?? history.cells.count
    show(place.map { history.cells[$0] } ?? recall.draft, of: &recall)
  }

  private func show(_ text: String, of recall: inout Recall) {
    recall.text = text
    self.recall = recall
    buffer.replaceAll(with: text)
  }

  /// To what is wrong in the cell that has just failed; false where this is another one.
  private func moveToError() -> Bool {
    guard let failure = request.failure, failure.text == buffer.text else { return false }
    buffer.moveCursor(to: min(failure.place, buffer.count))
    return true
  }

  // MARK: - $EDITOR

  /// Opens the cell in the user's editor; what is saved there is the cell then.
  func openEditor() {
    var edited: Result<String, UserProgram.Failure>?
    let text = buffer.text
    suspend { edited = Outside.edit(text) }
    switch edited {
    case .success(let text): buffer.replaceAll(with: text)
    case .failure(let failure): hints = [failure.description]
    case nil: break
    }
  }
}

extension StringProtocol {
  /// Without the blank space at both ends.
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }

  var trimmedAtEnd: String {
    String(self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)])
  }
}
