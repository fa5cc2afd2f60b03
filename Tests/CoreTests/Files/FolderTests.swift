import Foundation
import TestSupport
import Testing

@testable import Core

/// Whatever lies below a folder, nothing is written or read outside it. Both ways of opening what is below are tried.
@Suite struct FolderTests {
  @Test(arguments: [Folder.Walk.kernel, .byHand])
  func writesReadsListsAndRemovesBelow(walk: Folder.Walk) throws {
    try withTemporaryFolder { path in
      let folder = try Folder(path, walk: walk)
      _ = try folder.folder("a/b", making: true)
      _ = try folder.folder("a/b", making: true)
      for name in ["x.md", "a/x.md", "a/b/x.md"] {
        try folder.write(Array(name.utf8), to: name)
        try folder.write(Data("\(name) again".utf8), to: name)
        #expect(try folder.read(name, limit: 100) == Array("\(name) again".utf8))
        #expect(folder.kind(of: name) == .file)
      }
      #expect(try folder.names() == ["a", "x.md"])
      #expect(try folder.folder("a/b").names() == ["x.md"])
      #expect(try folder.folder("a/b").path == path + "/a/b")
      try folder.remove("a/x.md")
      try folder.remove("a/x.md")
      try folder.remove("a")
      #expect(try folder.folder("a").names() == ["b"])
      folder.removeFolder("a")
      #expect(try folder.names() == ["x.md"])
    }
  }

