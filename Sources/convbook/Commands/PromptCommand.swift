import Prompt

/// `convbook` without a command: the prompt, or cells from a file or pipe.
struct PromptCommand: Command {
  var session = SessionOptions()
  var isQuiet = false
  var showsVersion = false

  static let declaration = CommandDeclaration<PromptCommand>(
    name: "", summary: "the prompt, or cells from a file or pipe",
    discussion: """
      Without a command convbook is a prompt: it reads a cell, runs it, and shows what it gives. Its transcript and charts \
      go to Outputs/session-1, or the next number that is free.
      """,
    parameters: SessionOptions.parameters.map { $0.of(\.session) } + [
      .flag("quiet", \.isQuiet, "no cells and outputs on the terminal, only errors"),
      .flag("version", \.showsVersion, "the version, and what it is built for"),
    ],
    example: "convbook --seed 7")

  func run() -> Int32 {
    if showsVersion { return VersionCommand().run() }
    var settings = session.promptSettings
    settings.isQuiet = isQuiet
    return promptForCells(settings)
  }
}
