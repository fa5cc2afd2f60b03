import Foundation
import TestSupport
import Testing

@testable import Prompt

/// Cells of several lines, pasting, recalling, searching: keys in, screen out.
@Suite struct PromptEditingTests {
  let folder: TemporaryFolder
  let terminal: PseudoTerminal

  init() throws {
    folder = try TemporaryFolder()
    terminal = try PseudoTerminal.atPrompt(folder: folder)
  }

  func waitForLines(_ lines: String...) throws {
    try terminal.wait("\(lines)") { $0.lines.suffix(lines.count) == lines }
  }

  // MARK: - Lines of a block

  @Test func layersAreIndentedAndEndIsNot() throws {
    for line in ["m = model input=28x28x1", "Flatten", "end"] {
      terminal.type(line)
      try terminal.wait(for: line)
      terminal.press(.enter)
    }
    try waitForLines("In [1]: m = model input=28x28x1", "   ...:   Flatten", "   ...: end", "In [2]:")
  }

  @Test func anEarlierLineOfTheOpenBlockCanBeChanged() throws {
    terminal.type("m = model input=784\n")
    try terminal.waitForLastLine("   ...:")
    terminal.type("Dense 1\n")
    try terminal.wait("the second line") { $0.lines.count == 4 }
    terminal.press(.up)
    terminal.type("\u{5}0")  // Ctrl-E goes to the line's end.
    try waitForLines("In [1]: m = model input=784", "   ...:   Dense 10", "   ...:")
    terminal.press(.down)
    terminal.type("end\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type("m.output_shape\n")
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.contains("(10,)"))
  }

  @Test func aLineOfARecalledBlockIsChangedAndTheWholeRuns() throws {
    terminal.paste("m = model input=28x28x1 name=one\n  Flatten\nend")
    terminal.press(.enter)
    try terminal.waitForLastLine("In [2]:")
    terminal.press(.up)
    try waitForLines("In [2]: m = model input=28x28x1 name=one", "   ...:   Flatten", "   ...: end")
    terminal.press(.down)
    terminal.type("\u{5}\u{17}Dense 7")  // Ctrl-W takes the word.
    try waitForLines("In [2]: m = model input=28x28x1 name=one", "   ...:   Dense 7", "   ...: end")
    terminal.press(.enter)
    try terminal.waitForLastLine("In [3]:")
  }

  @Test func controlKTakesTheRestOfTheLineOnly() throws {
    terminal.paste("print 1 2\nprint 3")
    try terminal.waitForLastLine("   ...: print 3")
    terminal.press(.up)
    terminal.type("\u{1}\u{6}\u{6}\u{6}\u{6}\u{6}\u{B}")
    try waitForLines("In [1]: print", "   ...: print 3")
    terminal.type(" \u{19}")  // Ctrl-Y puts it back.
    try waitForLines("In [1]: print  1 2", "   ...: print 3")
  }

  // MARK: - What the editor adds

  @Test func anEarlierCellIsSuggestedAndTaken() throws {
    terminal.type("print 1 2\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type("pri")
    try terminal.waitForLastLine("In [2]: print 1 2")
    // It is no part of the cell before it is taken.
    terminal.type("nt 7\n")
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.suffix(2).first == "7")
    terminal.type("print 1")
    try terminal.waitForLastLine("In [3]: print 1 2")
    terminal.press(.right)
    terminal.type("0\n")
    try terminal.waitForLastLine("In [4]:")
    #expect(terminal.screen.lines.suffix(2).first == "1 20")
    // Within the text the key moves, as ever.
    terminal.type("print")
    terminal.press(.left, .left, .right)
    terminal.type("X")
    try terminal.waitForLastLine("In [4]: prinXt")
  }

