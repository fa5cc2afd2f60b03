import Foundation
import TestSupport
import Testing

@testable import Prompt

/// Whatever ends the session, the shell gets its terminal back as it was.
@Suite struct TerminalRestoreTests {
  let folder: TemporaryFolder
  let terminal: PseudoTerminal

  init() throws {
    folder = try TemporaryFolder()
    terminal = try PseudoTerminal.atPrompt(folder: folder)
  }

  @Test func afterControlD() throws {
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.settings == terminal.settingsAtStart)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func afterASignalWhileEditing(signal: Int32) throws {
    terminal.type("half a li")
    try terminal.wait(for: "half a li")
    #expect(terminal.settings != terminal.settingsAtStart)
    terminal.send(signal: signal)
    #expect(try terminal.waitForExit() == 128 + signal)
    #expect(terminal.settings == terminal.settingsAtStart)
  }

  @Test func afterASignalWhileACellRuns() throws {
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: TrialCells.endlessShows)
    terminal.send(signal: SIGTERM)
    #expect(try terminal.waitForExit() == 128 + SIGTERM)
    #expect(terminal.settings == terminal.settingsAtStart)
  }
}
