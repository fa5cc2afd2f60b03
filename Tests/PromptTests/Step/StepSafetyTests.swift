import Core
import Foundation
import TestSupport
import Testing

@testable import Prompt

/// What was done in a lesson is there again, whatever ended it, and no lesson takes another one's place.
@Suite struct StepSafetyTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StepLesson.write(to: folder)
  }

  private func start(_ arguments: String..., lesson: String = "lesson.md") throws -> PseudoTerminal {
    try PseudoTerminal(["step", lesson] + arguments, folder: folder, rows: 40)
  }

  private func end(_ terminal: PseudoTerminal) throws -> Int32 {
    terminal.press(.controlC, .controlD)
    return try terminal.waitForExit()
  }

  private func kill(_ terminal: PseudoTerminal) throws {
    terminal.send(signal: SIGKILL)
    _ = try terminal.waitForExit()
  }

  private var state: String { folder.path + "/state/convbook/lessons" }

  /// The file of the walk.
  private func log() throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: state).filter { $0.hasSuffix(".log") }
    return URL(fileURLWithPath: state + "/" + (try #require(names.first)))
  }

  /// The first cell is run, and what follows is at the question.
  private func atQuestion() throws -> PseudoTerminal {
    let terminal = try start()
    try terminal.wait(for: "In [1]: a = 1")
    terminal.press(.enter)
    try terminal.wait(for: "Your answer:")
    return terminal
  }

  @Test func theCellThatWasRunningIsThereAgainAndDoesNotRunByItself() throws {
    let cells = TrialCells.endlessNeeds.joined(separator: "\n")
    try StepLesson.write(to: folder, "```{code-cell} convbook\n\(cells)\n\(TrialCells.endless)\n```\n")
    let first = try start()
    try first.wait(for: "cell 1 of 1")
    first.press(.enter)
    try first.wait(for: TrialCells.endlessShows)
    try kill(first)
    let second = try start()
    try second.wait(for: "What was not finished is there as it was.")
    try second.wait(for: "Enter runs it")
    #expect(second.screen.text.contains("In [1]: digits = load digits"))
    #expect(try end(second) == 0)
  }

  @Test func aDraftOfSeveralLinesIsThereAgain() throws {
    let first = try atQuestion()
    first.press(.enter)
    try first.wait(for: "In [2]: b = a + 1")
    first.press(.controlC)
    first.type("m = model input=4\n")
    try first.wait("the second line") { $0.lines.contains { $0.hasPrefix("   ...:") } }
    first.type("Flatten\n")
    try first.wait("the third line") { $0.lines.filter { $0.hasPrefix("   ...:") }.count >= 2 }
    try kill(first)
    let second = try start()
    try second.wait(for: "In [2]: m = model input=4")
    second.press(.controlC)
    second.press(.enter)
    try second.wait(for: "In [2]: b = a + 1")
  }

  @Test func twoLessonsOfOneNameHaveAFolderEach() throws {
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
      try StepLesson.text.replacing("a = 1", with: "\(name) = 1").write(
        toFile: "\(folder.path)/\(name)/lesson.md", atomically: true, encoding: .utf8)
    }
    let (first, second) = (try start(lesson: "a/lesson.md"), try start(lesson: "b/lesson.md"))
    try first.wait(for: "In [1]: a = 1")
    try second.wait(for: "In [1]: b = 1")
    for terminal in [first, second] {
      terminal.press(.enter)
      try terminal.wait(for: "Your answer:")
    }
    try kill(first)
    try kill(second)
    // Each comes back to its own, whichever comes first.
    let (again, other) = (try start(lesson: "b/lesson.md"), try start(lesson: "a/lesson.md"))
    for terminal in [again, other] {
      try terminal.wait(for: "Your answer:")
      terminal.type("two\n")
      try terminal.wait(for: "In [2]: b = a + 1")
      #expect(try end(terminal) == 0)
    }
    #expect(try folder.names(in: "Outputs") == ["lesson-step", "lesson-step-2"])
    #expect(try folder.read("Outputs/lesson-step/transcript.md").contains("\na = 1\n"))
    #expect(try folder.read("Outputs/lesson-step-2/transcript.md").contains("\nb = 1\n"))
  }

  /// The folder of a walk that is another one's by now is left alone.
  @Test func aFolderThatWasGivenToAnotherWalkIsLeftAlone() throws {
    try kill(try atQuestion())
    try FileManager.default.removeItem(atPath: folder.path + "/Outputs/lesson-step")
    _ = try Convbook.run(arguments: ["step", "lesson.md"], input: "a = 77\n", folder: folder)
    let again = try start()
    try again.wait(for: "Your answer:")
    again.press(.controlD)
    #expect(try again.waitForExit() == 0)
    #expect(try folder.read("Outputs/lesson-step/transcript.md").contains("a = 77"))
    #expect(try folder.read("Outputs/lesson-step-2/transcript.md").contains("a = 1"))
  }

  /// What a killed visit had not written yet, the next one writes.
  @Test func whoComesBackFindsTheTranscript() throws {
    try kill(try atQuestion())
    try FileManager.default.removeItem(atPath: folder.path + "/Outputs")
    let again = try start()
    try again.wait(for: "Your answer:")
    #expect(try folder.read("Outputs/lesson-step/transcript.md").contains("a = 1"))
    try kill(again)
  }

  /// Of a writer that was killed.
  @Test func leftoversAreRemoved() throws {
    try kill(try atQuestion())
    let leftovers = [state, folder.path + "/Outputs/lesson-step"].map { $0 + "/.convbook-123.tmp" }
    for path in leftovers { try Data([1]).write(to: URL(fileURLWithPath: path)) }
    try start().wait(for: "Your answer:")
    #expect(leftovers.allSatisfy { !FileManager.default.fileExists(atPath: $0) })
  }

  @Test func restartingAndLeavingLosesNothing() throws {
    try kill(try atQuestion())
    let restarted = try start("--restart")
    try restarted.wait(for: "In [1]: a = 1")
    #expect(try end(restarted) == 0)
    let again = try start()
    try again.wait(for: "Your answer:")
    #expect(again.screen.text.contains("Welcome back"))
  }

  @Test func withoutAStateFolderTheLessonGoesOnAndSaysSoOnce() throws {
    try Data().write(to: folder.url.appendingPathComponent("state"))
    let terminal = try atQuestion()
    terminal.type("two\n")
    try terminal.wait(for: "In [2]: b = a + 1")
    #expect(String(decoding: terminal.output, as: UTF8.self).ranges(of: "cannot keep").count == 1)
    #expect(try end(terminal) == 0)
    #expect(try folder.read("Outputs/lesson-step/transcript.md").contains("> two"))
  }

  @Test(arguments: ["pipe", "folder", "device", "loop"])
  func whateverStandsInTheFilesPlaceTheLessonGoesOn(kind: String) throws {
    try kill(try atQuestion())
    let path = try log().path
    try FileManager.default.removeItem(atPath: path)
    switch kind {
    case "pipe": mkfifo(path, 0o600)
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    case "device": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    }
    let terminal = try atQuestion()
    #expect(terminal.screen.text.contains("cannot keep"))
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func aDamagedLineLosesItselfAndTheFileIsKept() throws {
    let first = try atQuestion()
    first.type("two\n")
    try first.wait(for: "In [2]: b = a + 1")
    first.press(.enter)
    try first.wait(for: "In [3]: c = 2 * b")
    try kill(first)
    let file = try log()
    var text = try String(contentsOf: file, encoding: .utf8)
    text.replace("two", with: "t\u{0}o")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let again = try start()
    try again.wait(for: "In [3]: c = 2 * b")
    #expect(again.screen.text.contains("1 line of what was noted cannot be read; the rest is as it was."))
    again.press(.enter)
    try again.wait(for: "c is 4")
    #expect(FileManager.default.fileExists(atPath: file.path + ".damaged"))
  }

  @Test func aFileOfWhichNothingCanBeReadIsSetAside() throws {
    try kill(try atQuestion())
    let file = try log()
    try Data([0xFF, 0, 10, 7]).write(to: file)
    let again = try start()
    try again.wait(for: "In [1]: a = 1")
    #expect(again.screen.text.contains("it is set aside"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path + ".damaged")) == Data([0xFF, 0, 10, 7]))
  }

  @Test func filesOfTheFirstVersionsAreRead() throws {
    try kill(try atQuestion())
    let file = try log()
    try FileManager.default.removeItem(at: file)
    let entry = #"{"failed":false,"interrupts":[],"kind":"cell","stop":0,"text":"a = 41"}"#
    let json =
      #"{"entries":[\#(entry)],"outputFolder":"\#(folder.path)/Outputs/old-step","position":1,"seed":0,"settings":[]}"#
    try json.write(
      to: file.deletingPathExtension().appendingPathExtension("json"), atomically: true, encoding: .utf8)
    let again = try start()
    try again.wait(for: "Your answer:")
    again.press(.enter)
    try again.wait(for: "In [2]: b = a + 1")
    again.press(.enter)
    try again.wait(for: "b is 42")
    try kill(again)
    #expect(try folder.read("Outputs/old-step/transcript.md").contains("a = 41"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: state).filter { $0.hasSuffix(".json") }.isEmpty)
  }

  @Test func whatCannotBeWrittenOnLeavingIsSaid() throws {
    let terminal = try atQuestion()
    let place = folder.path + "/Outputs/lesson-step/transcript.md"
    try FileManager.default.removeItem(atPath: place)
    try FileManager.default.createDirectory(atPath: place + "/x", withIntermediateDirectories: true)
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 1)
    #expect(terminal.screen.text.contains("the same command goes on there, and writes it"))
    try FileManager.default.removeItem(atPath: place)
    try start().wait(for: "Your answer:")
    #expect(try folder.read("Outputs/lesson-step/transcript.md").contains("a = 1"))
  }

  @Test func withoutAnOutputFolderTheLessonGoesOnAndFailsInTheEnd() throws {
    try Data().write(to: folder.url.appendingPathComponent("Outputs"))
    let first = try atQuestion()
    #expect(first.screen.text.contains("the charts of this walk cannot be kept"))
    first.press(.controlD)
    #expect(try first.waitForExit() == 1)
    try FileManager.default.removeItem(atPath: folder.path + "/Outputs")
    try start().wait(for: "Your answer:")
    #expect(try folder.read("Outputs/lesson-step/transcript.md").contains("a = 1"))
  }

  @Test func aParameterThatIsGoneIsSaid() throws {
    let first = try start("--set", "a=5")
    try first.wait(for: "In [1]: a = 5")
    first.press(.enter)
    try first.wait(for: "Your answer:")
    try kill(first)
    try StepLesson.write(to: folder, StepLesson.text.replacing("a = 1", with: "z = 1"))
    let second = try start()
    #expect(try second.waitForExit() == 2)
    #expect(second.screen.text.contains("begun with --set a=5; --restart begins it anew without"))
  }
}

/// How often the transcript of a long walk is written.
@Suite struct TranscriptWritingTests {
  /// Of cells that take no time, a walk of thousands writes a few times what its transcript has in the end.
  @Test(arguments: [false, true]) func whatIsWrittenInAllIsBounded(isWatched: Bool) {
    var writing = TranscriptWriting(isWatched: isWatched)
    var (size, written) = (0, 0)
    for count in 1...5_000 {
      size = count * 200
      writing.write(isLast: false) {
      } transcript: {
        // What takes longer than the cells.
        usleep(100)
        written += size
        return size
      }
    }
    writing.write(isLast: true) {
    } transcript: {
      written += size
      return size
    }
    #expect(written < 40 * size)
    #expect(writing.failure == nil && writing.hasWritten)
  }

  @Test func aShortOneThatSomebodyWatchesIsWrittenEachTime() {
    var writing = TranscriptWriting(isWatched: true)
    var count = 0
    for _ in 0..<20 {
      writing.write(isLast: false) {
      } transcript: {
        count += 1
        return 1000
      }
    }
    #expect(count == 20)
  }
}
