import Core
import Foundation
import TestSupport
import Testing

@testable import convbook

/// `convbook help`, `--help` behind any command, and what the prompt says about commands.
@Suite struct HelpCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [["--help"], ["-h"], ["--plain", "--help"], ["--seed", "--help"], ["--nosuch", "-h"]])
  func theOverviewListsCommandsAndTheOptionsOfThePrompt(arguments: [String]) throws {
    let run = try CommandLineRun(arguments, in: folder)
    #expect(run.status == 0)
    for text in [
      "\n  run FILE.md ... ", "\n  data generate NAME DIR ", "\n  --threads N ",
      "default 0", "\n  --version ",
    ] {
      #expect(run.output.contains(text), "\(text)")
    }
    #expect(!run.output.contains("--json"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count < 80 })
  }

  @Test func helpAloneListsTheWordsOfThePromptToo() throws {
    let run = try CommandLineRun("help", in: folder)
    #expect(run.status == 0)
    for text in ["\n  run FILE.md ... ", " fit ", " Conv2D ", " adam "] {
      #expect(run.output.contains(text), "\(text)")
    }
  }

  @Test(arguments: CommandEntry.named.map(\.syntax.name))
  func everyCommandHasAPageOfItsOwn(name: String) throws {
    let entry = try #require(CommandEntry.named.first { $0.syntax.name == name })
    let words = entry.syntax.words
    let pages = try [
      words + ["--help"], words + ["x", "--bogus", "-h"], ["--help"] + words, ["help"] + words,
    ]
    .map { try CommandLineRun($0, in: folder) }
    for page in pages {
      #expect(page.status == 0)
      #expect(page.output == pages[0].output)
    }
    let page = pages[0].output
    #expect(page.hasPrefix("convbook \(name): "))
    #expect(page.contains("Usage: \(entry.syntax.usage)\n"))
    for spelling in entry.syntax.spellings { #expect(page.contains("\n  \(spelling.usage)")) }
    #expect(page.contains("\nExample:\n  convbook "))
    #expect(page.split(separator: "\n").allSatisfy { $0.count < 80 }, "\(page)")
  }

  @Test func aPageTellsNoOptionsOfOtherCommands() throws {
    let output = try CommandLineRun("run", "--help", in: folder).output
    let page = output.replacing(#/\s+/#, with: " ")
    #expect(page.contains("--quick") && !page.contains("--json") && !page.contains("--restart"))
    #expect(page.contains("compute: a whole number from 1 to 1024; default one for each processor"))
    #expect(page.contains("--seed N seed of all random numbers: a whole number of at least 0; default 0"))
  }

  @Test func aGroupOfCommandsIsListed() throws {
    for arguments in [["data", "--help"], ["help", "data"]] {
      let run = try CommandLineRun(arguments, in: folder)
      #expect(run.status == 0)
      for text in ["\n  data generate NAME DIR ", "\n  data fetch NAME [DIR] ", "convbook data alone is"] {
        #expect(run.output.contains(text), "\(text)")
      }
    }
  }

  @Test func whatThePromptKnowsIsExplainedToo() throws {
    let page = try CommandLineRun("help", "conv2d", in: folder)
    #expect(page.status == 0)
    #expect(page.output.contains("Usage: Conv2D <filters> <kernel_size> [activation=linear]"))
    let idea = try CommandLineRun("help", "learning", "rate", in: folder)
    #expect(idea.output.hasPrefix("learning-rate: "))
  }

  @Test func thePromptSaysWhatIsACommandOfTheShell() throws {
    let terminal = try PseudoTerminal.atPrompt(folder: folder, rows: 60)
    terminal.type("help run\n")
    try terminal.wait(for: "run is a command of the shell, not of the prompt.\n\nconvbook run: replay")
    terminal.type("help data generate\n")
    try terminal.wait(for: "Usage: convbook data generate NAME DIR [options]")
    terminal.type("?chek\n")
    try terminal.wait(for: "there is no help on 'chek'; did you mean 'check'?")
    let piped = try Convbook.run(input: "help check\n", folder: folder)
    #expect(piped.output.contains("Usage: convbook check FILE.md ... [options]"))
  }

  @Test(arguments: [["--version"], ["version"], ["--no-color", "--version"]])
  func theVersionIsShown(arguments: [String]) throws {
    let run = try CommandLineRun(arguments, in: folder)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("convbook \(Version.number)\nbuilt for: "))
  }
}
