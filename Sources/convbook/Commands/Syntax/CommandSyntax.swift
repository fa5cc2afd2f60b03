import CellLanguage
import Core

/// How a command is written: what help, the man page and the completion of shells are made of.
struct CommandSyntax: Sendable {
  let declaration: Declaration
  let spellings: [Spelling]

  /// `data generate`; empty for the prompt.
  var name: String { declaration.name }
  var words: [String] { name.split(separator: " ").map(String.init) }
  var operands: [Spelling] { spellings.filter(\.parameter.isPositional) }
  var options: [Spelling] { spellings.filter { !$0.parameter.isPositional } }

  /// `convbook data generate`
  var call: String { (["convbook"] + words).joined(separator: " ") }

  /// `data generate NAME DIR`
  var operandUsage: String { (words + operands.map(\.usage)).joined(separator: " ") }

  /// `convbook data generate NAME DIR [options]`
  var usage: String { (["convbook"] + words + operands.map(\.usage) + ["[options]"]).joined(separator: " ") }

  var page: HelpPage {
    HelpPage(
      name: name, title: call, summary: declaration.summary, usage: usage,
      discussion: declaration.discussion, rows: spellings.map { ($0.usage, $0.explanation) },
      example: declaration.example)
  }

  func option(_ name: String) -> Spelling? { options.first { $0.name == name } }
}
