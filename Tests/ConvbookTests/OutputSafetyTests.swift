import Foundation
import TestSupport
import Testing

/// What `run` and `check` do in a folder that a stranger has prepared, and that nothing that was kept is lost.
@Suite struct OutputSafetyTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeNotebook(
      "lesson.md",
      [("parameters", "a = 1"), (nil, "plot [a, 2, 3] format=png\nwrite_csv \"numbers.csv\" [a]")])
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + path, withDestinationPath: target)
  }

  private func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/" + path, withIntermediateDirectories: true)
  }

  // MARK: - Names of notebooks

  @Test(arguments: ["...md", "..md", ".md", ".git.md", "....md", "a\nb.md", "a\u{1B}[2J.md", "a\u{202E}b.md"])
  func aNameThatIsNoneForAFolderIsRefused(name: String) throws {
    try FileManager.default.copyItem(atPath: folder.path + "/lesson.md", toPath: folder.path + "/" + name)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/transcript.md"))
    for command in ["run", "check", "step"] {
      let run = try CommandLineRun(command, "--", name, in: folder)
      #expect(run.status == 1)
      #expect(run.errors.contains("its outputs cannot have a folder of the name '"))
      #expect(!run.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
    #expect(try folder.read("transcript.md") == "mine")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/Outputs"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/numbers.csv"))
  }

  @Test func aLongNameIsRefused() throws {
    let name = String(repeating: "x", count: 230) + ".md"
    try FileManager.default.copyItem(atPath: folder.path + "/lesson.md", toPath: folder.path + "/" + name)
    let run = try CommandLineRun("run", name, in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("it is longer than 200 bytes"))
  }

  // MARK: - Links, pipes, folders

  @Test(arguments: ["Outputs", "Outputs/lesson", "Outputs/quick"])
  func aLinkOfTheRepositoryIsNotFollowed(link path: String) throws {
    try makeFolder("home")
    if path != "Outputs" { try makeFolder("Outputs") }
    try link(path, to: path == "Outputs" ? "home" : "../home")
    try Data("---\nquick:\n  a: 2\n---\n```{code-cell} convbook\n:tags: [parameters]\na = 1\n```\n".utf8)
      .write(to: URL(fileURLWithPath: folder.path + "/lesson.md"))
    for command in ["run", "check"] {
      let run = try CommandLineRun(
        [command, "lesson.md"] + (path == "Outputs/quick" ? ["--quick"] : []), in: folder)
      #expect(run.status == 1)
      #expect(run.errors.contains("link"))
    }
    #expect(try folder.names(in: "home") == [])
  }

  @Test func aLinkThatTheUserNamesIsFollowed() throws {
    try makeFolder("disk")
    try link("Outputs", to: "disk")
    #expect(try CommandLineRun("run", "lesson.md", "--outputs", "Outputs", in: folder).status == 0)
    #expect(try folder.names(in: "disk/lesson").contains("transcript.md"))
    #expect(try CommandLineRun("check", "lesson.md", "--outputs", "Outputs", in: folder).status == 0)
  }

  /// A link in the place of each file that is written, and of a folder that a cell names, leads to the home folder.
  @Test func linksInTheNotebooksFolderAreReplacedOrRefused() throws {
    try makeFolder("home")
    try makeFolder("Outputs/lesson")
    for name in ["transcript.md", "run.json", "02-value.svg", "02-value.png", "numbers.csv", "09-old.svg"] {
      try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/home/" + name))
      try link("Outputs/lesson/" + name, to: "../../home/" + name)
    }
    try link("Outputs/lesson/deep", to: "../../home")
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    for name in try folder.names(in: "home") { #expect(try folder.read("home/" + name) == "mine") }
    try folder.writeNotebook("lesson.md", [(nil, "write_csv \"deep/numbers.csv\" [1]")])
    let run = try CommandLineRun("run", "lesson.md", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("a link is on the way, which may lead anywhere; it is not followed"))
    #expect(try folder.names(in: "home").count == 6)
  }

  @Test func pipesAndFoldersInThePlaceOfFilesDoNotHoldItUp() throws {
    try makeFolder("Outputs/lesson")
    for name in ["transcript.md", "run.json", "02-value.svg"] {
      mkfifo(folder.path + "/Outputs/lesson/" + name, 0o600)
    }
    let check = try CommandLineRun("check", "lesson.md", "--quiet", in: folder)
    #expect(check.status == 1)
    #expect(check.errors.contains("it is a pipe or a device, not a file"))
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    #expect(try CommandLineRun("check", "lesson.md", in: folder).status == 0)
    try FileManager.default.removeItem(atPath: folder.path + "/Outputs/lesson/transcript.md")
    try makeFolder("Outputs/lesson/transcript.md")
    let run = try CommandLineRun("run", "lesson.md", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("cannot write 'Outputs/lesson/transcript.md': it is a folder"))
    #expect(try folder.names(in: "Outputs/lesson").allSatisfy { !$0.hasSuffix(".tmp") })
  }

  // MARK: - What is kept

  private func stored() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try folder.names(in: "Outputs/lesson") where name != "unfinished" && name != "numbers.csv" {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/Outputs/lesson/" + name))
    }
    return files
  }

  @Test func aRunThatFailsKeepsTheTranscriptAndTheChartsOfOneThatDidNot() throws {
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    let before = try stored()
    #expect(before.keys.sorted() == ["02-value.png", "02-value.svg", "run.json", "transcript.md"])
    try folder.writeNotebook("lesson.md", [(nil, "2"), (nil, "plot [7, 8] format=png"), (nil, "1 / 0")])
    for _ in 0..<2 {
      let run = try CommandLineRun("run", "lesson.md", "--quiet", in: folder)
      #expect(run.status == 1)
      #expect(run.errors.contains("what ran is in Outputs/lesson/unfinished/transcript.md"))
      #expect(try stored() == before)
    }
    #expect(try folder.read("Outputs/lesson/unfinished/transcript.md").contains("division by zero"))
    #expect(
      try folder.names(in: "Outputs/lesson/unfinished")
        == ["02-value.png", "02-value.svg", "run.json", "transcript.md"])
    // The next one that gets to its end takes the place of both.
    try folder.writeNotebook("lesson.md", [(nil, "2")])
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    #expect(try folder.names(in: "Outputs/lesson") == ["numbers.csv", "run.json", "transcript.md"])
  }

  @Test func aRunWithOtherSettingsHasAFolderOfItsOwn() throws {
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    let before = try stored()
    for (options, name) in [
      (["--set", "a=2"], "lesson,a=2"), (["--seed", "3"], "lesson,--seed=3"),
      (["--set", "a=5", "--seed=3"], "lesson,--seed=3,a=5"),
    ] {
      #expect(try CommandLineRun(["run", "lesson.md"] + options, in: folder).status == 0)
      #expect(try stored() == before)
      #expect(try folder.names(in: "Outputs/\(name)").contains("transcript.md"))
      #expect(try CommandLineRun(["check", "lesson.md"] + options, in: folder).status == 0)
    }
    // What the notebook says anyway is no other setting.
    #expect(try CommandLineRun("run", "lesson.md", "--set", "a=1", "--seed", "0", in: folder).status == 0)
    #expect(try CommandLineRun("run", "lesson.md", "--set", "a=../../x", in: folder).status == 1)
    #expect(try folder.names(in: "Outputs").count == 5)
    #expect(try stored()["transcript.md"] == before["transcript.md"])
    #expect(try CommandLineRun("check", "lesson.md", in: folder).status == 0)
  }

  @Test func twoNotebooksOfOneNameAreNotRunIntoOneFolder() throws {
    for name in ["a", "b"] {
      try makeFolder(name)
      try folder.writeNotebook("\(name)/lesson.md", [(nil, "\"\(name)\"")])
    }
    let both = try CommandLineRun("run", "a/lesson.md", "b/lesson.md", in: folder)
    #expect(both.status == 2)
    #expect(
      both.errors.contains("a/lesson.md and b/lesson.md would both have their outputs in Outputs/lesson"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/Outputs"))
    #expect(try CommandLineRun("run", "a/lesson.md", "./a/lesson.md", in: folder).status == 0)
    let transcript = try folder.read("Outputs/lesson/transcript.md")
    for command in ["run", "check"] {
      let other = try CommandLineRun(command, "b/lesson.md", in: folder)
      #expect(other.status == 2)
      #expect(other.errors.contains("Outputs/lesson has the outputs of "))
      #expect(other.errors.contains("/a/lesson.md, another notebook of this name"))
    }
    #expect(try folder.read("Outputs/lesson/transcript.md") == transcript)
    #expect(try CommandLineRun("run", "b/lesson.md", "--outputs", "mine", in: folder).status == 0)
    // What is gone has no outputs to lose.
    try FileManager.default.removeItem(atPath: folder.path + "/a/lesson.md")
    #expect(try CommandLineRun("run", "b/lesson.md", in: folder).status == 0)
  }

  @Test func whatAKilledRunHasLeftGoes() throws {
    try makeFolder("Outputs/lesson/models")
    for name in [".convbook-1-22.tmp", ".convbook-33.tmp", "models/.convbook-4.tmp", "mine.tmp"] {
      try Data("half".utf8).write(to: URL(fileURLWithPath: folder.path + "/Outputs/lesson/" + name))
    }
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    #expect(
      try folder.names(in: "Outputs/lesson")
        == ["02-value.png", "02-value.svg", "mine.tmp", "models", "numbers.csv", "run.json", "transcript.md"])
    #expect(try folder.names(in: "Outputs/lesson/models") == [])
  }

  /// A check leaves nothing among the temporary files, and takes away what one that was killed has left.
  @Test func aCheckLeavesNothingBehind() throws {
    try makeFolder("tmp/convbook-check-7/deep")
    try makeFolder("tmp/convbook-other")
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    let check = try CommandLineRun(
      ["check", "lesson.md"], in: folder, environment: ["TMPDIR": folder.path + "/tmp"])
    #expect(check.status == 0)
    #expect(try folder.names(in: "tmp") == ["convbook-other"])
  }

  /// Where a limit of the shell or the disk ends a write, the transcript that was there is whole.
  @Test func aFileThatGrowsTooLargeIsSaidAndLeavesNothing() throws {
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    let before = try stored()
    try folder.writeNotebook("lesson.md", [(nil, "\"" + String(repeating: "x", count: 20_000) + "\"")])
    let run = Process()
    run.executableURL = URL(fileURLWithPath: "/bin/bash")
    run.arguments = ["-c", "trap '' XFSZ; ulimit -f 8; exec '\(Convbook.executable)' run lesson.md --quiet"]
    run.currentDirectoryURL = folder.url
    run.environment = Convbook.environment(folder)
    let errors = Pipe()
    run.standardError = errors
    try run.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    run.waitUntilExit()
    #expect(run.terminationStatus == 1)
    #expect(said == "convbook: cannot write 'Outputs/lesson/transcript.md': the file would be too large\n")
    #expect(try stored() == before)
  }
}
