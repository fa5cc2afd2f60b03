import Foundation

/// F1 and Alt-h, as in other shells, and what is asked behind a cell. The cell stays as it is, and the page stands
/// above it.
extension LineEditor {
  /// Explains the word at the cursor; where there is none, what can be done here.
  func explainWord() {
    let place = buffer.text(0..<buffer.cursor).utf8.count
    showAbove(session()?.help(in: buffer.text, at: place, width: Terminal.textWidth) ?? request.help())
  }

  /// Does what is asked behind the cell; false where nothing is.
  func obeyAside(of text: String) -> Bool {
    guard let commands = request.commands, SessionCommand(text) == nil, let aside = Aside(text) else {
      return false
    }
    switch aside.wish {
    case .help(let topic):
      buffer.replaceAll(with: aside.cell)
      guard let topic, let session = session() else {
        explainWord()
        return true
      }
      showAbove(session.help(on: topic, width: Terminal.textWidth))
    case .command("edit"):
      buffer.replaceAll(with: aside.cell)
      openEditor()
    case .command(let name):
      guard let word = name.split(separator: " ").first, commands.contains(String(word)) else { return false }
      buffer.replaceAll(with: aside.cell)
      end(.key(":" + name, text: aside.cell.trimmedAtEnd))
    }
    return true
  }
}