  @Test func nothingIsSuggestedWithoutColours() throws {
    let terminal = try PseudoTerminal.atPrompt(["--no-color"], folder: folder)
    terminal.type("print 1 2\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type("prin")
    try terminal.waitForLastLine("In [2]: prin")
    terminal.press(.right)
    terminal.type("t 3\n")
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.suffix(2).first == "3")
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[0;"))
  }

  @Test func theCursorComesBackToTheErrorsPlace() throws {
    terminal.type("print nosuch 1\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.press(.up)
    try terminal.waitForLastLine("In [2]: print nosuch 1")
    terminal.type("\u{1B}d5\n")  // Alt-d takes the word.
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.suffix(2).first == "5 1")
  }

  @Test func aCommandOfTheShellIsNamed() throws {
    terminal.type("step Notebooks/lenet-5.md --quick\n")
    try terminal.wait(for: "step is a command of the shell")
    try terminal.waitForLastLine("In [1]:")
    #expect(terminal.screen.text.contains("convbook step Notebooks/lenet-5.md --quick"))
  }

  // MARK: - Pasting

  @Test func aPasteWithBracketsWaitsForEnter() throws {
    terminal.paste("a = 1\nprint a\n")
    try waitForLines("In [1]: a = 1", "   ...: print a")
    terminal.press(.enter)
    try terminal.waitForLastLine("In [2]:")
    #expect(terminal.screen.lines.contains("1"))
  }

  @Test func promptsThatWereCopiedAlongAreLeftOut() throws {
    terminal.paste("In [7]: m = model input=4x4x1\n   ...:   Flatten\n   ...: end")
    try waitForLines("In [1]: m = model input=4x4x1", "   ...:   Flatten", "   ...: end")
  }

  /// libedit would ask for a command of editrc(7) in its place.
  @Test func altXLeavesTheCellAlone() throws {
    terminal.type("1 + 1\u{1B}x")
    terminal.paste(" + 2")
    try terminal.waitForLastLine("In [1]: 1 + 1 + 2")
  }

  /// libedit's own search takes each key for a letter of what is looked for; the one that stands for a paste too.
  @Test func aPasteIntoACommandThatTakesAllKeysEnds() throws {
    try folder.writeEditrc("bind ^T em-inc-search-prev")
    let other = try PseudoTerminal.atPrompt(folder: folder)
    other.type("\u{14}")
    other.paste("a\nb")
    other.settle()
    other.press(.controlC)
    other.settle()
    other.type("7000 + 77\n")
    try other.wait(for: "7077")
  }

  @Test func tenThousandLinesArePasted() throws {
    terminal.paste((1...10_000).map { "x\($0) = \($0)" }.joined(separator: "\n"))
    try terminal.waitForLastLine("   ...: x10000 = 10000")
    terminal.press(.enter)
    try terminal.waitForLastLine("In [2]:")
    terminal.type("x1 + x9999\n")
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.contains("10000"))
  }

