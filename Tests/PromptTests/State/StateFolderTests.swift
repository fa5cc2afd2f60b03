import Core
import Foundation
import TestSupport
import Testing

@testable import Prompt

/// What stands in the state folder instead of a file of ours.
@Suite struct StateFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Makes a named pipe, which nobody writes to.
  static func pipe(in folder: TemporaryFolder, _ name: String) throws -> String {
    let path = "\(folder.path)/\(name)"
    guard mkfifo(path, 0o600) == 0 else { throw SystemError() }
    return path
  }

  @Test func aPipeIsNotWaitedFor() throws {
    let path = try Self.pipe(in: folder, "history")
    for flags in [O_RDONLY, O_WRONLY | O_APPEND, O_RDWR | O_CREAT] {
      #expect(throws: SystemError.self) { try StateFolder.open(path, flags) }
    }
    let file = HistoryFile(path: path)
    #expect(throws: SystemError.self) { try file.load() }
    #expect(throws: SystemError.self) { try file.append("x = 1") }
  }

  @Test func foldersAndDevicesAreNoFiles() {
    for path in [folder.path, "/dev/zero", "/dev/full"] {
      #expect(throws: SystemError.self) { try StateFolder.open(path, O_RDONLY) }
    }
  }

  @Test func aHistoryThatLeadsToNothingIsNone() throws {
    let path = folder.path + "/history"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
    let file = HistoryFile(path: path)
    try file.append("x = 1")
    #expect(try file.load() == [])
  }

  @Test func aHistoryOfGigabytesIsCutToItsEnd() throws {
    let path = folder.path + "/history"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    ftruncate(descriptor, 2 << 30)
    close(descriptor)
    let file = HistoryFile(path: path)
    try file.append("x = 1")
    try file.append("y = 2")
    #expect(try file.load() == ["x = 1", "y = 2"])
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? .max < 1 << 20)
  }

  @Test func aHistoryWithWrongBytesLosesNoCell() throws {
    let path = folder.path + "/history"
    try Data(Array("x = 1\ny".utf8) + [0, 0xFF, 0xC0] + Array("\\\nz = 3\nhalf".utf8)).write(
      to: URL(fileURLWithPath: path))
    let file = HistoryFile(path: path)
    try file.append("w = 4")
    let cells = try file.load()
    #expect([cells.first, cells.dropLast().last, cells.last] == ["x = 1", "half", "w = 4"])
    #expect(cells.contains("z = 3"))
    #expect(!cells.joined().unicodeScalars.contains("\u{0}"))
  }

  @Test func aHistoryThatSomebodyKeepsLockedIsGivenUp() throws {
    let file = HistoryFile(path: folder.path + "/history")
    try file.append("x = 1")
    let other = open(file.path, O_RDONLY | O_CLOEXEC)
    defer { close(other) }
    flock(other, LOCK_EX)
    #expect(throws: SystemError.self) { try file.append("y = 2") }
    #expect(try file.load() == ["x = 1"])
  }
}
