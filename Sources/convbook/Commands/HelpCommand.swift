import CellLanguage
import Prompt

/// `convbook help`, and `--help` behind any command.
struct HelpCommand: Command {
  var words: [String] = []

  static let declaration = CommandDeclaration<HelpCommand>(
    name: "help", summary: "the page of a command, verb, layer, option or idea",
    discussion: """
      Without a word it lists the commands, and all that can be typed at the prompt. convbook run --help is the page of \
      the command run, as convbook help run is.
      """,
    parameters: [
      .operand(
        .text("WORD", words: { CommandEntry.firstWords + Reference.topics }),
        "a command, verb, layer, optimizer, option or idea", isRequired: false, isRepeated: true
      ) {
        $0.words.append($1)
        return true
      }
    ],
    example: "convbook help learning rate")

  func run() throws(UsageError) -> Int32 {
    guard !words.isEmpty else {
      Self.show(Self.overview + "\n\nAt the prompt\n\n" + Reference.overview(width: Terminal.textWidth))
      return 0
    }
    let topic = words.joined(separator: " ")
    guard let page = Self.page(of: topic) ?? Reference.page(topic, width: Terminal.textWidth) else {
      throw UsageError(Reference.noHelp(on: topic))
    }
    Self.show(page)
    return 0
  }

  /// Shows the page of the command that the words begin with; without one the list of commands.
  static func answer(_ words: CommandLineWords) throws(UsageError) -> Int32 {
    if let first = words.words.first, words.words.count == 1, let page = page(of: first) {
      show(page)
    } else {
      let entry = try words.command()
      show(entry.syntax.name.isEmpty ? overview : entry.syntax.page.text(width: Terminal.textWidth))
    }
    return 0
  }

  /// The page of a command, or of a group of commands such as `data`; nil where there is none of this name.
  private static func page(of name: String) -> String? {
    let width = Terminal.textWidth
    if let entry = CommandEntry.named.first(where: { $0.syntax.name == name }) {
      return entry.syntax.page.text(width: width)
    }
    let group = CommandEntry.group(name)
    guard let first = group.first else { return nil }
    let note =
      "convbook \(name) alone is \(first.syntax.call); convbook help \(first.syntax.name) explains it."
    return list(group) + "\n\n" + Reference.wrapped(note, width: width)
  }

  private static func list(_ entries: [CommandEntry]) -> String {
    Reference.table(
      entries.map { ($0.syntax.operandUsage, $0.syntax.declaration.summary) }, width: Terminal.textWidth)
  }

  private static var overview: String {
    let options = CommandEntry.prompt.syntax.options.map { ($0.usage, $0.explanation) }
    let width = Terminal.textWidth
    return """
      Convbook teaches convolutional networks, a cell at a time.

      Usage: convbook [options]           the prompt, or cells from a file or pipe
             convbook COMMAND [options]   one of these

      Commands
      \(list(CommandEntry.named))

      Options of the prompt
      \(Reference.table(options, width: width))

      \(Reference.wrapped(
        "Options may stand before a command or behind it; convbook COMMAND --help shows those of a command.",
        width: width))
      """
  }

  private static func show(_ page: String) { Pager.show(page) }
}
