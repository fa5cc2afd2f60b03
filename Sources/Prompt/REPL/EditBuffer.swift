import CLibedit

/// The text that libedit edits: Unicode scalars, and a cursor before one of them or at the end.
struct EditBuffer {
  let editLine: OpaquePointer

  private var line: LineInfoW {
    el_wline(editLine)?.pointee ?? LineInfoW()
  }

  /// The scalars, where libedit keeps them: valid until the next change.
  private var characters: UnsafeBufferPointer<wchar_t> {
    let line = line
    guard let start = line.buffer, let end = line.lastchar else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: start, count: end - start)
  }

  var count: Int { characters.count }

  /// How many scalars stand before the cursor.
  var cursor: Int {
    let line = line
    guard let start = line.buffer, let cursor = line.cursor else { return 0 }
    return cursor - start
  }

  var text: String { String(wide: characters[...]) }

  func text(_ range: Range<Int>) -> String { String(wide: characters[range.clamped(to: 0..<count)]) }

  func moveCursor(to place: Int) { el_cursor(editLine, Int32(clamping: place - cursor)) }

  /// Puts the text at the cursor, which then stands behind it.
  func insert(_ text: String) {
    _ = text.withWideCharacters { el_winsertstr(editLine, $0) }
  }

  /// Replaces the scalars of a range; the cursor then stands behind the new text.
  func replace(_ range: Range<Int>, with text: String) {
    moveCursor(to: range.upperBound)
    el_deletestr(editLine, Int32(clamping: range.count))
    insert(text)
  }

  func replaceAll(with text: String) { replace(0..<count, with: text) }

  // MARK: - Lines

  private static let newline = wchar_t(UInt8(ascii: "\n"))

  /// The line of the text with this place in it, without its newline.
  func line(at place: Int) -> Range<Int> {
    let characters = characters
    let start = (characters[..<place].lastIndex(of: Self.newline) ?? -1) + 1
    return start..<(characters[place...].firstIndex(of: Self.newline) ?? characters.count)
  }

  var currentLine: Range<Int> { line(at: cursor) }

  /// The lines around the cursor, as many as a screen of `height` rows could show.
  func lines(around height: Int) -> (lines: [Range<Int>], cursorLine: Int) {
    var lines = [currentLine]
    while lines.count <= height, let first = lines.first, first.lowerBound > 0 {
      lines.insert(line(at: first.lowerBound - 1), at: 0)
    }
    let cursorLine = lines.count - 1
    while lines.count <= cursorLine + height, let last = lines.last, last.upperBound < count {
      lines.append(line(at: last.upperBound + 1))
    }
    return (lines, cursorLine)
  }
}
