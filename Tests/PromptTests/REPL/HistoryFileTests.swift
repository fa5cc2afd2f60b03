import Core
import Foundation
import TestSupport
import Testing

@testable import Prompt

@Suite struct HistoryFileTests {
  let folder: TemporaryFolder
  let file: HistoryFile

  init() throws {
    folder = try TemporaryFolder()
    file = HistoryFile(path: folder.path + "/state/convbook/history", limit: 100)
  }

  @Test func aMissingFileIsAnEmptyHistory() throws {
    #expect(try file.load() == [])
  }

  @Test func cellsComeBackInTheirOrderAndWhole() throws {
    let cells = ["2+3", "m = model input=28x28x1\n  Flatten\nend", #"load "C:\new""#, "1\r\n2", "é 重"]
    for cell in cells { try file.append(cell) }
    #expect(try file.load() == cells)
    let lines = try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == cells.count)
  }

  @Test func theFileStaysBounded() throws {
    for number in 1...112 { try file.append("\(number)") }
    #expect(try file.load() == (13...112).map(String.init))
    #expect(try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n").count == 100)
  }

  @Test func sessionsAtTheSameTimeLoseNothing() async throws {
    let path = file.path
    try await withThrowingTaskGroup { group in
      for session in 1...4 {
        group.addTask {
          let file = HistoryFile(path: path, limit: 100)
          for cell in 1...50 {
            try file.append("\(session):\(cell)")
            // More than the limit in all: every session shortens the file now and then.
            if cell % 10 == 0 { _ = try file.load() }
          }
        }
      }
      try await group.waitForAll()
    }
    let cells = try file.load()
    #expect(cells.count == 100)
    for session in 1...4 {
      let numbers = cells.filter { $0.hasPrefix("\(session):") }.compactMap { Int($0.dropFirst(2)) }
      #expect(numbers == Array(50 - numbers.count + 1..<51))
    }
  }

  @Test func onlyTheOwnerCanReadIt() throws {
    try file.append("2+3")
    let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(permissions as? Int == 0o600)
  }

  @Test func aFolderInItsPlaceIsAnError() throws {
    try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
    #expect(throws: SystemError.self) { try file.load() }
    #expect(throws: SystemError.self) { try file.append("2+3") }
  }

  @Test func itsPlaceFollowsTheXDGSpecification() {
    let state = HistoryFile.standard(environment: ["XDG_STATE_HOME": "/state", "HOME": "/home/ada"])
    #expect(state?.path == "/state/convbook/history")
    let home = HistoryFile.standard(environment: ["XDG_STATE_HOME": "relative", "HOME": "/home/ada"])
    #expect(home?.path == "/home/ada/.local/state/convbook/history")
    #expect(HistoryFile.standard(environment: [:]) == nil)
  }
}
