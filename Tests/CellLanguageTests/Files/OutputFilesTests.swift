import Foundation
import Testing

@testable import CellLanguage

/// Files that cells write lie below the output folder, whatever they are called.
@Suite struct OutputFilesTests {
  @Test func writesBelowTheFolderAndMakesFolders() throws {
    try withTemporaryFolder { folder in
      let files = OutputFiles(below: folder + "/Outputs/lesson")
      #expect(files.path(of: "best.h5") == nil)
      for name in ["best.h5", "models/of today/best.h5", "..h5"] {
        let path = try files.write([1, 2], to: name)
        #expect(path == folder + "/Outputs/lesson/" + name && files.path(of: name) == path)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == [1, 2])
      }
    }
  }

  @Test(arguments: ["../x.h5", "a/../../x.h5", "/tmp/x.h5", "~/x.h5", "..", "a/.."])
  func noNameLeadsElsewhere(name: String) throws {
    try withTemporaryFolder { folder in
      let files = OutputFiles(below: folder + "/inner")
      let error = #expect(throws: CellError.self) { try files.write([1], to: name) }
      #expect(error?.message.hasPrefix("'\(name)' would lie outside this notebook's output folder\n") == true)
      #expect(files.path(of: name) == nil)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: ["", "a//x.h5", "x.h5/", "a\u{1B}[2J.h5", "a\0.h5"])
  func someNamesAreNone(name: String) throws {
    try withTemporaryFolder { folder in
      #expect(throws: CellError.self) { try OutputFiles(below: folder).write([1], to: name) }
    }
  }

  /// A folder from a stranger may have links in it.
  @Test func noLinkLeadsElsewhere() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/inner", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: folder + "/inner/link", withDestinationPath: "..")
      let files = OutputFiles(below: folder + "/inner")
      for name in ["link/x.h5", "link/new/x.h5", "link/inner/../x.h5"] {
        #expect(throws: CellError.self) { try files.write([1], to: name) }
      }
      // A file that is a link is replaced, and what it led to is left alone.
      try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/old.h5"))
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/inner/x.h5", withDestinationPath: "../old.h5")
      try files.write([1], to: "x.h5")
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/old.h5"))) == Array("old".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["inner", "old.h5"])
    }
  }

  @Test func aSessionWithoutAFolderWritesNothing() {
    #expect(throws: CellError.self) { try OutputFiles(below: nil).write([1], to: "x.h5") }
  }
}
