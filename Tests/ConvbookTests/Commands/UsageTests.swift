import Foundation
import TestSupport
import Testing

@testable import convbook

/// The command line: what is understood, and what is said when it is not.
@Suite struct UsageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    (["runn", "x.md"], "unknown command 'runn'; did you mean 'run'?"),
    (["run"], "which notebook? convbook run FILE.md"),
    (["run", "x.md", "--thread", "2"], "unknown option '--thread'; did you mean '--threads'?"),
    (["run", "x.md", "--threads"], "--threads needs a value: --threads N"),
    (["run", "x.md", "--threads", "0"], "--threads takes a whole number from 1 to 1024, not '0'"),
    (["--threads", "2.5", "run", "x.md"], "--threads takes a whole number from 1 to 1024, not '2.5'"),
    (["run", "x.md", "--seed=-1"], "--seed takes a whole number of at least 0, not '-1'"),
    (["run", "x.md", "--set", "epochs"], "--set takes NAME=VALUE, such as --set epochs=3, not 'epochs'"),
    (["run", "x.md", "--quiet=1"], "--quiet takes no value"),
    (["--set", "a=1"], "--set goes with run, check, step"),
    (["run", "x.md", "--json"], "--json goes with bench"),
    (["help", "--quiet"], "--quiet goes with run, check, assign, grade"),
    (["bench", "--set", "a=1"], "--set goes with run, check, step"),
    (["chek"], "unknown command 'chek'; did you mean 'check'?"),
    (["dat"], "unknown command 'dat'; did you mean 'data'?"),
    (
      ["--quiet", "lesson.md"],
      "unknown command 'lesson.md'; convbook step lesson.md walks through a notebook"
    ),
    (["--thread", "2", "run"], "unknown option '--thread'; did you mean '--threads'?"),
    (["data", "generate", "--te"], "unknown option '--te'; did you mean '--test'?"),
    (["--seed"], "--seed needs a value: --seed N"),
    (["run", "--version"], "--version goes with no command"),
    (["check"], "which notebook? convbook check FILE.md"),
    (["version", "2"], "version takes no '2'"),
    (["completions"], "completions takes a shell: bash, zsh or fish"),
    (["completions", "fishh"], "completions takes bash, zsh or fish, not 'fishh'; did you mean 'fish'?"),
    (["nosuch", "--help"], "unknown command 'nosuch'"),
    (["help", "chek"], "there is no help on 'chek'; did you mean 'check'?"),
    (["help", "fitt"], "there is no help on 'fitt'; did you mean 'fit'?"),
  ])
  func aWrongCommandLineIsExplained(arguments: [String], message: String) throws {
    let run = try run(arguments)
    #expect(run.status == 2)
    let named = CommandLineWords(arguments)
    let call = (try? named.command())?.syntax.call ?? "convbook"
    #expect(run.errors == "convbook: \(message)\n\(call) --help shows how it is used\n")
    #expect(run.output.isEmpty)
  }

  /// Once `convbook --plain step F` opened the prompt.
  @Test(arguments: [
    ["--plain", "step", "lesson.md"], ["step", "--plain", "lesson.md"], ["step", "lesson.md", "--plain"],
    ["--outputs", "Outputs", "--no-color", "step", "--", "lesson.md"],
  ])
  func optionsMayStandAnywhere(arguments: [String]) throws {
    try folder.writeNotebook("lesson.md", [(nil, "1 + 1")])
    let run = try run(arguments)
    #expect(run.status == 0)
    #expect(run.output.contains("A lesson"), "\(run.output)")
    #expect(!run.output.contains("type help for help"))
  }

  @Test func optionsBeforeTheCommandCount() throws {
    try folder.writeNotebook("lesson.md", [("parameters", "size = 2"), (nil, "size")])
    let run = try run(["--set", "size=7", "--outputs=elsewhere", "run", "lesson.md"])
    #expect(run.status == 0)
    #expect(try folder.read("elsewhere/lesson/transcript.md").contains("```output\n7\n```"))
  }

  @Test(
    arguments: [
      ("missing.md", nil, "cannot read 'missing.md': there is no such file or folder"),
      (".", nil, "cannot read '.': it is a folder"),
      ("open.md", "```{code-cell} convbook\n1", "open.md:1: "),
      ("none.md", "# Prose only\n", "none.md: "),
      (
        "block.md", "```{code-cell} convbook\nm = model input=28x28x1\n  Flatten\n```\n",
        "cell 1, line 1: this 'model' has no line 'end'"
      ),
    ] as [(String, String?, String)])
  func aWrongNotebookIsExplained(name: String, text: String?, message: String) throws {
    try text?.write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
    let run = try run(["run", name])
    #expect(run.status == 1)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  private func run(_ arguments: [String]) throws -> CommandLineRun {
    try CommandLineRun(arguments, in: folder)
  }
}
