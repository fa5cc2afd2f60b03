import Notebooks
import Testing

/// What a journal brings back.
@Suite struct SessionRecordTests {
  private func record(_ notes: [SessionNote]) -> SessionRecord {
    notes.reduce(into: SessionRecord(seed: 0)) { $0.add($1) }
  }

  private func cells(_ notes: SessionNote...) -> [SessionRecord.Restored] { record(notes).cells }

  private func ran(_ text: String) -> [SessionNote] {
    [.began(.init(text: text)), .ended(failed: false, interrupts: [], position: 0)]
  }

  @Test func aCellThatEndedRunsAgainAndOneThatDidNotIsHandedOut() {
    let cells = cells(
      .began(.init(text: "a")), .ended(failed: false, interrupts: [3], position: 0), .began(.init(text: "b")))
    #expect(cells == [.init(text: "a", interrupts: [3]), .init(text: "b", kind: .wasRunning)])
  }

  @Test func aDraftComesLastAndGoesWithTheNextCell() {
    #expect(
      cells(
        .began(.init(text: "a")), .ended(failed: false, interrupts: [], position: 0),
        .draft(.init(text: "m")), .more(text: "\n  F"))
        == [.init(text: "a"), .init(text: "m\n  F", kind: .draft)])
    #expect(
      cells(
        .draft(.init(text: "m")), .began(.init(text: "m end")),
        .ended(failed: false, interrupts: [], position: 0)
      ).count == 1)
    #expect(cells(.draft(.init(text: "m")), .draft(nil)).isEmpty)
  }

  /// A session that restores another one and is cut off in turn, at any of its cells, loses none of either, and runs the
  /// one that it was cut off in no more by itself.
  @Test func aRestoredSessionThatIsCutOffLosesNothing() {
    let first: [SessionRecord.Restored] = [
      .init(text: "a"), .init(text: "b"), .init(text: "c"), .init(text: "d", kind: .draft),
    ]
    var record = self.record([.restores(cells: first, journal: "1-0")])
    #expect(record.cells == first)
    for k in 0..<3 {
      record.add(.began(.init(text: first[k].text), isRestored: true))
      #expect(record.cells.map(\.text) == ["a", "b", "c", "d"])
      #expect(record.cells.filter { $0.kind == .wasRunning }.map(\.text) == [first[k].text])
      record.add(.ended(failed: false, interrupts: [], position: 0))
      #expect(record.cells == first)
    }
    record.add(.handedOut)
    record.add(.draft(.init(text: "d")))
    #expect(record.cells == first)
    #expect(record.waiting.isEmpty)
  }

  @Test func whatIsForgottenIsGoneAndTheSessionIsNot() {
    #expect(
      record(ran("x") + [.restores(cells: [.init(text: "a")], journal: "1-0"), .forgot]).cells
        == [.init(text: "x")])
  }

  /// Lines that a damaged file has lost are missing, and nothing else is.
  @Test func anyNotesMayBeMissing() {
    let notes: [SessionNote] =
      ran("a") + ran("b") + [.restores(cells: [.init(text: "c")], journal: "1-0")]
      + [
        .began(.init(text: "c"), isRestored: true), .ended(failed: false, interrupts: [], position: 0),
        .draft(.init(text: "d")),
      ]
    for mask in 0..<(1 << notes.count) {
      let kept = notes.indices.filter { mask & 1 << $0 == 0 }
      let cells = record(kept.map { notes[$0] }).cells.map(\.text)
      if kept.contains(0) { #expect(cells.contains("a")) }
      if kept.contains(2) { #expect(cells.contains("b")) }
      if kept.contains(4) || kept.contains(5) { #expect(cells.contains("c")) }
      if kept.contains(7) { #expect(cells.contains("d")) }
    }
  }
}
