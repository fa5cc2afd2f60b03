/// What a learner can say to a lesson instead of a cell: one word on a line of its own.
enum LessonCommand: String, CaseIterable {
  case run, skip, back, again, answer, original, contents, quit
  case help = "?"

  /// Nil where the text is something else.
  init?(_ text: String) { self.init(rawValue: text.trimmed) }

  var summary: String {
    switch self {
    case .run: "run the cells up to the next heading or question"
    case .skip: "go on without running the cell (also Page Down)"
    case .back: "to the cell before; the values stay as they are (also Page Up)"
    case .again: "show the text once more"
    case .answer: "open the answers of the exercises"
    case .original: "the lesson's own cell in place of your changed one"
    case .contents: "the sections, and where you are"
    case .quit: "leave; the next convbook step goes on here (also Ctrl-D)"
    case .help: "this list"
    }
  }

  static var page: String {
    let commands = allCases.map {
      "  " + $0.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0) + $0.summary
    }
    return """
      Enter runs the lesson's cell, as it is or as you have changed it.
      Ctrl-C puts it aside for a command or a cell of your own; it comes back after that.

      \(commands.joined(separator: "\n"))

      Anything else is a cell of your own: look at a value, ask ?fit or ?overfitting.
      It counts as the lesson's cell if it gives a value to the same name or, where that
      names none, begins with the same word.
      """
  }

  /// A line of what can be done, as long as there is room for it.
  static func hints(_ hints: [String], width: Int) -> String {
    var hints = hints
    while hints.count > 1, hints.joined(separator: " · ").count > width { hints.remove(at: hints.count - 2) }
    return hints.joined(separator: " · ")
  }
}
