import Core
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Prompt

/// The journals of sessions that were cut off.
@Suite struct JournalTests {
  let folder: TemporaryFolder
  private var journals: String { folder.path + "/state/journals" }

  init() throws { folder = try TemporaryFolder() }

  private func journal() -> Journal {
    var record = SessionRecord(seed: 3)
    record.folder = "/course"
    return Journal(folder: journals, record)
  }

  /// Leaves a journal as a session does that is killed in its third cell.
  private func cutOff() throws -> String {
    let journal = journal()
    for text in ["a = 1", "b = 2\n# é"] {
      journal.note(.began(.init(text: text)))
      journal.note(.ended(failed: false, interrupts: [7], position: 0), isSynced: false)
    }
    journal.note(.began(.init(text: "c = 3")))
    return "\(journals)/\(try #require(try FileManager.default.contentsOfDirectory(atPath: journals).first))"
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    try StateFolder.make(journals)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(journals)/\(name)"))
  }

  private func texts() -> [String]? { abandoned()?.record.cells.map(\.text) }

  /// Other tests start programs meanwhile, which hold what is locked here until they have become themselves.
  private func abandoned() -> Journal.Abandoned? {
    for _ in 0..<20 {
      if let journal = Journal.abandoned(in: journals) { return journal }
      usleep(50_000)
    }
    return nil
  }

