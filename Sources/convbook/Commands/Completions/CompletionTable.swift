/// What may stand where on a command line, for the shells: made of the commands' declarations.
enum CompletionTable {
  /// A place: what has been typed before, options aside, and what may come there.
  struct Place {
    /// The command's name, or its first word; empty before there is one.
    let command: String
    /// How many operands are there; nil for any number.
    let operands: Int?
    /// Words of which each has a line about it: those that a command may begin with or go on with.
    var commands: [(name: String, summary: String)] = []
    var candidates = ValueForm.Candidates.nothing
    let options: [Spelling]
    /// Whether it is the first place of its command. Options are the same at all of them.
    var isFirst = true

    /// What may come, without lines about it.
    var words: ValueForm.Candidates { commands.isEmpty ? candidates : .words(commands.map(\.name)) }

    /// What a shell's `case` compares the words with, a blank between any two and their number behind them.
    func pattern(quote: (String) -> String) -> String {
      let words = command.split(separator: " ").count
      return switch operands {
      case nil: quote(command + " ") + "*"
      case 0: quote("\(command) \(words)")
      case let count?: quote(command + " ") + "*" + quote(" \(words + count)")
      }
    }
  }

  /// Before a command, behind the first word of two, then each command's operands one after another. The first that
  /// fits counts.
  static var places: [Place] {
    var first = Place(command: "", operands: 0, options: CommandEntry.prompt.syntax.options)
    var others: [Place] = []
    for word in CommandEntry.firstWords {
      let group = CommandEntry.group(word).map { ($0.syntax.words[1], $0.syntax.declaration.summary) }
      guard let alone = CommandEntry.group(word).first else { continue }
      first.commands.append((word, group.map(\.0).joined(separator: ", ")))
      others.append(Place(command: word, operands: 0, commands: group, options: alone.syntax.options))
    }
    for syntax in CommandEntry.named.map(\.syntax) {
      if syntax.words.count == 1 { first.commands.append((syntax.name, syntax.declaration.summary)) }
      others += places(of: syntax)
    }
    return [first] + others
  }

  private static func places(of command: CommandSyntax) -> [Place] {
    let operands = command.operands.enumerated().map { index, operand in
      Place(
        command: command.name, operands: operand.parameter.isRepeated ? nil : index,
        candidates: operand.form.candidates, options: command.options, isFirst: index == 0)
    }
    if command.operands.last?.parameter.isRepeated == true { return operands }
    return operands + [
      Place(command: command.name, operands: nil, options: command.options, isFirst: operands.isEmpty)
    ]
  }

  /// The options that a value follows, whatever the command, and what it may be.
  static var values: [(option: String, candidates: ValueForm.Candidates)] {
    CommandEntry.all.flatMap(\.syntax.options).filter { $0.form.placeholder != nil }.reduce(into: []) {
      values, option in
      guard !values.contains(where: { $0.option == option.name }) else { return }
      values.append((option.name, option.form.candidates))
    }
  }
}
