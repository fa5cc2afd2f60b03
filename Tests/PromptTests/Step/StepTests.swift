import Foundation
import TestSupport
import Testing

@testable import Prompt

/// `convbook step FILE.md` at a terminal: keys in, screen out.
@Suite struct StepTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StepLesson.write(to: folder)
  }

  private func start(_ arguments: String..., columns: Int = 80, rows: Int = 40) throws -> PseudoTerminal {
    try PseudoTerminal(["step", "lesson.md"] + arguments, folder: folder, columns: columns, rows: rows)
  }

  /// A lesson that stands at its last cell, an answer given.
  private func atLastCell() throws -> PseudoTerminal {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.enter)
    try terminal.wait(for: "Your answer:")
    terminal.type("two\n")
    try terminal.wait(for: "In [2]: b = a + 1")
    terminal.press(.enter)
    try terminal.wait(for: "In [3]: c = 2 * b")
    return terminal
  }

  private func transcript(_ name: String = "lesson-step") throws -> String {
    try folder.read("Outputs/\(name)/transcript.md")
  }

  @Test func proseThenTheCellReadyToRunAndWhereItIs() throws {
    let terminal = try start()
    try terminal.wait(for: "Enter runs it")
    let lines = terminal.screen.lines
    #expect(lines.contains("Numbers"))
    #expect(lines.contains("━━━━━━━"))
    #expect(lines.contains { $0.hasPrefix("── cell 1 of 3 · Numbers ──") })
    #expect(lines.contains("In [1]: a = 1"))
    #expect(lines.last == "Enter runs it · F1 explains a word · :skip · :back · :run · :quit · :help")
    #expect(!terminal.screen.text.contains("Sums"))
  }

  @Test func aQuestionWaitsForItsAnswer() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.enter)
    try terminal.wait(for: "Your answer:")
    #expect(!terminal.screen.text.contains("It is the next number."))
    #expect(!terminal.screen.text.contains("b = a + 1"))
    terminal.type("two\n")
    try terminal.wait(for: "It is the next number.")
    try terminal.wait(for: "In [2]: b = a + 1")
    #expect(terminal.screen.text.contains("── cell 2 of 3 · Sums"))
    #expect(try transcript().contains("*What is a and one?*\n\n> two\n\nIt is the next number."))
  }

  @Test func gotoGoesToACellByItsNumber() throws {
    let terminal = try atLastCell()
    terminal.type(" :goto 1\n")
    try terminal.wait(for: "── cell 1 of 3")
    try terminal.wait(for: "In [3]: a = 1")
    terminal.type(" :goto 9\n")
    try terminal.wait(for: ":goto takes the number of a cell, 1 to 3")
  }

  @Test func controlDLeavesAlsoWhereACellStands() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.screen.text.contains("You are at cell 1 of 3"))
  }

  @Test func aCellThatFailsComesBackWithTheCursorAtItsError() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.type("\u{15}a = nosuch + 1\n")
    try terminal.wait(for: "unknown name 'nosuch'")
    try terminal.wait(for: "In [2]: a = nosuch + 1")
    terminal.type("\u{1B}d41\n")
    try terminal.wait(for: "Your answer:")
    #expect(try transcript().contains("a = 41 + 1"))
  }

  @Test func aCellIsChangedAndTheTranscriptSaysSo() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.type("0\n")
    try terminal.wait(for: "Your answer:")
    terminal.press(.enter)
    try terminal.wait(for: "In [2]: b = a + 1")
    terminal.press(.enter)
    try terminal.wait(for: "b is 11")
    try terminal.wait(for: "In [3]: c = 2 * b")
    let transcript = try transcript()
    #expect(transcript.contains("*Changed. The lesson has:*\n\n```convbook\na = 1\n```"))
    #expect(transcript.contains("```{code-cell} convbook\n:tags: [parameters]\na = 10\n```"))
    // The transcript is a notebook that replays to itself.
    let replay = try CommandLineRun(
      "run", "Outputs/lesson-step/transcript.md", "--outputs", "again", in: folder)
    #expect(replay.status == 0)
    #expect(try folder.read("again/transcript/transcript.md") == transcript)
  }

  @Test func anythingMayBeAskedWithoutLosingThePlace() throws {
    let terminal = try atLastCell()
    terminal.press(.controlC)
    try terminal.wait(for: "^C")
    terminal.type("a + 41\n")
    try terminal.wait(for: "42")
    try terminal.wait(for: "In [4]: c = 2 * b")
    terminal.press(.controlC)
    terminal.type("?Flatten\n")
    try terminal.wait(for: "Usage: Flatten")
    terminal.press(.enter)
    try terminal.wait(for: "c is 4")
    try terminal.wait(for: "end of the lesson")
    #expect(try transcript().contains("```{code-cell} convbook\na + 41\n```\n\n```output\n42\n```"))
  }

  @Test func helpAndCommandsNeedNoEmptyLine() throws {
    let terminal = try atLastCell()
    terminal.press(.f1)
    try terminal.wait(for: "print: shows values")
    terminal.type(" ?Flatten\n")
    try terminal.wait(for: "Usage: Flatten")
    terminal.type(":help\n")
    try terminal.wait(for: "explains the word at the cursor; ?fit")
    // Until then the terminal edits what is typed, and keeps Ctrl-U for itself.
    try terminal.wait("the cell again") { $0.lines.last?.hasPrefix("Enter runs it") == true }
    terminal.type("\u{15}")
    terminal.press(.f1)
    try terminal.wait("the list twice") { $0.text.components(separatedBy: "F1 or Alt-h").count == 3 }
    terminal.type("c = 5:back\n")
    try terminal.wait(for: "In [3]: b = a + 1")
    terminal.type(":skip\n")
    try terminal.wait("the last cell") { $0.lines.suffix(3).contains("In [3]: c = 2 * b") }
    terminal.type(" :quit\n")
    #expect(try terminal.waitForExit() == 0)
    #expect(try !transcript().contains("Flatten"))
  }

  @Test func anAnswerMayEndWithAQuestionMark() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.enter)
    try terminal.wait(for: "Your answer:")
    terminal.type("is it two?\n")
    try terminal.wait(for: "It is the next number.")
    #expect(try transcript().contains("> is it two?"))
  }

  @Test func viKeysGoThroughTheLessonToo() throws {
    try folder.writeEditrc("bind -v")
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.pageDown)
    try terminal.wait(for: "Your answer:")
    terminal.press(.enter)
    try terminal.wait(for: "In [1]: b = a + 1")
    terminal.press(.pageUp)
    try terminal.wait("the first cell") { $0.lines.suffix(3).contains("In [1]: a = 1") }
  }

  @Test func commandsSkipGoBackAndRunToTheNextHeading() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.controlC)
    terminal.type("run\n")
    try terminal.wait(for: "Your answer:")
    terminal.press(.enter)
    try terminal.wait(for: "In [2]: b = a + 1")
    terminal.press(.controlC)
    terminal.type("run\n")
    try terminal.wait(for: "c is 4")
    try terminal.wait(for: "end of the lesson")
    terminal.type("back\n")
    try terminal.wait(for: "In [4]: c = 2 * b")
    terminal.type("\u{1B}[5~")  // Page Up
    try terminal.wait(for: "In [4]: b = a + 1")
    terminal.type("\u{1B}[6~")  // Page Down
    try terminal.wait("the last cell") { $0.lines.suffix(4).contains { $0.hasPrefix("In [4]: c = 2 * b") } }
    #expect(try transcript().contains("*Skipped:*\n\n```convbook\nb = a + 1"))
  }

  @Test func answersContentsAndHelpAreShownOnRequest() throws {
    let terminal = try atLastCell()
    terminal.press(.controlC)
    terminal.type("?\n")
    try terminal.wait(for: "run the cells up to the next heading")
    terminal.press(.controlC)
    terminal.type("contents\n")
    try terminal.wait(for: "▶ Sums (2 cells)")
    terminal.press(.controlC)
    terminal.type("skip\n")
    try terminal.wait(for: "▸ Answers (answer shows them)")
    terminal.type("answer\n")
    try terminal.wait(for: "1. Forty-two.")
  }

  @Test func whoComesBackIsWhereTheyLeftAndHasTheirValues() throws {
    let first = try atLastCell()
    first.press(.controlC)
    first.type("quit\n")
    #expect(try first.waitForExit() == 0)
    #expect(first.screen.text.contains("cell 3 of 3 · Sums; the same command goes on there."))

    let second = try start()
    try second.wait(for: "In [3]: c = 2 * b")
    #expect(second.screen.text.contains("Welcome back"))
    #expect(!second.screen.text.contains("b is 2"))
    second.press(.enter)
    try second.wait(for: "c is 4")
    #expect(try transcript().contains("> two"))
    #expect(try folder.names(in: "Outputs") == ["lesson-step"])
  }

  @Test func aLessonThatHasChangedSaysSoAndWhatHappens() throws {
    let first = try atLastCell()
    first.press(.controlC, .controlD)
    #expect(try first.waitForExit() == 0)
    try StepLesson.write(to: folder, StepLesson.text.replacing("b = a + 1", with: "b = a + 2"))
    let second = try start()
    try second.wait(for: "In [3]: c = 2 * b")
    #expect(
      second.screen.text.contains(
        """
        Welcome back. The lesson's file has changed since you left, first at cell 2 of
        3 · Sums. :back leads there. The 2 cells that you ran are done again as they
        were then. You go on at cell 3 of 3 · Sums; --restart would begin anew.
        """))
    second.type(":back\n")
    try second.wait(for: "In [3]: b = a + 2")
    second.press(.enter)
    try second.wait(for: "b is 3")
    second.press(.enter)
    try second.wait(for: "end of the lesson")
    #expect(second.screen.lines.contains("c is 6"))
    try second.wait(for: "or any cell")
    second.press(.controlD)
    #expect(try second.waitForExit() == 0)
    let third = try start()
    try third.wait(for: "Welcome back. The 4 cells that you ran are done again.")
  }

  @Test func aChangeThatIsStillToComeIsSaidToo() throws {
    let first = try start()
    try first.wait(for: "In [1]: a = 1")
    first.press(.controlC, .controlD)
    #expect(try first.waitForExit() == 0)
    try StepLesson.write(to: folder, StepLesson.text.replacing("c = 2 * b", with: "c = 3 * b"))
    let second = try start()
    try second.wait(for: "first at cell 3 of")
    #expect(!second.screen.text.contains(":back leads there"))
  }

  @Test func aSeedOfZeroIsASeed() throws {
    let first = try start("--seed", "3")
    try first.wait(for: "In [1]: a = 1")
    first.press(.enter)
    try first.wait(for: "Your answer:")
    first.press(.controlD)
    #expect(try first.waitForExit() == 0)
    let second = try start("--seed", "0")
    #expect(try second.waitForExit() == 2)
    #expect(second.screen.text.contains("--restart"))
    try start("--seed", "3").wait(for: "Welcome back")
    let fresh = try start("--restart", "--seed", "0")
    try fresh.wait(for: "In [1]: a = 1")
  }

  @Test func aKilledLessonLosesNothing() throws {
    let first = try atLastCell()
    first.send(signal: SIGKILL)
    _ = try first.waitForExit()
    let second = try start()
    second.press(.enter)
    try second.wait(for: "c is 4")
  }

  @Test func restartBeginsAnewAndLeavesTheFirstTranscriptAlone() throws {
    let first = try atLastCell()
    first.press(.controlC, .controlD)
    #expect(try first.waitForExit() == 0)
    let before = try transcript()
    let second = try start("--restart")
    try second.wait(for: "In [1]: a = 1")
    second.press(.enter)
    try second.wait(for: "Your answer:")
    #expect(try transcript() == before)
    #expect(try transcript("lesson-step-2").contains("a = 1"))
  }

  @Test func parametersAreThoseThatTheLessonWasBegunWith() throws {
    let first = try start("--set", "a=5")
    try first.wait(for: "In [1]: a = 5")
    first.press(.enter)
    try first.wait(for: "Your answer:")
    first.press(.controlD)
    #expect(try first.waitForExit() == 0)
    let second = try start("--set", "a=6")
    #expect(try second.waitForExit() == 2)
    #expect(second.screen.text.contains("--restart"))
    let third = try start()
    third.press(.enter)
    try third.wait(for: "In [2]: b = a + 1")
    third.press(.enter)
    try third.wait(for: "b is 6")
  }

  @Test func oneTerminalAtATime() throws {
    let first = try start()
    try first.wait(for: "In [1]: a = 1")
    let second = try start()
    #expect(try second.waitForExit() == 2)
    #expect(second.screen.text.contains("this lesson is open in another terminal"))
  }

  @Test func aFailedCellStaysToBeMended() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.type(" +\n")
    try terminal.wait(for: "In [2]: a = 1 +")
    terminal.type(" 1\n")
    try terminal.wait(for: "Your answer:")
    #expect(try transcript().contains(":tags: [parameters, raises-error]\na = 1 +\n"))
  }

  @Test func theFirstControlCEndsAFitAndTheSecondItsCell() throws {
    let cells = TrialCells.endlessNeeds.joined(separator: "\n")
    try StepLesson.write(
      to: folder,
      """
      ```{code-cell} convbook
      \(cells)
      h = fit m (digits.train / 255) epochs=1000000
      print "went on"
      i = fit m (digits.train / 255) epochs=1000000 batch_size=1
      print "never"
      ```

      After it.

      ```{code-cell} convbook
      print "epochs" h.epochs
      ```
      """)
    let terminal = try start(rows: 60)
    try terminal.wait(for: "cell 1 of 2")
    terminal.press(.enter)
    try terminal.wait("several epochs") { $0.text.matches(of: #/Epoch \d+\//#).count > 2 }
    terminal.press(.controlC)
    try terminal.wait("the second fit") { screen in
      // The line that is printed, not the cell's.
      screen.lines.drop { $0 != "went on" }.contains { $0.hasPrefix("Epoch ") }
    }
    terminal.press(.controlC)
    try terminal.wait(for: "interrupted before this was done")
    #expect(!terminal.screen.lines.contains("never"))
    try terminal.wait(for: "In [2]: digits")
    terminal.press(.controlC)
    terminal.type("print \"epochs\" h.epochs\n")
    let epochs = try terminal.waitForMatch(#/epochs (\d+)$/#.anchorsMatchLineEndings())
    try terminal.wait(for: "In [3]: digits")
    // Who comes back has the model that was trained for as long.
    terminal.press(.controlC, .controlD)
    #expect(try terminal.waitForExit() == 0)
    let again = try start(rows: 60)
    try again.wait(for: "In [3]: digits")
    again.press(.controlC)
    again.type("print \"epochs\" h.epochs\n")
    #expect(try again.waitForMatch(#/epochs (\d+)$/#.anchorsMatchLineEndings()) == epochs)
  }

  @Test func aNarrowAndAResizedWindowHoldTheProse() throws {
    let terminal = try start(columns: 30, rows: 40)
    try terminal.wait(for: "In [1]: a = 1")
    #expect(terminal.screen.text.contains("── cell 1 of 3 · Numbers ─────"))
    terminal.resize(columns: 60, rows: 40)
    terminal.press(.enter)
    try terminal.wait(for: "Your answer:")
    terminal.press(.enter)
    try terminal.wait(for: "── cell 2 of 3 · Sums " + String(repeating: "─", count: 38))
  }

  @Test func aScreenReaderHearsTextAfterText() throws {
    let terminal = try PseudoTerminal(
      ["step", "lesson.md", "--plain"], folder: folder, environment: ["EDITOR": "sed -i s/1/5/"], rows: 40)
    try terminal.wait(for: "Heading 1: Numbers")
    try terminal.wait(for: "a = 1")
    try terminal.wait(for: "In [1]:")
    terminal.press(.enter)
    try terminal.wait(for: "Your answer:")
    terminal.type("two\n")
    try terminal.wait(for: "cell 2 of 3 · Sums")
    try terminal.wait(for: "print \"b is\" b\nPress Enter to run this, or type another cell.\nIn [2]:")
    #expect(!terminal.screen.text.contains("─"))
    // The terminal edits the line itself; a whole cell is edited in the learner's editor.
    terminal.type(":edit\n")
    try terminal.wait(for: "b = a + 5")
    terminal.type("\n")
    try terminal.wait(for: "b is 6")
  }

  @Test func afterASignalTheTerminalIsAsItWas() throws {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.send(signal: SIGTERM)
    #expect(try terminal.waitForExit() == 128 + SIGTERM)
    #expect(terminal.settings == terminal.settingsAtStart)
  }
}
