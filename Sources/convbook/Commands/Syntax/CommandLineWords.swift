import Prompt

/// What was typed after `convbook`: options with their values, and the other words, in any order.
struct CommandLineWords {
  private(set) var options: [(name: String, value: String?)] = []
  /// The command's name and its operands.
  private(set) var words: [String] = []
  /// Whether a page of help is wanted, whatever else there is.
  let asksForHelp: Bool
  /// The first thing that is wrong whatever the command.
  private var fault: Fault?

  private enum Fault {
    case unknown(option: String)
    case needsValue(option: Spelling)
    case takesNoValue(option: Spelling)
  }

  /// Which options have a value does not depend on the command: it may come behind them. `--name=value` means
  /// `--name value`; `--` ends the options.
  init(_ arguments: [String]) {
    asksForHelp = arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        words += rest
        break
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        words.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let spelling = CommandEntry.all.lazy.compactMap({ $0.syntax.option(name) }).first else {
        fault = fault ?? .unknown(option: name)
        continue
      }
      var value = parts.count > 1 ? String(parts[1]) : nil
      if spelling.form.placeholder == nil {
        if value != nil { fault = fault ?? .takesNoValue(option: spelling) }
      } else {
        value = value ?? rest.popFirst()
        if value == nil { fault = fault ?? .needsValue(option: spelling) }
      }
      options.append((name, value))
    }
  }

  /// The command that the words begin with; the prompt where there are none.
  func command() throws(UsageError) -> CommandEntry {
    guard let first = words.first else { return .prompt }
    for count in [2, 1] where words.count >= count {
      let name = words[..<count].joined(separator: " ")
      if let entry = CommandEntry.named.first(where: { $0.syntax.name == name }) { return entry }
    }
    let group = CommandEntry.group(first)
    // Where the second word is missing the first command is meant, such as `data list`.
    if words.count == 1, let entry = group.first { return entry }
    // What was taken for a command may be the value of an option that nobody knows.
    if case .unknown = fault { try check(for: nil) }
    if group.isEmpty, first.hasSuffix(".md") {
      throw UsageError("unknown command '\(first)'; convbook step \(first) walks through a notebook")
    }
    let name = words.prefix(group.isEmpty ? 1 : 2).joined(separator: " ")
    throw UsageError(
      "unknown command '\(name)'", suggesting: name,
      from: CommandEntry.firstWords + CommandEntry.named.map(\.syntax.name))
  }

  /// Throws what is wrong with the options whatever the command. The names of the command's own are nearest.
  func check(for command: CommandSyntax?) throws(UsageError) {
    switch fault {
    case nil: return
    case .unknown(let option):
      throw UsageError(
        "unknown option '\(option)'", suggesting: option, from: command?.options.map(\.name) ?? [],
        CommandEntry.all.flatMap { $0.syntax.options.map(\.name) })
    case .needsValue(let option): throw UsageError("\(option.name) needs a value: \(option.usage)")
    case .takesNoValue(let option): throw UsageError("\(option.name) takes no value")
    }
  }

  /// The words behind the command's name.
  func operands(of command: CommandSyntax) -> [String] { Array(words.dropFirst(command.words.count)) }
}
