import Foundation
import TestSupport
import Testing

@testable import Prompt

/// The REPL on a real terminal: keys in, screen out.
@Suite struct PromptTests {
  let folder: TemporaryFolder
  let terminal: PseudoTerminal

  init() throws {
    folder = try TemporaryFolder()
    terminal = try PseudoTerminal.atPrompt(folder: folder)
  }

  @Test func aBannerAndANumberedPromptAppear() throws {
    #expect(terminal.screen.lines.first == "Convbook — type help for help, Ctrl-D to leave")
    terminal.type("2+3\n")
    try terminal.waitForLastLine("In [2]:")
    #expect(terminal.screen.lines.contains("5"))
  }

  @Test func anEmptyLineIsNoCell() throws {
    terminal.type("\n  \n2+3\n")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func aModelBlockContinuesUntilItsEnd() throws {
    for line in TrialCells.modelBlock.dropLast() {
      terminal.type(line + "\n")
      try terminal.waitForLastLine("   ...:")
    }
    terminal.type("end\n")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func aPastedBlockIsOneCell() throws {
    terminal.type(TrialCells.modelBlock.joined(separator: "\n") + "\n" + TrialCells.hello + "\n")
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.contains("hello"))
  }

  @Test func theUpKeyRecallsCellsOfThisSession() throws {
    terminal.type("2+3\n\(TrialCells.hello)\n")
    try terminal.waitForLastLine("In [3]:")
    terminal.press(.up, .up)
    try terminal.waitForLastLine("In [3]: 2+3")
    terminal.press(.down)
    try terminal.waitForLastLine("In [3]: \(TrialCells.hello)")
  }

  @Test func aModelBlockIsRecalledWhole() throws {
    terminal.type(TrialCells.modelBlock.joined(separator: "\n") + "\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.press(.up)
    try terminal.wait("the block") {
      $0.lines.suffix(3) == ["In [2]: m = model input=28x28x1", "   ...:   Flatten", "   ...: end"]
    }
    terminal.press(.enter)
    try terminal.waitForLastLine("In [3]:")
  }

  @Test func historyIsKeptBetweenSessions() throws {
    terminal.type("2+3\n2+3\n")
    try terminal.waitForLastLine("In [3]:")
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)

    let next = try PseudoTerminal.atPrompt(folder: folder)
    next.press(.up)
    try next.waitForLastLine("In [1]: 2+3")
    let history = try String(
      contentsOf: folder.url.appendingPathComponent("state/convbook/history"), encoding: .utf8)
    #expect(history == "2+3\n")
  }

  @Test func controlCDropsTheLine() throws {
    terminal.type("nonsense")
    try terminal.waitForLastLine("In [1]: nonsense")
    terminal.press(.controlC)
    try terminal.wait("^C and a prompt") { $0.lines.suffix(2) == ["In [1]: nonsense^C", "In [1]:"] }
    terminal.type("2+3\n")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func controlCDropsTheWholeOpenBlock() throws {
    terminal.type(TrialCells.modelBlock[0] + "\n")
    try terminal.waitForLastLine("   ...:")
    terminal.press(.controlC)
    try terminal.waitForLastLine("In [1]:")
    terminal.type("2+3\n")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func controlCStopsARunningCellAndTheSessionLives() throws {
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: TrialCells.endlessShows)
    terminal.press(.controlC, .controlC)
    let number = TrialCells.endlessNeeds.count + 2
    try terminal.waitForLastLine("In [\(number)]:")
    terminal.type(TrialCells.hello + "\n")
    try terminal.waitForLastLine("In [\(number + 1)]:")
    #expect(terminal.screen.lines.contains("hello"))
  }

  @Test func controlDThatIsTypedWhileACellRunsLeavesWhenItHasEnded() throws {
    terminal.type("digits = load digits train=3000 test=10\n")
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func controlDLeaves() throws {
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func controlDOnALineWithTextDoesNotLeave() throws {
    terminal.type("2+3")
    terminal.press(.controlD, .enter)
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func charactersBeyondASCIIAreEditedAndPrinted() throws {
    terminal.type("print \"éü€ 重x\"")
    terminal.press(.left, .left)
    terminal.type("\u{7F}ß")  // Backspace takes the one character before the cursor.
    try terminal.wait("the edited line") { $0.lines.last?.hasSuffix("ßx\"") ?? false }
    terminal.press(.enter)
    try terminal.waitForLastLine("In [2]:")
    #expect(terminal.screen.lines.contains("éü€ ßx"))
  }

  @Test func aNarrowerWindowKeepsTheLine() throws {
    terminal.type("2+3")
    try terminal.waitForLastLine("In [1]: 2+3")
    terminal.resize(columns: 40, rows: 12)
    terminal.type("+4")
    try terminal.wait(for: "In [1]: 2+3+4")
    #expect(terminal.screen.lines.filter { $0.hasPrefix("In [1]") } == ["In [1]: 2+3+4"])
  }

  @Test(arguments: ["linux", "vt100", "screen", "tmux-256color", "no-such-terminal"])
  func everyTerminalThatMovesItsCursorWillDo(name: String) throws {
    let next = try PseudoTerminal.atPrompt(folder: folder, environment: ["TERM": name])
    next.type("m = model input=784\nDense 1")
    try next.waitForLastLine("   ...: Dense 1")
    next.press(.up)
    next.type("\u{5}0")
    next.press(.down)
    next.type("\u{5}0\nend\n")
    try next.waitForLastLine("In [2]:")
    #expect(
      next.screen.lines.dropFirst().prefix { !$0.contains("[2]") } == [
        "In [1]: m = model input=7840", "   ...:   Dense 10", "   ...: end",
      ])
  }

  @Test func theUsersEditrcIsRead() throws {
    try folder.writeEditrc("bind -s \"^X\" \"2+3\"")
    let next = try PseudoTerminal.atPrompt(folder: folder)
    next.type("\u{18}")
    try next.waitForLastLine("In [1]: 2+3")
  }

  @Test func anUnusableHistoryFileGivesOneWarning() throws {
    try Data().write(to: folder.url.appendingPathComponent("file"))
    let state = folder.path + "/file"
    let next = try PseudoTerminal.atPrompt(folder: folder, environment: ["XDG_STATE_HOME": state])
    next.type("2+3\n\(TrialCells.hello)\n")
    try next.waitForLastLine("In [3]:")
    #expect(next.screen.text.components(separatedBy: "cannot").count == 2)
  }
}
