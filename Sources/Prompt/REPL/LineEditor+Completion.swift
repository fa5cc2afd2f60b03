/// The Tab key.
extension LineEditor {
  /// Completes the word before the cursor as far as it is clear. Pressed again it lists what fits; where there is
  /// nothing to complete, the first press shows how the verb is used.
  func completeWord() {
    tabs += 1
    hints = []
    guard let session = session() else { return buffer.insert("  ") }
    let before = buffer.text(0..<buffer.cursor)
    let completion = session.completion(of: buffer.text, at: before.utf8.count)
    if let text = completion.insertion {
      let typed = String(decoding: before.utf8.dropFirst(completion.start), as: UTF8.self)
      let end = buffer.cursor
      buffer.replace(end - typed.unicodeScalars.count..<end, with: text)
      if completion.candidates.count == 1 { tabs = 0 }
      return
    }
    if tabs == 1, let usage = completion.usage {
      hints = [usage]
    } else {
      hints = completion.lines(columns: Terminal.width - 1, limit: max(3, Terminal.height - 4))
      if hints.isEmpty { hints = [completion.usage ?? "nothing fits here"] }
    }
  }
}
