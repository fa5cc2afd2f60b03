import CellLanguage
import Datasets
import Notebooks
import Testing

@testable import Grading

/// A lesson with a student's cells in the places of its own.
@Suite struct GradedReplayTests {
  private let assignment: Assignment

  init() throws { assignment = try Assignment(bytes: Array(AssignmentTests.lesson.utf8), file: "a.md") }

  private func record(_ submission: String?, seed: UInt64 = 0) throws -> ReplayRecord {
    var settings = Session.Settings(search: DataSearch(dataOptions: [], environment: [:]))
    settings.seed = seed
    let lesson = LessonCells(assignment.lesson)
    let replay = GradedReplay(lesson, settings)
    replay.runShared()
    let submitted = try submission.map {
      SubmittedCells(try NotebookFile(text: $0, file: "a.md"), text: $0, in: lesson)
    }
    var last = ReplayRecord()
    replay.run(submitted) { last = $0 }
    return last
  }

  private func copy(_ changes: (String, String)...) throws -> String {
    changes.reduce(try assignment.copy(for: nil)) { $0.replacing($1.0, with: $1.1) }
  }

  private func filters(_ seed: UInt64) throws -> Int {
    let expected = try record(nil, seed: seed).exercises[0].answer?.expected
    return (expected.flatMap { Int($0) } ?? 0) / 26
  }

  @Test func theLessonsOwnSolutionsMeetItsChecks() throws {
    let record = try record(nil)
    #expect(record.exercises[1].checks.map(\.expectation.holds) == [true])
    #expect(record.exercises[1].checks.map(\.isHidden) == [true])
    #expect([4, 6, 8].contains(try filters(0)))
  }

  @Test func answersAndCellsAreTheStudents() throws {
    let right = try filters(0) * 26
    let record = try record(
      copy(("How many?\n```", "How many?\n```\n\n> \(right)"), ("# a number", "x = 4")))
    #expect(record.exercises[0].answer?.isRight == true)
    #expect(record.exercises[1].cells.map(\.source) == ["x = 4"])
    let check = try #require(record.exercises[1].checks.first)
    #expect(!check.expectation.holds && check.expectation.found == "4" && check.expectation.points == 2)
    #expect(record.exercises.allSatisfy { $0.isAnswered && $0.isDone })
  }

  /// The template as it is is no answer.
  @Test func anUntouchedCopyIsNotAnswered() throws {
    let record = try record(copy())
    #expect(record.exercises.allSatisfy { !$0.isAnswered })
    #expect(record.exercises[0].answer?.given == nil)
    #expect(record.exercises[1].checks.allSatisfy { !$0.expectation.holds })
  }

  /// Checks are the lesson's own: a student's count for nothing, and taking them out does not help.
  @Test func checksCannotBeWritten() throws {
    let record = try record(copy(("# a number", "x = 4\nexpect 1 == 1 points=100\nexpect x == 4")))
    #expect(record.exercises[1].checks.map(\.expectation.points) == [2])
    #expect(record.exercises[1].checks.allSatisfy { !$0.expectation.holds })
  }

  /// What stands below a cell is never believed.
  @Test func storedOutputsAreOnlyCompared() throws {
    let fence = "print x\n```\n\n```output\n"
    let same = try record(copy(("# a number\n```", "x = 3\n\(fence)3\n```")))
    #expect(same.hasOutputs && same.differing.isEmpty)
    let other = try record(copy(("# a number\n```", "x = 4\n\(fence)3\n```")))
    #expect(other.differing == [2])
    #expect(other.exercises[1].checks.allSatisfy { !$0.expectation.holds })
  }

  @Test func aCellThatFailsEndsNothing() throws {
    let record = try record(copy(("# a number", "nonsense\n```\n\n```{code-cell} convbook\nx = 3")))
    #expect(record.exercises[1].cells.map(\.hasFailed) == [true, false])
    #expect(record.exercises[1].checks.map(\.expectation.holds) == [true])
  }

  @Test func cellsOutsideOfExercisesAreNotRun() throws {
    let record = try record(copy(("# A lesson", "# A lesson\n\n```{code-cell} convbook\nreset = 1\n```")))
    #expect(record.remarks == ["Changed or added outside of the exercises, and not run: cell 1."])
  }

  @Test func aMissingExerciseIsSaid() throws {
    let record = try record("# Mine\n\n```{code-cell} convbook\nx = 3\n```\n")
    #expect(record.remarks.contains("The exercise number is not in what was handed in."))
    #expect(record.exercises[1].checks.map(\.expectation.holds) == [false])
  }

  /// Each student has a right answer of an own.
  @Test func numbersAreDrawnFromTheSeed() throws {
    let all = Set(try (1...12).map { try filters(StudentSeed.of("student\($0)")) })
    #expect(all.isSubset(of: [4, 6, 8]) && all.count > 1)
  }
}
