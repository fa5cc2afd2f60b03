import Foundation
import TestSupport
import Testing

@testable import Prompt

/// Help at the cursor, and behind a cell that is not finished.
@Suite struct PromptHelpTests {
  let folder: TemporaryFolder
  let terminal: PseudoTerminal

  init() throws {
    folder = try TemporaryFolder()
    terminal = try PseudoTerminal.atPrompt(folder: folder, rows: 100)
  }

  @Test(arguments: ["\u{1B}OP", "\u{1B}[11~", "\u{1B}[[A", "\u{1B}h"])
  func theHelpKeyExplainsTheWordAtTheCursorAndTheCellStays(key: String) throws {
    terminal.type("h = fit net")
    terminal.press(.left, .left, .left, .left)
    terminal.type(key)
    try terminal.wait(for: "fit: ")
    try terminal.waitForLastLine("In [1]: h = fit net")
    terminal.type("x")
    try terminal.waitForLastLine("In [1]: h = fitx net")
  }

  @Test func whereNoWordHasAPageTheVerbAroundItIsExplained() throws {
    terminal.type("h = fit net ")
    terminal.press(.f1)
    try terminal.wait(for: "Usage: fit ")
    terminal.type("\u{15}")
    terminal.press(.f1)
    try terminal.wait(for: "runs a complete cell")
  }

  @Test func theHelpKeyServesInsideAnOpenBlock() throws {
    terminal.type("m = model input=28x28x1\nConv2D 6 ")
    try terminal.wait(for: "Conv2D 6")
    terminal.press(.f1)
    try terminal.wait(for: "Usage: Conv2D")
    try terminal.wait("the block") {
      $0.lines.suffix(2) == ["In [1]: m = model input=28x28x1", "   ...: Conv2D 6"]
    }
    terminal.type("5x5\nFlatten ?Flatten\n")
    try terminal.wait(for: "Usage: Flatten")
    terminal.type("\nend\n")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func aQuestionBehindACellLeavesTheCell() throws {
    terminal.type("x = 1 + 2 ?load\n")
    try terminal.wait(for: "Usage: load")
    try terminal.waitForLastLine("In [1]: x = 1 + 2")
    terminal.type("\nprint \"why?\"\nprint x?\n")
    try terminal.wait(for: "x is a number")
    try terminal.waitForLastLine("In [3]: print x")
    #expect(terminal.screen.lines.contains("why?"))
  }

  @Test func namesOfTheSessionAreExplained() throws {
    terminal.type("digits = load digits train=10 test=10\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type("?digits\ndigits.train?\n")
    try terminal.wait(for: "digits is a data set\n  digits.train        images with labels")
    try terminal.wait(for: "digits.train is images with labels\n  digits.train.images       an array")
  }

  @Test func pagesAreBrokenBetweenWords() throws {
    terminal.type("?fit\n")
    try terminal.wait(for: "Example:")
    let run = try CommandLineRun("help", "fit", in: folder)
    let page = run.output.split(separator: "\n").prefix { $0 != "Example:" }
    #expect(page.count > 10)
    #expect(page.allSatisfy { $0.count < 80 })
    #expect(terminal.screen.text.contains(page.suffix(5).joined(separator: "\n")))
  }

  @Test func pageUpAndPageDownGoThroughWholeCells() throws {
    terminal.paste("a = 1\nb = 2")
    terminal.press(.enter)
    terminal.type("3+3\n")
    try terminal.waitForLastLine("In [3]:")
    terminal.press(.pageUp, .pageUp)
    try terminal.wait("the older cell") { $0.lines.suffix(2) == ["In [3]: a = 1", "   ...: b = 2"] }
    terminal.press(.pageDown)
    try terminal.waitForLastLine("In [3]: 3+3")
  }

  /// F5, Shift-F3, Insert, Ctrl-Up, Shift-Right, Shift-Tab
  @Test func keysWithoutAMeaningTypeNothing() throws {
    terminal.type("1\u{1B}[15~+\u{1B}[1;2R\u{1B}[2~2\u{1B}[1;5A\u{1B}[1;2C\u{1B}[Z+3")
    try terminal.waitForLastLine("In [1]: 1+2+3")
  }
}
