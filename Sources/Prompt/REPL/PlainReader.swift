import CellLanguage
import Core
import Foundation

/// Reads cells from a file or a pipe without a prompt; or, for screen readers and terminals that cannot move their
/// cursor, from a terminal that edits its lines itself. Nothing is ever drawn anew.
///
/// Each statement is one cell, and lines are joined while it is incomplete. What is still incomplete at the
/// end of the input is given out as it is, so that running it says what is missing.
final class PlainReader: CellReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// Whether a person types the cells.
  let isInteractive: Bool

  init(descriptor: Int32 = STDIN_FILENO) {
    self.descriptor = descriptor
    isInteractive = Terminal.isPresent && isatty(descriptor) == 1
  }

  func readCell(_ request: CellRequest) -> CellInput {
    if isInteractive { showPrefill(request) }
    var cell: String?
    ask(request.prompt)
    while let line = nextLine() {
      var text = cell.take() ?? ""
      if !text.isEmpty {
        text += "\n" + line
      } else {
        text = line.isEmpty ? request.prefill : line
      }
      if !request.isIncomplete(text) { return .cell(text) }
      if isInteractive { request.noteDraft(text) }
      cell = text
      ask(request.continuation)
    }
    if isInteractive { StandardStream.output.writeLine() }
    if Interrupts.take(SIGINT) { return .interrupted }
    if Interrupts.termination != nil { return .endOfFile }
    return cell.map(CellInput.cell) ?? .endOfFile
  }

  private func ask(_ prompt: String) {
    guard isInteractive else { return }
    StandardStream.output.write(TerminalText(prompt))
  }

  /// A text to start from cannot be edited here: it is shown, and taken or replaced.
  private func showPrefill(_ request: CellRequest) {
    guard !request.prefill.isEmpty else { return }
    StandardStream.output.writeLine(TerminalText(request.prefill))
    StandardStream.output.writeLine("Press Enter to run this, or type another cell.")
  }

  func close() {}

  /// The next line without its end, or nil at the end of the input or when a signal arrived. A line that is longer than
  /// any cell is given out as far as it was read, and is the last: what has no line ends may have no end either.
  private func nextLine() -> String? {
    var searched = start
    while !Interrupts.isRequested {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return text(buffer[start..<end])
      }
      searched = buffer.count
      if buffer.count - start > Session.mostBytes { isAtEnd = true }
      if isAtEnd {
        defer { start = buffer.count }
        return start < buffer.count ? text(buffer[start...]) : nil
      }
      guard Interrupts.wait(for: descriptor) else { return nil }
      fill()
      searched -= start
      buffer.removeFirst(start)
      start = 0
    }
    return nil
  }

  private func fill() {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &bytes, bytes.count)
    if count > 0 {
      buffer += bytes[..<count]
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      isAtEnd = true
      Interrupts.noteHangUp(of: descriptor)
    }
  }

  /// Control characters, which no text has and no notebook may have, are what bytes that are no UTF-8 are: U+FFFD.
  private func text(_ line: ArraySlice<UInt8>) -> String {
    let text = String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    guard text.unicodeScalars.contains(where: \.isControl) else { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
  }
}
