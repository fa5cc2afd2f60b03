import CellLanguage

/// What a learner can say to a lesson instead of a cell: a word on a line of its own or, after a colon, behind the cell.
struct LessonCommand: Equatable {
  let word: Word
  /// What follows `goto`.
  let number: Int?

  /// Nil where the text is something else.
  init?(in text: String) {
    let words = text.trimmed.split(separator: " ")
    guard let first = words.first, words.count <= 2 else { return nil }
    let name = first == ":help" ? "?" : first.hasPrefix(":") ? String(first.dropFirst()) : String(first)
    guard let word = Word(rawValue: name), words.count == 1 || word == .goto else { return nil }
    self.word = word
    number = words.count == 2 ? Int(words[1]) : nil
  }
}

extension LessonCommand {
  enum Word: String, CaseIterable {
    case run, skip, back, again, answer, original, goto, contents, quit
    case help = "?"
  }

  /// The words that may stand behind the cell, after a colon.
  static let words = Word.allCases.map(\.name)
}

extension LessonCommand.Word {
  var name: String { self == .help ? "help" : rawValue }

  var summary: String {
    switch self {
    case .run: "run the cells up to the next heading or question"
    case .skip: "go on without running the cell (also Page Down)"
    case .back: "to the cell before; the values stay as they are (also Page Up)"
    case .again: "show the text once more"
    case .answer: "open the answers of the exercises"
    case .original: "the lesson's own cell in place of your changed one"
    case .goto: "to the cell of that number, as goto 5; the values stay as they are"
    case .contents: "the sections, and where you are"
    case .quit: "leave; the next convbook step goes on here (also Ctrl-D)"
    case .help: "this list"
    }
  }

}

extension LessonCommand {
  static var page: String {
    let commands = Word.allCases.map {
      ":" + $0.name.padding(toLength: 10, withPad: " ", startingAt: 0) + $0.summary
    }
    let lines =
      [
        """
        Enter runs the lesson's cell, as it is or as you have changed it. F1 or Alt-h explains the word at the \
        cursor; ?fit, typed behind the cell, explains fit. These go behind the cell too, or on a line of their own:
        """, "",
      ] + commands + [
        "",
        """
        Ctrl-C puts the cell aside for one of your own; it comes back after that. Yours counts as the lesson's if it \
        gives a value to the same name or, where that names none, begins with the same word.
        """,
      ]
    return lines.map {
      let isListed = $0.hasPrefix(":")
      return Reference.wrapped(
        $0, width: Terminal.textWidth, first: isListed ? 2 : 0, others: isListed ? 13 : 0)
    }.joined(separator: "\n")
  }

  /// A line of what can be done, as long as there is room for it.
  static func hints(_ hints: [String], width: Int) -> String {
    var hints = hints
    while hints.count > 1, hints.joined(separator: " · ").count > width { hints.remove(at: hints.count - 2) }
    return hints.joined(separator: " · ")
  }
}
