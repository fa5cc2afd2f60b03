import CellLanguage
import Core
import Foundation

/// What can be typed at the prompt besides cells. These are about the session: they have no number and are no part of
/// its notebook.
enum SessionCommand: Equatable {
  /// `?fit`, `fit?` or `help fit`; no topic is the list of all.
  case help(String)
  /// `save lesson.md`: the session as a notebook.
  case save(String)
  /// `:edit`: the last cell in `$EDITOR`.
  case edit
  /// `:restore`: the cells of a session that was cut off.
  case restore
  /// `:forget`: they are not wanted.
  case forget
  /// `:drawings on`, `blocks` or `off`: whether charts are drawn in the terminal, as pictures or always in text. Nil asks.
  case drawings(ChartPainter.Mode?)
  /// `step FILE` or `run FILE`, which are no cells: what belongs behind `convbook` in a shell.
  case ofShell(String)
  /// `exit` or `quit`, which other prompts have.
  case leave
  /// A word with a colon that is none of these.
  case unknown(String, nearest: String?)

  private static let words: [(word: String, command: SessionCommand)] =
    [
      (":edit", .edit), (":restore", .restore), (":forget", .forget), (":quit", .leave),
      (":help", .help("keys")),
      ("exit", .leave), ("quit", .leave), (":drawings", .drawings(nil)),
    ] + ChartPainter.Mode.allCases.map { (":drawings \($0.rawValue)", .drawings($0)) }

  /// Nil where the text is a cell.
  init?(_ text: String) {
    let text = text.trimmed
    guard !text.contains("\n") else { return nil }
    if let known = Self.words.first(where: { $0.word == text }) {
      self = known.command
    } else if text.hasPrefix(":") {
      self = .unknown(text, nearest: nearestName(to: text, in: Self.words.map(\.word)))
    } else if let help = text.wholeMatch(of: #/(?:\?|help\b)\s*([\w\-. ]*)\??/#) {
      self = .help(help.1.trimmed)
    } else if let words = text.wholeMatch(of: #/([\w\-. ]+)\?/#)?.1.trimmed,
      !words.contains(" ") || Reference.page(words) != nil
    {
      self = .help(words)
    } else if let save = text.wholeMatch(of: #/save\s+"?([^"\s]+\.md)"?/#) {
      self = .save(String(save.1))
    } else if let line = text.wholeMatch(of: #/((?:step|run|check)\s+[^=\s]+\.md\b.*)/#) {
      self = .ofShell(String(line.1))
    } else {
      return nil
    }
  }

}
