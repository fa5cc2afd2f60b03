import Testing

@testable import Notebooks

/// A lesson whose file is another one when the learner comes back.
@Suite struct LessonChangeTests {
  private static func lesson(_ cells: String...) throws -> Lesson {
    let fences = cells.map { "```{code-cell} convbook\n\($0)\n```\n" }.joined(separator: "\n")
    return Lesson(try NotebookFile(text: "---\nfile_format: mystnb\n---\n" + fences, file: "lesson.md"))
  }

  /// Of a learner who ran the cells of a lesson, the second one changed, skipped the third and is at the fourth.
  private static func record(of lesson: Lesson) -> SessionRecord {
    var record = SessionRecord(settings: [], seed: 0, outputFolder: "out")
    _ = record.adopt(lesson)
    record.entries = [
      .init(stop: 0, kind: .cell, text: "a = 1"), .init(stop: 1, kind: .cell, text: "b = 20"),
      .init(stop: 1, kind: .ownCell, text: "a + b"), .init(stop: 2, kind: .skip),
    ]
    record.position = 3
    return record
  }

  @Test func theSameLessonChangesNothing() throws {
    let lesson = try Self.lesson("a = 1", "b = 2", "c = 3", "d = 4")
    var record = Self.record(of: lesson)
    let before = record
    #expect(record.adopt(lesson) == nil)
    #expect(record == before)
  }

  @Test func whatWasDoneMovesWithItsCells() throws {
    var record = Self.record(of: try Self.lesson("a = 1", "b = 2", "c = 3", "d = 4"))
    let change = record.adopt(try Self.lesson("new = 0", "a = 1", "b = 2", "c = 3", "d = 4"))
    #expect(change == LessonChange(first: 0))
    #expect(record.entries.map(\.stop) == [1, 2, 2, 3])
    #expect(record.entries.map(\.kind) == [.cell, .cell, .ownCell, .skip])
    #expect(record.position == 4)
  }

  @Test func whatWasRunInAChangedCellIsTheLearnersOwn() throws {
    var record = Self.record(of: try Self.lesson("a = 1", "b = 2", "c = 3", "d = 4"))
    let change = record.adopt(try Self.lesson("a = 1", "b = 7", "cc = 3", "d = 4"))
    #expect(change == LessonChange(first: 1))
    #expect(record.entries.map(\.stop) == [0, 1, 1])
    #expect(record.entries.map(\.kind) == [.cell, .ownCell, .ownCell])
    #expect(record.source(at: 1) == nil)
    #expect(record.position == 3)
  }

  @Test func aShorterLessonHasAPlaceForAll() throws {
    var record = Self.record(of: try Self.lesson("a = 1", "b = 2", "c = 3", "d = 4"))
    #expect(record.adopt(try Self.lesson("d = 4")) == LessonChange(first: 0))
    #expect(record.entries.map(\.stop) == [0, 0, 0])
    #expect(record.position == 0)
  }
}
