import Core
import Prompt

/// `convbook completions SHELL`
struct CompletionsCommand: Command {
  /// Nil before it is named, which it must be.
  var shell: Shell?

  enum Shell: String, CaseIterable {
    case bash, zsh, fish

    var script: String {
      switch self {
      case .bash: BashCompletion.script
      case .zsh: ZshCompletion.script
      case .fish: FishCompletion.script
      }
    }
  }

  static let declaration = CommandDeclaration<CompletionsCommand>(
    name: "completions", summary: "what a shell needs to complete convbook's commands",
    discussion: """
      A script: bash reads it from ~/.local/share/bash-completion/completions/convbook, zsh from a file _convbook in a folder of \
      $fpath, fish from ~/.config/fish/completions/convbook.fish.
      """,
    parameters: [
      .operand(.choice(Shell.allCases.map(\.rawValue), called: "SHELL"), "bash, zsh or fish") {
        $0.shell = Shell(rawValue: $1)
        return $0.shell != nil
      }
    ],
    operandAdvice: "completions takes a shell: bash, zsh or fish",
    example: "convbook completions fish > ~/.config/fish/completions/convbook.fish")

  func run() -> Int32 {
    if let shell { StandardStream.output.writeLine(TerminalText(shell.script)) }
    return 0
  }
}
