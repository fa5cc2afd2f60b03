import Core
import Foundation
import TestSupport
import Testing

@testable import CellLanguage

/// Files that cells write lie below the output folder, whatever they are called.
@Suite struct OutputFilesTests {
  @Test func writesBelowTheFolderAndMakesFolders() throws {
    try withTemporaryFolder { folder in
      let files = OutputFiles(below: OutputFolder(at: folder + "/Outputs/lesson"))
      #expect(!files.contains("best.h5"))
      for name in ["best.h5", "models/of today/best.h5", "./last.h5", "مثال.h5"] {
        let path = try files.write([1, 2], to: name)
        #expect(path == folder + "/Outputs/lesson/" + name.replacing("./", with: ""))
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == [1, 2])
        #expect(files.contains(name))
        let read = try files.read(name, limit: 2)
        #expect(read.bytes == [1, 2] && read.path == path)
      }
    }
  }

  @Test(arguments: ["../x.h5", "a/../../x.h5", "/tmp/x.h5", "~/x.h5", "..", "a/.."])
  func noNameLeadsElsewhere(name: String) throws {
    try withTemporaryFolder { folder in
      let files = OutputFiles(below: OutputFolder(at: folder + "/inner"))
      let error = #expect(throws: CellError.self) { try files.write([1], to: name) }
      #expect(error?.message.hasPrefix("'\(name)' would lie outside this notebook's output folder\n") == true)
      #expect(!files.contains(name))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: [
    "", "a//x.h5", "x.h5/", "a\u{1B}[2J.h5", "a\0.h5", "a\u{202E}5h.h5", "a\u{9B}2J.h5", ".", "a\n.h5",
  ])
  func someNamesAreNone(name: String) throws {
    try withTemporaryFolder { folder in
      #expect(throws: CellError.self) {
        try OutputFiles(below: OutputFolder(at: folder)).write([1], to: name)
      }
    }
  }

  @Test(arguments: [".bashrc", ".git/hooks/post-checkout", "a/.b/c.csv", "..h5", "...", "a/.h5"])
  func noNameIsHidden(name: String) throws {
    try withTemporaryFolder { folder in
      let files = OutputFiles(below: OutputFolder(at: folder))
      let error = #expect(throws: CellError.self) { try files.write([1], to: name) }
      #expect(error?.message.hasPrefix("'\(name)' would be hidden, for ") == true)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  /// A cell that wrote these would take the place of what the replay is to write, or would be taken for it.
  @Test(arguments: [
    "transcript.md", "Transcript.MD", "run.json", "05-loss.svg", "05-x.PNG", "112-my_chart-2.svg",
    "./run.json",
    "transcript.md/x.csv", "05-loss.svg/x.csv",
  ])
  func noNameIsThatOfAFileOfTheReplay(name: String) throws {
    try withTemporaryFolder { folder in
      let files = OutputFiles(below: OutputFolder(at: folder))
      let error = #expect(throws: CellError.self) { try files.write([1], to: name) }
      #expect(error?.message.contains("is the name of a file that the replay itself writes") == true)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
      for plain in ["models/transcript.md", "5-loss.svg", "05-loss.csv", "loss.svg", "run.csv"] {
        try files.write([1], to: plain)
      }
    }
  }

  /// A folder from a stranger may have links in it.
  @Test func noLinkLeadsElsewhere() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/inner", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: folder + "/inner/link", withDestinationPath: "..")
      let files = OutputFiles(below: OutputFolder(at: folder + "/inner"))
      for name in ["link/x.h5", "link/new/x.h5", "link/inner/../x.h5"] {
        #expect(throws: (any Error).self) { try files.write([1], to: name) }
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
