import Foundation
import TestSupport
import Testing

@testable import Core

struct AtomicFileTests {
  @Test func writesAndReplacesAFileAndLeavesNothingBeside() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/chart.svg"
      for text in ["first", "", String(repeating: "second ", count: 100_000)] {
        try AtomicFile.write(Data(text.utf8), to: path)
        #expect(try InputFile.read(path, limit: 1 << 20) == Array(text.utf8))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["chart.svg"])
    }
  }

  @Test func saysWhyAFileCannotBeWrittenAndCleansUp() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Data(), to: folder + "/file")
      try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
      for (path, reason) in [
        (folder + "/none/x.svg", "there is no such file or folder"),
        (folder + "/file/x.svg", "a part of the path is a file, not a folder"),
        (folder + "/folder", "it is a folder"),
        (folder + "/" + String(repeating: "x", count: 300), "the name is too long"),
      ] {
        let error = #expect(throws: FileError.self) { try AtomicFile.write(Data("x".utf8), to: path) }
        #expect(error?.description == "cannot write '\(path)': \(reason)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["file", "folder"])
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func leavesTheOldFileInAReadOnlyFolder() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/chart.svg"
      try AtomicFile.write(Data("old".utf8), to: path)
      chmod(folder, 0o500)
      defer { chmod(folder, 0o700) }
      let error = #expect(throws: FileError.self) { try AtomicFile.write(Data("new".utf8), to: path) }
      #expect(error?.description == "cannot write '\(path)': permission denied")
      #expect(try InputFile.read(path, limit: 10) == Array("old".utf8))
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no device that is always full"))
  func noticesAFullDisk() {
    let file = open("/dev/full", O_WRONLY)
    defer { close(file) }
    let code = Data("x".utf8).withUnsafeBytes { writeWhole($0, to: file) }
    #expect(
      FileError(cannot: "write", "x.svg", code: code).description == "cannot write 'x.svg': the disk is full")
  }
}