  @Test func aWriteThatIsEndedOnTheWayLeavesTheOldFile() throws {
    try withTemporaryFolder { path in
      let folder = try Folder(path)
      try folder.write(Data("old".utf8), to: "net.h5")
      var heard: [Int] = []
      let error = #expect(throws: FileError.self) {
        try folder.write([UInt8](repeating: 7, count: 80 << 20), to: "net.h5") { done, total in
          #expect(total == 80 << 20)
          heard.append(done)
          return done < 60 << 20
        }
      }
      #expect(error?.description == "cannot write '\(path)/net.h5': it was ended on the way")
      #expect(heard == [0, 32 << 20, 64 << 20])
      #expect(try folder.names() == ["net.h5"])
      #expect(try folder.read("net.h5", limit: 100) == Array("old".utf8))
    }
  }

  @Test(arguments: [Folder.Walk.kernel, .byHand])
  func followsNoLink(walk: Folder.Walk) throws {
    try withTemporaryFolder { path in
      let files = FileManager.default
      try files.createDirectory(atPath: path + "/inner/real/deep", withIntermediateDirectories: true)
      try files.createDirectory(atPath: path + "/home/deep", withIntermediateDirectories: true)
      try Data("secret".utf8).write(to: URL(fileURLWithPath: path + "/home/file"))
      for (link, target) in [
        ("link", "../home"), ("real/link", "../../home"), ("absolute", path + "/home"),
        ("file", "../home/file"),
        ("inside", "real"), ("dangling", "../home/new"), ("proc", "/proc/self/cwd"),
      ] {
        try files.createSymbolicLink(atPath: path + "/inner/" + link, withDestinationPath: target)
      }
      let folder = try Folder(path + "/inner", walk: walk)
      for name in [
        "link", "link/deep", "real/link", "real/link/deep", "absolute", "inside", "dangling", "proc",
      ] {
        for making in [false, true] {
          let error = #expect(throws: FileError.self) { try folder.folder(name, making: making) }
          #expect(error?.reason == "a link is on the way, which may lead anywhere; it is not followed")
        }
        #expect(throws: FileError.self) { try folder.write([1], to: name + "/new") }
        #expect(throws: FileError.self) { try folder.remove(name + "/file") }
        #expect(folder.kind(of: name + "/file") == nil)
      }
      for name in ["file", "link/file", "real/link/file", "absolute/file"] {
        #expect(throws: FileError.self) { try folder.read(name, limit: 100) }
      }
      // A link in a file's place is replaced or removed itself.
      try folder.write([1], to: "file")
      try folder.write([1], to: "dangling")
      try folder.remove("absolute")
      folder.removeFolder("real")
      #expect(try files.contentsOfDirectory(atPath: path + "/home").sorted() == ["deep", "file"])
      #expect(try String(contentsOfFile: path + "/home/file", encoding: .utf8) == "secret")
      #expect(try folder.names() == ["dangling", "file", "inside", "link", "proc"])
    }
  }

  @Test(arguments: [Folder.Walk.kernel, .byHand])
  func noNameLeadsOut(walk: Folder.Walk) throws {
    try withTemporaryFolder { path in
      try FileManager.default.createDirectory(atPath: path + "/inner/a", withIntermediateDirectories: true)
      let folder = try Folder(path + "/inner", walk: walk)
      for name in ["..", "../x", "a/../../x", "/tmp/x", "", ".", "a//x", "a/", "x\0y", "a/./x"] {
        #expect(throws: FileError.self) { try folder.write([1], to: name) }
        #expect(throws: FileError.self) { try folder.folder(name, making: true) }
        #expect(throws: FileError.self) { try folder.read(name, limit: 1) }
        #expect(throws: FileError.self) { try folder.remove(name) }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["inner"])
      #expect(try folder.names() == ["a"])
    }
  }

  /// A folder that is exchanged for a link, or moved, while it is open stays the folder that was opened.
  @Test(arguments: [Folder.Walk.kernel, .byHand])
  func aFolderIsOpenedOnce(walk: Folder.Walk) throws {
    try withTemporaryFolder { path in
      let files = FileManager.default
      try files.createDirectory(atPath: path + "/inner", withIntermediateDirectories: true)
      try files.createDirectory(atPath: path + "/home", withIntermediateDirectories: true)
      let folder = try Folder(path + "/inner", walk: walk)
      try files.moveItem(atPath: path + "/inner", toPath: path + "/moved")
      try files.createSymbolicLink(atPath: path + "/inner", withDestinationPath: "home")
      try folder.write([1], to: "x.md")
      let left = try files.contentsOfDirectory(atPath: path + "/home")
      #expect(left.isEmpty)
      #expect(try files.contentsOfDirectory(atPath: path + "/moved") == ["x.md"])
    }
  }

  @Test(arguments: [Folder.Walk.kernel, .byHand])
  func whatIsNoFileIsNotRead(walk: Folder.Walk) throws {
    try withTemporaryFolder { path in
      let folder = try Folder(path, walk: walk)
      mkfifo(path + "/pipe", 0o600)
      mkdir(path + "/folder", 0o700)
      for (name, reason) in [
        ("pipe", "it is a pipe or a device, not a file"), ("folder", "it is a folder"),
        ("none", "there is no such file or folder"), ("none/x", "there is no such file or folder"),
      ] {
        let error = #expect(throws: FileError.self) { try folder.read(name, limit: 10) }
        #expect(error?.description == "cannot read '\(path)/\(name)': \(reason)")
      }
      try folder.write([1, 2, 3], to: "long")
      #expect(throws: FileError.self) { try folder.read("long", limit: 2) }
      // A pipe is replaced as a file is; a folder is not.
      try folder.write([1], to: "pipe")
      #expect(try folder.read("pipe", limit: 10) == [1])
      let error = #expect(throws: FileError.self) { try folder.write([1], to: "folder") }
      #expect(error?.description == "cannot write '\(path)/folder': it is a folder")
      #expect(try folder.names() == ["folder", "long", "pipe"])
    }
  }

  /// Another name of the same file, outside, keeps its content.
  @Test func aHardLinkIsReplacedAndItsOtherNameIsNot() throws {
    try withTemporaryFolder { path in
      try FileManager.default.createDirectory(atPath: path + "/inner", withIntermediateDirectories: true)
      try Data("old".utf8).write(to: URL(fileURLWithPath: path + "/old"))
      link(path + "/old", path + "/inner/x.md")
      try Folder(path + "/inner").write([1], to: "x.md")
      #expect(try String(contentsOfFile: path + "/old", encoding: .utf8) == "old")
    }
  }

  /// Eight at once get eight folders.
  @Test func aClaimedFolderIsNobodyElses() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let place = OutputPlace.named(path)
    let claimed = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        group.addTask { try OutputFolder(claiming: (1...).lazy.map { "session-\($0)" }, in: place).path }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(claimed == Set((1...8).map { "\(path)/session-\($0)" }))
  }

  @Test func leftoversOfAWriterThatIsNoMoreGoAndThoseOfOneThatLivesStay() throws {
    try withTemporaryFolder { path in
      let folder = try Folder(path)
      _ = try folder.folder("models", making: true)
      for name in [
        ".convbook-123-456.tmp", ".convbook-789.tmp", "models/.convbook-1.tmp", ".convbook-x.tmp", "a.tmp",
      ] {
        try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/" + name))
      }
      var living = TemporaryFile(in: folder.descriptor)
      defer { living.discard() }
      folder.removeLeftovers()
      #expect(try folder.names() == [living.name, ".convbook-x.tmp", "a.tmp", "models"].sorted())
      #expect(try folder.folder("models").names() == [])
    }
  }

  @Test func anOutputsThatIsALinkIsFollowedOnlyWhereTheUserNamesIt() throws {
    try withTemporaryFolder { path in
      let files = FileManager.default
      try files.createDirectory(atPath: path + "/home", withIntermediateDirectories: true)
      try files.createSymbolicLink(atPath: path + "/Outputs", withDestinationPath: "home")
      let stranger = OutputPlace(path: path + "/Outputs", isNamed: true)
      try OutputFolder("lesson", in: stranger).open().write([1], to: "x")
      #expect(files.fileExists(atPath: path + "/home/lesson/x"))
    }
  }
}
