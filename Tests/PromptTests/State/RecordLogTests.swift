import Core
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Prompt

/// The file to which notes are added, and what is left of it after kills, full disks and worse.
@Suite struct RecordLogTests {
  private typealias Log = RecordLog<SessionNote>

  let folder: TemporaryFolder
  private var path: String { folder.path + "/log" }

  init() throws { folder = try TemporaryFolder() }

  private func open() throws -> Log { Log(try StateFolder.open(path, O_RDWR | O_APPEND | O_CREAT)) }

  private func read() throws -> Log.Content {
    Log.read(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  private static func cell(_ text: String) -> SessionNote { .began(.init(text: text)) }

  private static let texts = [
    "x = 1", "m = model\n  Flatten\nend", "", #"load "C:\new""#, "é 重 \u{0}\u{7F}\r\n\t",
  ]

  @Test func notesComeBackInTheirOrderAndWhole() throws {
    let log = try open()
    for text in Self.texts { try log.append([Self.cell(text)], isSynced: true) }
    #expect(try read().notes == Self.texts.map(Self.cell))
    #expect(try read().damaged == 0)
  }

  /// Whatever was written of a line when its writer was killed, the next writer loses nothing of its own.
  @Test func aLineThatWasCutOffSpoilsNoOther() throws {
    let whole = Log.line(Self.cell("x = 1")) + Log.line(Self.cell("y = 2"))
    for count in Log.line(Self.cell("x = 1")).count + 1..<whole.count - 1 {
      try Data(whole[..<count]).write(to: URL(fileURLWithPath: path))
      try open().append([Self.cell("z = 3")], isSynced: false)
      let content = try read()
      #expect(content.notes == [Self.cell("x = 1"), Self.cell("z = 3")])
      #expect(content.damaged == 1)
    }
  }

  /// A byte that is changed, taken out or put in spoils one line, or two that it joins.
  @Test func damageStaysWhereItIs() throws {
    var random = SystemRandomNumberGenerator()
    let notes = (0..<20).map { Self.cell("cell \($0)\nof two lines") }
    let whole = notes.flatMap(Log.line)
    for _ in 0..<500 {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      }
      let content = Log.read(bytes)
      #expect(content.notes.count >= 18)
      #expect(content.notes.allSatisfy(notes.contains))
    }
  }

  @Test func bytesOfNothingAreNoNotes() {
    var random = SystemRandomNumberGenerator()
    for count in [0, 1, 16, 17, 18, 1000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Log.read(bytes).notes.isEmpty)
    }
    #expect(Log.read([UInt8](repeating: 0, count: 1 << 20)).notes.isEmpty)
    let deep = Array((String(repeating: "[", count: 100_000)).utf8)
    let sum = String(FNV1a.hash(deep), radix: 16)
    let line = Array((String(repeating: "0", count: 16 - sum.count) + sum + " ").utf8) + deep
    #expect(Log.read(line).damaged == 1)
  }

  /// A line goes into a file whole or not at all. The limit of a file's size stands for a disk that is full.
  @Test func whereThereIsNoRoomNothingHalfIsLeft() throws {
    try open().append([Self.cell("x = 1")], isSynced: false)
    let pipe = try StateFolderTests.pipe(in: folder, "pipe")
    #expect(throws: SystemError.self) { try StateFolder.open(pipe, O_RDWR | O_APPEND) }
    let log = Log(Foundation.open("/dev/full", O_RDWR | O_APPEND | O_CLOEXEC))
    #expect(throws: SystemError.self) { try log.append([Self.cell("y = 2")], isSynced: false) }
    #expect(try read().notes == [Self.cell("x = 1")])
  }
}
