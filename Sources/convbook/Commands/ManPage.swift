import CellLanguage
import Core

/// The manual page, in the language of man(7).
enum ManPage {
  static var text: String {
    let prompt = CommandEntry.prompt.syntax
    let commands = CommandEntry.named.map(\.syntax)
    var lines = [
      ".TH CONVBOOK 1 \"\(Version.date)\" \"convbook \(Version.number)\" \"User Commands\"",
      ".SH NAME", "convbook \\- teaches convolutional networks, a cell at a time",
      ".SH SYNOPSIS", call(prompt),
    ]
    for command in commands { lines += [".br", call(command)] }
    lines += [".SH DESCRIPTION", filled(prompt.declaration.discussion), ".PP", filled(order)]
    lines += [".SH OPTIONS OF THE PROMPT"] + prompt.spellings.flatMap(item)
    lines += [".SH COMMANDS"] + commands.flatMap(section)
    lines += [".SH EXIT STATUS"] + exitCodes.flatMap { item(bold($0.code), $0.meaning) }
    lines += [".SH ENVIRONMENT"] + environment.flatMap { item(bold($0.name), $0.meaning) }
    return lines.joined(separator: "\n")
  }

  private static let order = """
    Options may stand before a command or behind it, as --name value or --name=value; -- ends them. At the prompt, help \
    lists what can be typed there.
    """

  private static let exitCodes: [(code: String, meaning: String)] = [
    ("0", "done"),
    ("1", "a cell failed, a check differed, or a file could not be read or written"),
    ("2", "the command line cannot be understood"),
    ("130", "interrupted; 128 and the signal's number where another signal ended it"),
  ]

  private static let environment: [(name: String, meaning: String)] = [
    ("CONVBOOK_DATA", "folders to look for data sets in, separated by colons"),
    ("NO_COLOR", "no colours on the terminal"),
    ("VISUAL, EDITOR", "the editor that :edit opens"),
    ("XDG_CACHE_HOME", "the folder of the folder that data fetch downloads to; ~/.cache where it is not set"),
    ("XDG_STATE_HOME", "the folder of what the prompt keeps; ~/.local/state where it is not set"),
  ]

  private static func section(_ command: CommandSyntax) -> [String] {
    let declaration = command.declaration
    let discussion = declaration.discussion.isEmpty ? [] : [".PP", filled(declaration.discussion)]
    return [".SS \"\(escaped(command.usage))\"", filled(declaration.summary)] + discussion
      + command.spellings.flatMap(item)
      + [".PP", "Example:", ".PP", ".nf", ".RS", escaped(declaration.example), ".RE", ".fi"]
  }

  private static func call(_ command: CommandSyntax) -> String {
    let operands = command.operands.map { italic($0.usage) }
    return ([bold(command.call)] + operands + ["[\(italic("options"))]"]).joined(separator: " ")
  }

  private static func item(_ spelling: Spelling) -> [String] {
    let isOperand = spelling.parameter.isPositional
    let value = isOperand ? "" : spelling.form.placeholder.map { " " + italic($0) } ?? ""
    return item((isOperand ? italic(spelling.usage) : bold(spelling.name)) + value, spelling.explanation)
  }

  private static func item(_ title: String, _ text: String) -> [String] { [".TP", title, filled(text)] }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
  private static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  /// A text in lines of at most 80 bytes, as style asks; man fills them anew.
  private static func filled(_ text: String) -> String {
    Reference.wrapped(escaped(text), width: 78).replacing(#/(?m)^(?=[.'])/#, with: "\\&")
  }

  /// A text in which every hyphen, quote and accent is the one that can be typed.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\"": result += "\\(dq"
      case _ where character.isASCII: result.unicodeScalars.append(character)
      case _: result += "\\[u\(padded(String(character.value, radix: 16, uppercase: true)))]"
      }
    }
    return result
  }

  private static func padded(_ hexadecimal: String) -> String {
    String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
  }
}