  @Test func aTerminalWithoutBracketsPastesALongBlockToo() throws {
    let layers = (1...2_000).map { "  Activation relu # \($0)" }
    terminal.type(
      (["m = model input=4x4x1"] + layers + ["end", "print \"pasted\""]).joined(separator: "\n") + "\n")
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.contains("pasted"))
  }

  // MARK: - Typing ahead

  /// Between the settings of a running cell and those of the prompt no moment may take Ctrl-D for the end of a file.
  @Test func controlDRightBehindAResultLeaves() throws {
    for round in 1...10 {
      let terminal = try PseudoTerminal.atPrompt(folder: folder)
      terminal.type("7000 + \(round)\n")
      try terminal.wait(for: "\(7000 + round)")
      terminal.press(.controlD)
      #expect(try terminal.waitForExit() == 0)
      #expect(terminal.settings == terminal.settingsAtStart)
    }
  }

  /// After Escape more bytes of one key may come, and what is typed after Ctrl-C is none of them.
  @Test func controlCBehindEscapeDropsTheCellAndNothingElse() throws {
    for round in 1...20 {
      terminal.type("x + ")
      try terminal.waitForLastLine("In [\(round)]: x +")
      terminal.press(.escape)
      usleep(10_000)
      terminal.type("\u{3}\(round)000 + 77\n")
      try terminal.waitForLastLine("In [\(round + 1)]:")
      #expect(terminal.screen.lines.contains("\(round * 1000 + 77)"))
    }
  }

  @Test func whatIsTypedWhileACellRunsIsShownOnce() throws {
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    terminal.type("h = fit m (digits.train / 255) epochs=100\n")
    try terminal.wait("an epoch") { $0.text.contains(#/Epoch \d+\/100/#) }
    terminal.type("print \"ahead\"\n")
    try terminal.waitForLastLine("In [\(TrialCells.endlessNeeds.count + 3)]:")
    #expect(String(decoding: terminal.output, as: UTF8.self).components(separatedBy: "\"ahead\"").count == 2)
    #expect(terminal.screen.lines.contains("ahead"))
  }

  @Test func cellsTypedAheadRunOneAfterTheOther() throws {
    terminal.type("digits = load digits train=3000 test=10\nprint \"one\"\nprint \"two\"\n")
    try terminal.waitForLastLine("In [4]:")
    let lines = terminal.screen.lines
    #expect(lines.count { $0.contains("print \"one\"") } == 1)
    #expect(lines.suffix(5) == ["In [2]: print \"one\"", "one", "In [3]: print \"two\"", "two", "In [4]:"])
  }

  // MARK: - Earlier cells

  @Test func duplicatesAreFolded() throws {
    terminal.type("1+1\n2+2\n1+1\n")
    try terminal.waitForLastLine("In [4]:")
    terminal.press(.up)
    try terminal.waitForLastLine("In [4]: 1+1")
    terminal.press(.up)
    try terminal.waitForLastLine("In [4]: 2+2")
    terminal.press(.up)
    terminal.type("+3")
    try terminal.waitForLastLine("In [4]: 2+2+3")
  }

  @Test func theUpKeyRecallsWhatBeginsAsTyped() throws {
    terminal.type("1+1\n2+2\n1+3\n2+4\n")
    try terminal.waitForLastLine("In [5]:")
    terminal.type("1")
    terminal.press(.up)
    try terminal.waitForLastLine("In [5]: 1+3")
    terminal.press(.up)
    try terminal.waitForLastLine("In [5]: 1+1")
    terminal.press(.down, .down)
    terminal.press(.enter)
    try terminal.waitForLastLine("In [6]:")
    #expect(terminal.screen.lines.suffix(2).first == "1")
  }

  @Test func controlRSearches() throws {
    terminal.type("11+1\n22+2\n11+3\n")
    try terminal.waitForLastLine("In [4]:")
    terminal.press(.controlR)
    terminal.type("11")
    try terminal.waitForLastLine("search '11': 11+3")
    terminal.press(.controlR)
    try terminal.waitForLastLine("search '11': 11+1")
    terminal.type("z")
    try terminal.wait(for: "nothing older with '11z'")
    terminal.press(.backspace, .enter)
    try terminal.waitForLastLine("In [5]:")
  }

  @Test func anotherKeyTakesWhatWasFound() throws {
    terminal.type("11+1\n22+2\n")
    try terminal.waitForLastLine("In [3]:")
    terminal.press(.controlR)
    terminal.type("11")
    try terminal.waitForLastLine("search '11': 11+1")
    terminal.press(.left)
    terminal.type("0")
    try terminal.waitForLastLine("In [3]: 11+01")
  }

  @Test func twoSessionsShareTheHistory() throws {
    let other = try PseudoTerminal.atPrompt(folder: folder)
    terminal.type("1+1\n")
    try terminal.waitForLastLine("In [2]:")
    other.type("2+2\n")
    try other.waitForLastLine("In [2]:")
    let next = try PseudoTerminal.atPrompt(folder: folder)
    next.press(.up)
    try next.waitForLastLine("In [1]: 2+2")
    next.press(.up)
    try next.waitForLastLine("In [1]: 1+1")
  }

  // MARK: - Windows and keys

  @Test func aLineLongerThanTheWindowWraps() throws {
    let line = "x = " + String(repeating: "1+", count: 60) + "1"
    terminal.type(line)
    try terminal.wait("two rows") { $0.lines.last?.hasSuffix("+1") == true && $0.lines.count == 3 }
    terminal.resize(columns: 50, rows: 20)
    terminal.type("+2")
    try terminal.wait("three rows") { $0.lines.last?.hasSuffix("1+2") == true }
    #expect(terminal.screen.lines.filter { $0.hasPrefix("In [1]") }.count == 1)
    terminal.press(.enter)
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func aCellHigherThanTheWindowShowsThePartAroundTheCursor() throws {
    terminal.resize(columns: 60, rows: 8)
    terminal.paste((1...30).map { "x\($0) = \($0)" }.joined(separator: "\n"))
    try terminal.waitForLastLine("   ...: x30 = 30")
    for _ in 1..<30 { terminal.press(.up) }
    try terminal.wait(for: "In [1]: x1 = 1")
    terminal.press(.enter)
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func viKeysWorkWhereTheEditrcAsksForThem() throws {
    try folder.writeEditrc("bind -v")
    let vi = try PseudoTerminal.atPrompt(folder: folder)
    vi.type("1+2\n")
    try vi.waitForLastLine("In [2]:")
    vi.press(.up)
    try vi.waitForLastLine("In [2]: 1+2")
    vi.press(.left)
    vi.type("5")
    try vi.waitForLastLine("In [2]: 1+52")
    vi.press(.escape)
    usleep(200_000)
    vi.type("0x")
    try vi.waitForLastLine("In [2]: +52")
  }

  @Test func controlZLeavesTheShellItsTerminal() throws {
    terminal.type("2+")
    try terminal.waitForLastLine("In [1]: 2+")
    terminal.send(signal: SIGTSTP)
    try terminal.wait("the stop") { _ in terminal.settings == terminal.settingsAtStart }
    terminal.send(signal: SIGCONT)
    terminal.type("3\n")
    try terminal.waitForLastLine("In [2]:")
    #expect(terminal.screen.lines.contains("5"))
  }

  @Test func controlZStopsARunningCellToo() throws {
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: TrialCells.endlessShows)
    terminal.send(signal: SIGTSTP)
    try terminal.wait("the stop") { _ in terminal.settings == terminal.settingsAtStart }
    terminal.send(signal: SIGCONT)
    terminal.press(.controlC)
    try terminal.waitForLastLine("In [\(TrialCells.endlessNeeds.count + 2)]:")
  }
}
