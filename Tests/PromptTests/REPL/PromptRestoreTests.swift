import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Prompt

/// What a session leaves when it is cut off, and how the next one takes it up.
@Suite struct PromptRestoreTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> PseudoTerminal
  {
    try PseudoTerminal.atPrompt(arguments, folder: folder, environment: environment)
  }

  private func kill(_ terminal: PseudoTerminal) throws {
    terminal.send(signal: SIGKILL)
    _ = try terminal.waitForExit()
  }

  private var journals: [String] { (try? folder.names(in: "state/convbook/journals")) ?? [] }

  /// A session that is killed while its last cell runs.
  private func killedInACell() throws {
    let terminal = try start()
    terminal.type("x = 20\n")
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: TrialCells.endlessShows)
    try kill(terminal)
  }

  @Test func theCellThatWasRunningComesBackAndDoesNotRunByItself() throws {
    try killedInACell()
    for isFirst in [true, false] {
      let next = try start()
      let offer = next.screen.lines.dropLast().suffix(2).joined(separator: " ")
      #expect(offer.contains("after 4 cells: :restore runs them again and brings back the one that was"))
      #expect(offer.contains(isFirst ? "running" : "being written"))
      next.type(":restore\n")
      try next.waitForLastLine("In [5]: " + TrialCells.endless)
      // Nobody has run it, and it is still there when this session is killed too.
      try kill(next)
    }
    let last = try start()
    last.type(":restore\n")
    try last.waitForLastLine("In [5]: " + TrialCells.endless)
    last.press(.controlC)
    last.type("x + 1\n")
    try last.wait(for: "21")
    last.press(.controlD)
    #expect(try last.waitForExit() == 0)
    #expect(journals.isEmpty)
  }

  @Test func theOfferStaysUntilItIsRefused() throws {
    try killedInACell()
    let first = try start()
    first.type("y = 1\n")
    try first.waitForLastLine("In [2]:")
    first.press(.controlD)
    #expect(try first.waitForExit() == 0)
    let second = try start()
    #expect(second.screen.text.contains("after 4 cells"))
    second.type(":forget\n")
    try second.wait(for: "forgotten")
    second.type(":restore\n:forget\n")
    try second.wait(for: "there is nothing to forget")
    #expect(second.screen.text.contains("there is nothing to restore"))
    second.press(.controlD)
    #expect(try second.waitForExit() == 0)
    #expect(try !start().screen.text.contains("cut off"))
  }

  @Test func anInterruptComesAgainAtTheSamePlace() throws {
    let first = try start(["--seed", "5"])
    for cell in TrialCells.endlessNeeds { first.type(cell + "\n") }
    first.type(TrialCells.endless + "\n")
    try first.wait("several epochs") { $0.text.matches(of: #/Epoch \d+\//#).count > 2 }
    first.press(.controlC)
    try first.waitForLastLine("In [5]:")
    first.type("print \"epochs\" h.epochs \"loss\" h.loss\n")
    let shown = try first.waitForMatch(#/^(epochs .*)$/#.anchorsMatchLineEndings())
    try first.waitForLastLine("In [6]:")
    try kill(first)
    // The seed is the one that the session was begun with.
    let second = try start()
    second.type(":restore\n")
    #expect(try second.waitForMatch(#/^(epochs .*)$/#.anchorsMatchLineEndings()) == shown)
    try second.waitForLastLine("In [6]:")
  }

  @Test func restoringThatIsInterruptedGoesOnLater() throws {
    let first = try start()
    for cell in TrialCells.endlessNeeds { first.type(cell + "\n") }
    first.type(TrialCells.endless + "\n")
    try first.wait(for: TrialCells.endlessShows)
    first.press(.controlC)
    try first.waitForLastLine("In [5]:")
    first.type("z = 7\n")
    try first.waitForLastLine("In [6]:")
    try kill(first)
    // The journal without the interrupt, so that the training lasts until it is interrupted again.
    let name = try #require(journals.first)
    let file = folder.url.appendingPathComponent("state/convbook/journals/\(name)")
    let notes = RecordLog<SessionNote>.read([UInt8](try Data(contentsOf: file))).notes.map {
      note -> SessionNote in
      if case .ended = note { .ended(failed: false, interrupts: [], position: 0) } else { note }
    }
    try Data(notes.flatMap(RecordLog.line)).write(to: file)
    let second = try start()
    second.type(":restore\n")
    try second.wait(for: TrialCells.endlessShows)
    second.press(.controlC)
    try second.wait(for: "1 cell is still to be restored; :restore goes on")
    second.type(":restore\nprint \"z is\" z\n")
    try second.wait(for: "z is 7")
  }

  @Test func twoSessionsAtOnceHaveAFolderEach() throws {
    let (first, second) = (try start(), try start())
    first.type("\"first\"\n")
    try first.waitForLastLine("In [2]:")
    second.type("\"second\"\n")
    try second.waitForLastLine("In [2]:")
    for terminal in [first, second] {
      terminal.press(.controlD)
      #expect(try terminal.waitForExit() == 0)
    }
    #expect(try folder.names(in: "Outputs") == ["session-1", "session-2"])
    #expect(try folder.read("Outputs/session-1/transcript.md").contains("first"))
    #expect(try folder.read("Outputs/session-2/transcript.md").contains("second"))
  }

  @Test func eightSessionsAtOnceLoseNoTranscript() throws {
    let sessions = try (1...8).map { number in
      let file = folder.url.appendingPathComponent("cells-\(number)")
      try Data("\"session \(number)\"\nplot [1, 2]\n".utf8).write(to: file)
      return try Convbook.start(
        input: FileHandle(forReadingFrom: file), output: FileHandle.nullDevice, folder: folder)
    }
    for session in sessions { session.waitUntilExit() }
    let names = try folder.names(in: "Outputs")
    #expect(names.count == 8)
    let transcripts = try names.map { try folder.read("Outputs/\($0)/transcript.md") }
    #expect((1...8).allSatisfy { number in transcripts.contains { $0.contains("\"session \(number)\"") } })
  }

  @Test func lookingAroundClaimsNothing() throws {
    let terminal = try start()
    terminal.type("?fit\n")
    try terminal.wait(for: "Example:")
    try terminal.waitForLastLine("In [1]:")
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/Outputs"))
  }

  /// A folder in the transcript's place stands for a disk that takes no more.
  @Test func whatCannotBeWrittenOnLeavingIsNotGivenUp() throws {
    let terminal = try start()
    terminal.type("x = 20\n")
    try terminal.waitForLastLine("In [2]:")
    let place = folder.path + "/Outputs/session-1/transcript.md"
    try FileManager.default.createDirectory(atPath: place + "/x", withIntermediateDirectories: true)
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 1)
    #expect(terminal.screen.text.contains("the session is kept: :restore in the next one brings it back"))
    let next = try start()
    next.type(":restore\nx + 1\n")
    try next.wait(for: "21")
    next.press(.controlD)
    #expect(try next.waitForExit() == 0)
    #expect(try folder.read("Outputs/session-2/transcript.md").contains("x = 20"))
  }

  @Test func withoutAnOutputFolderTheSessionGoesOn() throws {
    try Data().write(to: folder.url.appendingPathComponent("Outputs"))
    let terminal = try start()
    terminal.type("x = 20\nx + 1\n")
    try terminal.wait(for: "21")
    #expect(terminal.screen.text.contains("the charts of this session cannot be kept"))
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 1)
    #expect(try start().screen.text.contains("cut off after 2 cells"))
  }

  @Test func anOutputFolderThatCanBeMadeInTheEndHasTheTranscript() throws {
    let outputs = folder.url.appendingPathComponent("Outputs")
    try Data().write(to: outputs)
    let terminal = try start()
    terminal.type("x = 20\nplot [1, 2]\n")
    try terminal.waitForLastLine("In [3]:")
    try FileManager.default.removeItem(at: outputs)
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(try folder.names(in: "Outputs/session-1") == ["02-value.svg", "transcript.md"])
  }

  /// A file in the state folder's place stands for a home that cannot be written to.
  @Test func withoutAStateFolderTheSessionGoesOnAndSaysSoOnce() throws {
    try Data().write(to: folder.url.appendingPathComponent("state"))
    let terminal = try start()
    terminal.type("x = 20\nx = 21\nx + 1\n")
    try terminal.wait(for: "22")
    try terminal.waitForLastLine("In [4]:")
    #expect(String(decoding: terminal.output, as: UTF8.self).ranges(of: "cannot keep").count == 1)
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(try folder.read("Outputs/session-1/transcript.md").contains("22"))
  }

  /// Kills at any moment of a session and of its restoring.
  @Test func noNotedCellIsLostInRandomKills() throws {
    var random = SystemRandomNumberGenerator()
    let terminal = try start()
    let count = Int.random(in: 1...5, using: &random)
    for number in 1...count {
      terminal.type("v\(number) = \(number * number)\n")
      try terminal.waitForLastLine("In [\(number + 1)]:")
    }
    terminal.type("w = 1\n")
    usleep(.random(in: 0..<50_000, using: &random))
    try kill(terminal)
    for _ in 0..<3 {
      let next = try start()
      next.type(":restore\n")
      usleep(.random(in: 0..<200_000, using: &random))
      try kill(next)
    }
    // The process that opens editors has the journal's lock, too, until it sees that the killed one is gone.
    var abandoned = Journal.abandoned(in: folder.path + "/state/convbook/journals")
    for _ in 0..<100 where abandoned == nil {
      usleep(50_000)
      abandoned = Journal.abandoned(in: folder.path + "/state/convbook/journals")
    }
    let kept = try #require(abandoned).record.cells
    #expect(kept.map(\.text).filter { $0 != "w = 1" } == (1...count).map { "v\($0) = \($0 * $0)" })
    // Their sessions are one now.
    #expect(journals.count == 1)
  }
}
