import Foundation
import TestSupport
import Testing

/// `convbook step` with commands from a pipe: an empty line is the Enter key.
@Suite struct StepPipedTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StepLesson.write(to: folder)
  }

  private func run(_ input: String) throws -> (output: String, status: Int32) {
    try Convbook.run(arguments: ["step", "lesson.md"], input: input, folder: folder)
  }

  @Test func eachLineIsWhatALearnerWouldType() throws {
    let (output, status) = try run("\ntwo\nb = a + 6\na + 1\nskip\nquit\n")
    #expect(status == 0)
    #expect(!output.contains("\u{1B}"))
    #expect(output.contains("In [1]: a = 1\n"))
    #expect(output.contains("In [2]: b = a + 6\n"))
    #expect(output.contains("In [3]: a + 1\n2\n"))
    #expect(output.contains("▸ Answers (answer shows them)"))
    let transcript = try folder.read("Outputs/lesson-step/transcript.md")
    #expect(transcript.contains("> two\n"))
    #expect(transcript.contains("b = a + 6\n```"))
  }

  @Test func nothingIsRememberedOfAPipe() throws {
    _ = try run("\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state"))
    let (output, _) = try run("\n")
    #expect(output.contains("In [1]: a = 1\n"))
    #expect(try folder.names(in: "Outputs") == ["lesson-step", "lesson-step-2"])
  }

  @Test func theEndOfTheInputEndsTheWalk() throws {
    let (output, status) = try run("")
    #expect(status == 0)
    #expect(output.contains("cell 1 of 3"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/Outputs"))
  }

  @Test func aFailedCellIsTriedAgainAndTheStatusTells() throws {
    let (output, status) = try run("a = 1 +\na = 3\n\n\n\n")
    #expect(status == 1)
    #expect(output.contains("b is 4"))
    #expect(output.contains("c is 8"))
  }

  @Test func runGoesOnToTheNextHeading() throws {
    let (output, _) = try run("run\nan answer\nrun\n")
    #expect(output.contains("c is 4"))
  }

  /// Values as in `convbook run`: the same random numbers, whatever is asked and answered in between. What `expect` says differs,
  /// for who walks has an exercise still to do.
  @Test func aWholeNotebookGivesWhatItsReplayGives() throws {
    let arguments = [
      "\(Repository.notebooks)/quick-start.md", "--set", "train=400", "--set", "test=100", "--set",
      "epochs=1",
    ]
    let (_, status) = try Convbook.run(
      arguments: ["step"] + arguments, input: String(repeating: "run\n2 + 2\n", count: 12), folder: folder)
    #expect(status == 0)
    #expect(try CommandLineRun(["run"] + arguments, in: folder).status == 0)
    func outputs(_ name: String) throws -> [String] {
      try folder.read("Outputs/\(name)/transcript.md")
        .matches(of: /```output\n(.*?)```/.dotMatchesNewlines()).map { String($0.1) }
        .filter { $0 != "4\n" && !$0.hasPrefix("right: ") }
    }
    #expect(try outputs("quick-start-step") == outputs("quick-start"))
    #expect(try outputs("quick-start").count > 5)
  }

  @Test func aNotebookThatIsNoneIsRefused() throws {
    let missing = try CommandLineRun("step", "missing.md", in: folder)
    #expect(missing.status == 1)
    #expect(missing.errors == "convbook: cannot read 'missing.md': there is no such file or folder\n")
    let none = try CommandLineRun("step", in: folder)
    #expect(none.status == 2)
    #expect(none.errors.contains("which notebook? convbook step FILE.md"))
  }
}
