import Testing

@testable import Notebooks

/// A walk through a lesson, note by note.
@Suite struct SessionNoteTests {
  private typealias Entry = SessionRecord.Entry

  private static let record = SessionRecord(settings: ["a", "1"], seed: 3, outputFolder: "/out")
  private static let visit = SessionNote.visit(record.frame)

  private func walk(_ notes: SessionNote...) -> SessionRecord? { SessionRecord(notes) }

  @Test func notesAddUpToWhatWasDone() throws {
    let record = try #require(
      walk(
        Self.visit, .began(Entry(stop: 0, kind: .cell, text: "a = 1")),
        .ended(failed: false, interrupts: [4], position: 1),
        .done(Entry(stop: 1, kind: .answer, text: "two"), position: 2),
        .done(Entry(stop: 2, kind: .skip), position: 3), .moved(position: 2)))
    #expect(record.settings == ["a", "1"] && record.seed == 3 && record.outputFolder == "/out")
    #expect(record.entries.map(\.kind) == [.cell, .answer, .skip])
    #expect(record.entries[0].interrupts == [4])
    #expect(record.position == 2)
    // It may be written anew as other notes.
    #expect(SessionRecord(record.notes) == record)
  }

  @Test func aCellThatDidNotEndIsADraft() throws {
    let began = Entry(stop: 1, kind: .ownCell, text: "boom")
    var record = try #require(walk(Self.visit, .moved(position: 1), .began(began)))
    #expect(record.running == began)
    record.endVisit()
    #expect(record.draft == began && record.entries.isEmpty && record.position == 1)
    #expect(SessionRecord(record.notes) == record)
    // The next visit goes on in the same file.
    let notes =
      record.notes + [.visit(record.frame), .began(began), .ended(failed: true, interrupts: [], position: 1)]
    record = try #require(SessionRecord(notes))
    #expect(record.entries.count == 1 && record.draft == nil)
  }

  @Test func whatIsDoneNextTakesTheDraftsPlace() throws {
    let draft = SessionNote.draft(Entry(stop: 0, kind: .cell, text: "m = model"))
    #expect(walk(Self.visit, draft)?.draft != nil)
    #expect(walk(Self.visit, draft, .draft(nil))?.draft == nil)
    #expect(walk(Self.visit, draft, .moved(position: 1))?.draft == nil)
    #expect(walk(Self.visit, draft, .done(Entry(stop: 0, kind: .skip), position: 1))?.draft == nil)
  }

  /// Any note may be missing from a damaged file; the frame stands in it twice.
  @Test func anyNoteMayBeMissing() throws {
    var record = Self.record
    record.entries = (0..<6).map { Entry(stop: $0, kind: .cell, text: "a\($0) = 1") }
    record.position = 6
    let notes = record.notes
    for lost in notes.indices {
      var kept = notes
      kept.remove(at: lost)
      let found = try #require(SessionRecord(kept))
      #expect(found.entries.count >= 5 && found.position == 6 && found.seed == 3)
    }
    #expect(SessionRecord([SessionNote]()) == nil)
  }

  @Test func aCellWhoseEndWasLostIsDone() throws {
    let record = try #require(
      walk(
        Self.visit, .began(Entry(stop: 0, kind: .cell, text: "a = 1")),
        .began(Entry(stop: 1, kind: .cell, text: "b = 1")),
        .ended(failed: false, interrupts: [], position: 2)))
    #expect(record.entries.map(\.text) == ["a = 1", "b = 1"])
  }
}
