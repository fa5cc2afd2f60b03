import Core
import Prompt

/// `convbook man`
struct ManCommand: Command {
  static let declaration = CommandDeclaration<ManCommand>(
    name: "man", summary: "the manual page, for man",
    discussion:
      "Written to a file of that name, ~/.local/share/man/man1/convbook.1 is what man convbook shows.",
    example: "convbook man | man -l -")

  func run() -> Int32 {
    StandardStream.output.writeLine(TerminalText(ManPage.text))
    return 0
  }
}
