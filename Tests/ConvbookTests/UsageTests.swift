import Foundation
import Testing

/// The command line: what is understood, and what is said when it is not.
@Suite struct UsageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    (["runn", "x.md"], "unknown command 'runn'; did you mean 'run'?"),
    (["run"], "which notebook? convbook run FILE.md"),
    (["run", "x.md", "--thread", "2"], "unknown option '--thread'; did you mean '--threads'?"),
    (["run", "x.md", "--threads"], "--threads needs a value: --threads N"),
    (["run", "x.md", "--threads", "0"], "--threads takes a number from 1 to 1024, not '0'"),
    (["run", "x.md", "--seed=-1"], "--seed takes a whole number of at least 0, not '-1'"),
    (["run", "x.md", "--set", "epochs"], "--set takes NAME=VALUE, such as --set epochs=3, not 'epochs'"),
    (["run", "x.md", "--quiet=1"], "--quiet takes no value"),
    (["--set", "a=1"], "--set goes with run, check, step"),
    (["run", "x.md", "--json"], "--json goes with bench"),
    (["help", "--quiet"], "--quiet goes with run, check"),
    (["bench", "--set", "a=1"], "--set goes with run, check, step"),
    (["help", "fitt"], "there is no help on 'fitt'; did you mean 'fit'?"),
  ])
  func aWrongCommandLineIsExplained(arguments: [String], message: String) throws {
    let run = try run(arguments)
    #expect(run.status == 2)
    #expect(run.errors == "convbook: \(message)\nconvbook --help shows how it is used\n")
    #expect(run.output.isEmpty)
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

  @Test func helpShowsCommandsOptionsVerbsAndLayers() throws {
    for arguments in [["--help"], ["help"], ["run", "--help"]] {
      let run = try run(arguments)
      #expect(run.status == 0)
      for text in ["convbook run FILE.md ...", "--threads N", " fit ", " Conv2D ", " adam "] {
        #expect(run.output.contains(text), "\(text)")
      }
    }
    let page = try run(["help", "conv2d"])
    #expect(page.status == 0)
    #expect(page.output.contains("Usage: Conv2D <filters> <kernel_size> [activation=linear]"))
  }

  private func run(_ arguments: [String]) throws -> CommandLineRun {
    try CommandLineRun(arguments, in: folder)
  }
}
