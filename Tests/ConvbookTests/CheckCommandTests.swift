import Foundation
import Testing

/// `convbook check FILE.md`
@Suite struct CheckCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeNotebook(
      "lesson.md", [(nil, "digits = load digits train=40 test=10"), (nil, "show digits.train grid=1x3")])
  }

  @Test func theSameBytesPass() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    let check = try CommandLineRun("check", "lesson.md", "--threads", "1", in: folder)
    #expect(check.status == 0)
    #expect(check.output.contains("lesson.md: the same as stored, 2 files"))
  }

  @Test func aDifferenceIsShownAndFails() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    let path = folder.path + "/Outputs/lesson/transcript.md"
    try folder.read("Outputs/lesson/transcript.md").replacing("(40, 28", with: "(41, 28")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let check = try CommandLineRun("check", "lesson.md", "--quiet", in: folder)
    #expect(check.status == 1)
    #expect(check.output.contains("--- stored/transcript.md\n+++ replayed/transcript.md\n"))
    #expect(check.output.contains("\n-train  images (41, 28, 28, 1)"))
    #expect(check.output.contains("\n+train  images (40, 28, 28, 1)"))
    // What is stored is left alone.
    #expect(try folder.read("Outputs/lesson/transcript.md").contains("(41, 28"))
  }

  @Test func aMissingOrSurplusChartIsADifference() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    try FileManager.default.moveItem(
      atPath: folder.path + "/Outputs/lesson/02-images.svg",
      toPath: folder.path + "/Outputs/lesson/07-old.svg")
    let check = try CommandLineRun("check", "lesson.md", "--quiet", in: folder)
    #expect(check.status == 1)
    #expect(check.output.contains("02-images.svg") && check.output.contains("07-old.svg"))
  }

  /// What cells write lies beside the transcript; a check writes it elsewhere.
  @Test func checkpointsLieInTheOutputFolder() throws {
    try folder.writeNotebook(
      "saves.md",
      [(nil, "net = model input=4\n  Dense 2\nend\nsave net \"net.h5\"\nload_weights net \"net.h5\"")])
    let run = try CommandLineRun("run", "saves.md", in: folder)
    #expect(run.status == 0)
    let file = URL(fileURLWithPath: folder.path + "/Outputs/saves/net.h5")
    #expect(try Data(contentsOf: file).count > 1000)
    try Data("mine".utf8).write(to: file)
    #expect(try CommandLineRun("check", "saves.md", in: folder).status == 0)
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
  }

  @Test func withoutAStoredTranscriptItSaysSo() throws {
    let check = try CommandLineRun("check", "lesson.md", in: folder)
    #expect(check.status == 2)
    #expect(
      check.errors.contains("lesson.md has no stored transcript: Outputs/lesson/transcript.md; run it first"))
  }

  /// The transcripts that the repository holds are those that this build writes.
  @Test(arguments: ["quick-start"])
  func theCommittedTranscriptReplays(name: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let check = try CommandLineRun(
      "check", "\(root)/Notebooks/\(name).md", "--outputs", "\(root)/Outputs", "--quiet", in: folder)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }
}
