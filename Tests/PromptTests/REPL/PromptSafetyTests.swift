import Foundation
import TestSupport
import Testing

@testable import Prompt

/// No cell is lost, and what was done can be taken back, saved and edited elsewhere.
@Suite struct PromptSafetyTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func start(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> PseudoTerminal {
    try PseudoTerminal.atPrompt(arguments, folder: folder, environment: environment)
  }

  @Test func aKilledSessionIsOfferedAgainWithItsOpenBlock() throws {
    let killed = try start()
    killed.type("x = 20\n")
    try killed.waitForLastLine("In [2]:")
    killed.type("m = model input=4x4x1\n")
    try killed.waitForLastLine("   ...:")
    killed.type("Flatten\n")
    try killed.wait("the third line") { $0.lines.suffix(2) == ["   ...:   Flatten", "   ...:"] }
    killed.send(signal: SIGKILL)
    #expect(try killed.waitForExit() == 128 + SIGKILL)

    let next = try start()
    #expect(next.screen.text.contains("A session was cut off after 1 cell: :restore"))
    next.type(":restore\n")
    try next.wait("the open block") {
      $0.lines.suffix(2) == ["In [2]: m = model input=4x4x1", "   ...:   Flatten"]
    }
    next.press(.controlC)
    try next.waitForLastLine("In [2]:")
    next.type("x + 1\n")
    try next.waitForLastLine("In [3]:")
    #expect(next.screen.lines.contains("21"))
    next.press(.controlD)
    #expect(try next.waitForExit() == 0)

    #expect(try !start().screen.text.contains(":restore"))
  }

  @Test func aTerminalThatDiesMidFitLosesNoCell() throws {
    let terminal = try start()
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: TrialCells.endlessShows)
    terminal.hangUp()
    #expect(try terminal.waitForExit() == 128 + SIGHUP)
    #expect(try folder.read("Outputs/session-1/transcript.md").contains(TrialCells.endless))
    #expect(try start().screen.text.contains("cut off after 4 cells"))
  }

  @Test(arguments: [[], ["--plain"]]) func aTerminalThatIsClosedAtThePromptLosesNoCell(arguments: [String])
    throws
  {
    let terminal = try PseudoTerminal.atPrompt(arguments, folder: folder, underShell: true)
    terminal.type("x = 20\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.hangUp()
    // Until the program has ended, its journal is its own.
    for _ in 0..<20 {
      if try start().screen.text.contains("cut off after 1 cell") { return }
      usleep(100_000)
    }
    Issue.record("the session was not offered")
  }

  @Test func aSessionThatGoesOnIsNotOffered() throws {
    let terminal = try start()
    terminal.type("x = 20\n")
    try terminal.waitForLastLine("In [2]:")
    #expect(try !start().screen.text.contains(":restore"))
  }

  @Test func undoTakesTheLastChangeBack() throws {
    let terminal = try start()
    terminal.type("x = 1\nx = 2\nundo\nx + 10\n")
    try terminal.waitForLastLine("In [5]:")
    #expect(terminal.screen.lines.contains("undone: x = 2"))
    #expect(terminal.screen.lines.contains("11"))
  }

  @Test func theSessionIsSavedAsANotebookThatReplays() throws {
    let terminal = try start()
    terminal.type("x = 20\nprint (\nmistake)\n2x\nx + 1\n?fit\nsave lesson.md\n")
    try terminal.wait(for: "lesson.md: this session's cells")
    let run = try CommandLineRun("run", "lesson.md", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let lesson = try folder.read("lesson.md")
    #expect(lesson.contains("x = 20") && !lesson.contains("2x") && !lesson.contains("?fit"))
    #expect(try folder.read("Outputs/lesson/transcript.md").contains("```output\n21\n```"))
  }

  @Test func aNotebookOfSomeoneElseIsNotOverwritten() throws {
    try Data("mine\n".utf8).write(to: folder.url.appendingPathComponent("lesson.md"))
    let terminal = try start()
    terminal.type("x = 20\nsave lesson.md\n")
    try terminal.wait(for: "'lesson.md' exists already")
    #expect(try folder.read("lesson.md") == "mine\n")
  }

  @Test func editOpensTheLastCellInTheEditor() throws {
    let terminal = try start(environment: ["EDITOR": "sed -i s/1/5/"])
    terminal.type("print 1\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type(":edit\n")
    try terminal.waitForLastLine("In [2]: print 5")
    terminal.press(.enter)
    try terminal.waitForLastLine("In [3]:")
    #expect(terminal.screen.lines.contains("5"))
  }

  @Test func editInAnOpenBlockTakesItToTheEditor() throws {
    let terminal = try start(environment: ["EDITOR": "sed -i s/Flatten/Dense/"])
    terminal.type("m = model input=4\n")
    try terminal.waitForLastLine("   ...:")
    terminal.type("Flatten\n")
    terminal.type(":edit\n")
    try terminal.wait("the changed block") {
      $0.lines.suffix(2) == ["In [1]: m = model input=4", "   ...:   Dense"]
    }
  }

  @Test func anEditorThatIsMissingIsReported() throws {
    let terminal = try start(environment: ["EDITOR": "no-such-editor"])
    terminal.type("print 1\n:edit\n")
    try terminal.wait(for: "no-such-editor failed")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func whatAnEditorSavedThatFailedIsKept() throws {
    let editor = folder.url.appendingPathComponent("editor")
    try "#!/bin/sh\necho 'print 55' > \"$1\"\nexit 1\n".write(to: editor, atomically: true, encoding: .utf8)
    chmod(editor.path, 0o700)
    let terminal = try start(environment: ["EDITOR": editor.path, "TMPDIR": folder.path + "/"])
    terminal.type("print 1\n")
    try terminal.waitForLastLine("In [2]:")
    terminal.type(":edit\n")
    try terminal.wait(for: "what it saved is in")
    let saved = try folder.names(in: "").filter { $0.hasPrefix("convbook-") }
    #expect(try saved.map { try folder.read($0) } == ["print 55\n"])
  }

  // MARK: - Colours and plain text

  private func colours(of terminal: PseudoTerminal) -> Bool {
    terminal.type("nonsense\n")
    try? terminal.wait(for: "unknown name")
    return String(decoding: terminal.output, as: UTF8.self).contains(#/\u{1B}\[[0-9;]*m/#)
  }

  @Test func coloursAreThereAndCanBeSwitchedOff() throws {
    #expect(colours(of: try start()))
    #expect(!colours(of: try start(["--no-color"])))
    #expect(!colours(of: try start(environment: ["NO_COLOR": "1"])))
    #expect(!colours(of: try start(environment: ["TERM": "dumb"])))
  }

  @Test(arguments: [["--plain"], []]) func plainTextHasNoControlSequences(arguments: [String]) throws {
    let terminal = try start(arguments, environment: arguments.isEmpty ? ["TERM": "dumb"] : [:])
    terminal.type("m = model input=4x4x1\n")
    try terminal.waitForLastLine("   ...:")
    terminal.type("Flatten\nend\nprint \"done\"\n")
    try terminal.waitForLastLine("In [3]:")
    terminal.type("?seed\n")
    try terminal.wait(for: "seed: ")
    terminal.press(.controlC)
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.output.contains(0x1B))
  }
}
