import Testing

@testable import convbook

/// What a journal brings back.
@Suite struct SessionRecordTests {
  private func cells(_ notes: SessionRecord.Note...) -> [SessionRecord.Cell] { SessionRecord(notes).cells }

  private func ran(_ text: String) -> [SessionRecord.Note] {
    [.began(text: text, isRestored: false), .ended(interrupts: [])]
  }

  @Test func aCellThatEndedRunsAgainAndOneThatDidNotIsHandedOut() {
    let cells = cells(
      .began(text: "a", isRestored: false), .ended(interrupts: [3]), .began(text: "b", isRestored: false))
    #expect(cells == [.init(text: "a", interrupts: [3]), .init(text: "b", kind: .wasRunning)])
  }

  @Test func aDraftComesLastAndGoesWithTheNextCell() {
    #expect(
      cells(
        .began(text: "a", isRestored: false), .ended(interrupts: []), .draft(text: "m"), .more(text: "\n  F"))
        == [.init(text: "a"), .init(text: "m\n  F", kind: .draft)])
    #expect(
      cells(.draft(text: "m"), .began(text: "m end", isRestored: false), .ended(interrupts: [])).count == 1)
    #expect(cells(.draft(text: "m"), .draft(text: "")).isEmpty)
  }

  /// A session that restores another one and is cut off in turn, at any of its cells, loses none of either, and runs the
  /// one that it was cut off in no more by itself.
  @Test func aRestoredSessionThatIsCutOffLosesNothing() {
    let first: [SessionRecord.Cell] = [
      .init(text: "a"), .init(text: "b"), .init(text: "c"), .init(text: "d", kind: .draft),
    ]
    var record = SessionRecord([.restores(cells: first, journal: "1-0")])
    #expect(record.cells == first)
    for k in 0..<3 {
      record.add(.began(text: first[k].text, isRestored: true))
      #expect(record.cells.map(\.text) == ["a", "b", "c", "d"])
      #expect(record.cells.filter { $0.kind == .wasRunning }.map(\.text) == [first[k].text])
      record.add(.ended(interrupts: []))
      #expect(record.cells == first)
    }
    record.add(.handedOut)
    record.add(.draft(text: "d"))
    #expect(record.cells == first)
    #expect(record.waiting.isEmpty)
  }

  @Test func whatIsForgottenIsGoneAndTheSessionIsNot() {
    #expect(
      SessionRecord(ran("x") + [.restores(cells: [.init(text: "a")], journal: "1-0"), .forgot]).cells
        == [.init(text: "x")])
  }

  /// Lines that a damaged file has lost are missing, and nothing else is.
  @Test func anyNotesMayBeMissing() {
    let notes: [SessionRecord.Note] =
      ran("a") + ran("b") + [.restores(cells: [.init(text: "c")], journal: "1-0")]
      + [.began(text: "c", isRestored: true), .ended(interrupts: []), .draft(text: "d")]
    for mask in 0..<(1 << notes.count) {
      let kept = notes.indices.filter { mask & 1 << $0 == 0 }
      let cells = SessionRecord(kept.map { notes[$0] }).cells.map(\.text)
      if kept.contains(0) { #expect(cells.contains("a")) }
      if kept.contains(2) { #expect(cells.contains("b")) }
      if kept.contains(4) || kept.contains(5) { #expect(cells.contains("c")) }
      if kept.contains(7) { #expect(cells.contains("d")) }
    }
  }
}
