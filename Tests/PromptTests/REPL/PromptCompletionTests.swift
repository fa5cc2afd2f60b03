import Foundation
import TestSupport
import Testing

@testable import Prompt

/// The Tab key, help and hints.
@Suite struct PromptCompletionTests {
  let folder: TemporaryFolder
  let terminal: PseudoTerminal

  init() throws {
    folder = try TemporaryFolder()
    terminal = try PseudoTerminal.atPrompt(folder: folder, columns: 100, rows: 60)
  }

  @Test func tabCompletesAVerbAndAnOption() throws {
    terminal.type("norm")
    terminal.press(.tab)
    try terminal.waitForLastLine("In [1]: normalize")
    terminal.type("x subt")
    terminal.press(.tab)
    try terminal.waitForLastLine("In [1]: normalize x subtract=")
  }

  @Test func tabShowsTheUsageAndThenWhatFits() throws {
    terminal.type("help ")
    terminal.press(.tab)
    try terminal.waitForLastLine("help [<topic> ...]")
    terminal.press(.tab)
    try terminal.wait(for: "confusion_matrix")
    terminal.type("x")
    try terminal.waitForLastLine("In [1]: help x")
  }

  @Test func tabInABlockOffersLayers() throws {
    terminal.type("m = model input=28x28x1\n")
    try terminal.waitForLastLine("   ...:")
    terminal.press(.tab, .tab)
    try terminal.wait(for: "MaxPooling2D")
    terminal.type("Fl")
    terminal.press(.tab)
    try terminal.waitForLastLine("   ...:   Flatten")
  }

  @Test func tabCompletesNamesMembersDataSetsAndFiles() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("my-images"), withIntermediateDirectories: true)
    terminal.type("d = load dig")
    terminal.press(.tab)
    terminal.type("s\u{7F}s train=10 test=10\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type("d.tr")
    terminal.press(.tab)
    try terminal.waitForLastLine("In [2]: d.train")
    terminal.type("\u{15}load \"my-")
    terminal.press(.tab)
    try terminal.waitForLastLine("In [2]: load \"my-images/")
  }

  @Test func aQuestionMarkBeforeOrAfterAWordIsHelp() throws {
    terminal.type("?seed\nseed?\n")
    try terminal.wait("two pages") { screen in
      screen.lines.count { $0.hasPrefix("seed: ") } == 2 && screen.lines.last == "In [1]:"
    }
    terminal.type("?overfiting\n")
    try terminal.wait(for: "did you mean 'overfitting'?")
  }

  @Test func helpKnowsIdeas() throws {
    terminal.type("help learning rate\n")
    try terminal.wait(for: "learning-rate: how far the weights move")
    try terminal.waitForLastLine("In [1]:")
    let run = try CommandLineRun("help", "learning", "rate", in: folder)
    #expect(run.output.hasPrefix("learning-rate: how far the weights move"))
    let slip = try CommandLineRun("help", "overfiting", in: folder)
    #expect(slip.status == 2)
    #expect(slip.errors.contains("did you mean 'overfitting'?"))
  }
}