  @Test func whatWasNotedIsFound() throws {
    _ = try cutOff()
    let record = try #require(abandoned()).record
    #expect(record.seed == 3 && record.folder == "/course")
    #expect(
      record.cells == [
        .init(text: "a = 1", interrupts: [7]), .init(text: "b = 2\n# é", interrupts: [7]),
        .init(text: "c = 3", kind: .wasRunning),
      ])
  }

  @Test func aSessionThatGoesOnOrEndedWellIsNotFound() throws {
    let journal = journal()
    journal.note(.began(.init(text: "a = 1")))
    #expect(texts() == nil)
    journal.remove()
    #expect(texts() == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: journals).isEmpty)
  }

  /// Cells that it was to bring back and has not are still offered.
  @Test func aSessionEndsWithItsOfferOpen() {
    do {
      let journal = journal()
      journal.note(.restores(cells: [.init(text: "a = 1")], journal: "1-0"))
      journal.remove()
    }
    #expect(texts() == ["a = 1"])
  }

  @Test func journalsOfTheFirstVersionsAreRead() throws {
    try write(
      Array("c a = 1\nd m = model\nc m = model\\n  Flatten\\nend\nc x = \"\\\\\"\nd y = (\n".utf8), to: "12-0"
    )
    let cells = try #require(abandoned()).record.cells
    #expect(cells.map(\.text) == ["a = 1", "m = model\n  Flatten\nend", #"x = "\""#, "y = ("])
    #expect(cells.map(\.kind) == [.ran, .ran, .ran, .draft])
  }

  /// What the versions before 1.0 wrote, letter by letter.
  @Test func journalsOfEarlierVersionsAreRead() throws {
    try write(EarlierLines.all.flatMap(EarlierLines.line), to: "12-0")
    let found = try #require(abandoned())
    #expect(found.damaged == 0 && found.isBegunKnown && found.record.seed == 3)
    #expect(found.record.outputFolder == "/course/Outputs/session-1")
    #expect(
      found.record.cells == [
        .init(text: "a = 1", interrupts: [7]), .init(text: "b = 2", kind: .wasRunning),
        .init(text: "c\nd", kind: .draft),
        .init(text: "e"),
      ])
  }

  @Test func theNewestComesFirstAndWhatIsInItIsNotOfferedAgain() throws {
    let first = try cutOff()
    let name = (first as NSString).lastPathComponent
    try write(
      RecordLog.line(SessionNote.restores(cells: [.init(text: "a = 1")], journal: name)),
      to: "99999999-0")
    utimes("\(journals)/\(name)", [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)])
    #expect(texts() == ["a = 1"])
    #expect(!FileManager.default.fileExists(atPath: first))
  }

  /// A journal names files of its own folder and no others.
  @Test func aJournalRemovesNothingElsewhere() throws {
    try write([1], to: "../precious")
    try write(
      RecordLog.line(SessionNote.restores(cells: [.init(text: "a = 1")], journal: "../precious")),
      to: "5-0")
    #expect(texts() == ["a = 1"])
    #expect(FileManager.default.fileExists(atPath: folder.path + "/state/precious"))
  }

  @Test func whatIsNoJournalIsPassedOver() throws {
    _ = try cutOff()
    mkfifo("\(journals)/1-0", 0o600)
    try StateFolder.make("\(journals)/2-0")
    try FileManager.default.createSymbolicLink(
      atPath: "\(journals)/3-0", withDestinationPath: "/dev/zero")
    try FileManager.default.createSymbolicLink(atPath: "\(journals)/4-0", withDestinationPath: "4-0")
    try write([], to: "5-0")
    try write([0, 0, 10, 0xFF], to: "6-0")
    let huge = open("\(journals)/7-0", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    ftruncate(huge, 2 << 30)
    close(huge)
    #expect(texts()?.first == "a = 1")
  }

  /// Whatever happens to one line, the others are there; one that the program did not write itself is none.
  @Test func damagedJournalsLoseWhatIsDamagedAlone() throws {
    let path = try cutOff()
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let known: Set = ["a = 1", "b = 2\n# é", "c = 3"]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var bytes = whole
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(Int.random(in: bytes.indices, using: &random)...)
      case 2:
        let place = Int.random(in: bytes.indices, using: &random)
        bytes.insert(
          contentsOf: [UInt8](repeating: .random(in: 0...255, using: &random), count: 50), at: place)
      default: bytes.remove(at: .random(in: bytes.indices, using: &random))
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let found = Journal.abandoned(in: journals)?.record.cells.map(\.text) ?? []
      #expect(known.isSuperset(of: found))
      if bytes.count >= whole.count - 1, found.isEmpty { #expect(texts() != nil) }
    }
  }

  /// What found no room is in the file as soon as there is some.
  @Test func aFolderThatCannotBeMadeLosesOnlyTheSafety() throws {
    try Data().write(to: folder.url.appendingPathComponent("state"))
    let journal = journal()
    journal.note(.began(.init(text: "a = 1")))
    #expect(!journal.isKept)
    try FileManager.default.removeItem(atPath: folder.path + "/state")
    journal.note(.ended(failed: false, interrupts: [], position: 0))
    #expect(journal.isKept)
    #expect(try FileManager.default.contentsOfDirectory(atPath: journals).count == 1)
    let file = try #require(try FileManager.default.contentsOfDirectory(atPath: journals).first)
    let content = RecordLog<SessionNote>.read(
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(journals)/\(file)"))))
    #expect(SessionRecord(content.notes)?.cells == [.init(text: "a = 1")])
  }
}

/// The notes of an earlier version's journal.
private enum EarlierLines {
  static let all = [
    #"{"session":{"data":[],"folder":"/course","seed":3}}"#,
    #"{"outputs":{"folder":"/course/Outputs/session-1"}}"#,
    #"{"restores":{"cells":[{"interrupts":[],"kind":"ran","text":"a = 1"},{"interrupts":[],"kind":"ran","text":"e"}],"journal":"1-0"}}"#,
    #"{"began":{"isRestored":true,"text":"a = 1"}}"#, #"{"ended":{"interrupts":[7]}}"#,
    #"{"began":{"isRestored":false,"text":"b = 2"}}"#,
    #"{"draft":{"text":"c"}}"#, #"{"more":{"text":"\nd"}}"#,
  ]

  /// A line with its checksum.
  static func line(_ json: String) -> [UInt8] {
    let checksum = String(FNV1a.hash(json.utf8), radix: 16)
    return Array((String(repeating: "0", count: 16 - checksum.count) + checksum + " " + json + "\n").utf8)
  }
}
