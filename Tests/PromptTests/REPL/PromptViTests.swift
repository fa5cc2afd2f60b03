import Foundation
import TestSupport
import Testing

@testable import Prompt

/// vi's keys, where `~/.editrc` asks for them: they know the lines of a cell.
@Suite struct PromptViTests {
  let folder: TemporaryFolder
  let terminal: PseudoTerminal

  /// Starts with an open block of four lines, in command mode on the third.
  init() throws {
    folder = try TemporaryFolder()
    try folder.writeEditrc("bind -v")
    terminal = try PseudoTerminal.atPrompt(folder: folder, rows: 60)
    terminal.paste("m = model input=4x4x1\n  Flatten\n  Dense 3\n  Dense 4")
    try terminal.waitForLastLine("   ...:   Dense 4")
    terminal.press(.escape)
    usleep(200_000)
    terminal.type("k")
  }

  private func expect(_ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    let shown = lines.enumerated().map { (($0 == 0 ? "In [1]: " : "   ...: ") + $1).trimmedAtEnd }
    try terminal.wait("\(shown)") { $0.lines.suffix(shown.count) == shown }
  }

  @Test func ddTakesTheLineAndPPutsItBack() throws {
    terminal.type("dd")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 4")
    terminal.type("p")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 4", "  Dense 3")
    terminal.type("u")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 4")
  }

  @Test func aNumberBeforeItTakesMoreLines() throws {
    terminal.type("k2dd")
    try expect("m = model input=4x4x1", "  Dense 4")
    terminal.type("P")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 3", "  Dense 4")
  }

  @Test func changesEndWithTheLine() throws {
    terminal.type("ccReLU")
    try expect("m = model input=4x4x1", "  Flatten", "  ReLU", "  Dense 4")
    terminal.press(.escape)
    usleep(200_000)
    terminal.type("k0wD")
    try expect("m = model input=4x4x1", "", "  ReLU", "  Dense 4")
    terminal.type("Iname")
    try expect("m = model input=4x4x1", "name", "  ReLU", "  Dense 4")
  }

  @Test func linesAreOpenedAndEndsFound() throws {
    terminal.type("A 5")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 3 5", "  Dense 4")
    terminal.press(.escape)
    usleep(200_000)
    terminal.type("$xoDropout 0.5")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 3", "  Dropout 0.5", "  Dense 4")
  }

  @Test func otherMotionsAreLibeditsOwn() throws {
    terminal.type("0wdw")
    try expect("m = model input=4x4x1", "  Flatten", "  3", "  Dense 4")
    terminal.type("P")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 3", "  Dense 4")
  }

  @Test func aColonLeavesTheCellAlone() throws {
    terminal.type("0wdw:")
    try expect("m = model input=4x4x1", "  Flatten", "  3", "  Dense 4")
    terminal.type("P")
    try expect("m = model input=4x4x1", "  Flatten", "  Dense 3", "  Dense 4")
  }

  @Test func helpAndPageKeysServeInBothModes() throws {
    terminal.type("0wK")
    try terminal.wait(for: "Dense 10 activation=softmax")
    terminal.press(.controlC)
    try terminal.waitForLastLine("In [1]:")
    terminal.type("1+1\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.press(.pageUp)
    try terminal.waitForLastLine("In [2]: 1+1")
    terminal.press(.pageDown)
    terminal.type("seed")
    terminal.press(.f1)
    try terminal.wait(for: "Usage: seed")
    try terminal.waitForLastLine("In [2]: seed")
  }
}
