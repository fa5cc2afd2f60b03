import Prompt

/// `convbook step FILE.md`
struct StepCommand: Command {
  var file = ""
  var replay = ReplayOptions()
  /// Whether it forgets where the learner left.
  var restarts = false

  static let declaration = CommandDeclaration<StepCommand>(
    name: "step", summary: "walk through a notebook, cell by cell",
    discussion: """
      It shows the prose, then each cell, to run, change or skip: Enter runs it, :help lists what else can be done. Who \
      leaves comes back to where they were, with all values there. The transcript goes to Outputs/NAME-step.
      """,
    parameters: [
      .operand(.notebook, \.file, "a notebook")
    ] + ReplayOptions.parameters.map { $0.of(\.replay) } + [
      .flag("restart", \.restarts, "from the beginning, not from where you left")
    ],
    operandAdvice: "which notebook? convbook step FILE.md",
    example: "convbook step Notebooks/lenet-5.md")

  func run() throws -> Int32 {
    try stepThrough(
      file, replay.settings, replay.session.promptSettings, seed: replay.session.seed.given,
      restarts: restarts)
  }
}
