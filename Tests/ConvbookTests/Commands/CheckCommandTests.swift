import Foundation
import TestSupport
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

  /// A short run does not take the place of the whole one.
  @Test func aShortRunHasAFolderOfItsOwn() throws {
    try Data(
      """
      ---
      quick:
        train: 20
      ---
      ```{code-cell} convbook
      :tags: [parameters]
      train = 40
      test = 10
      ```

      ```{code-cell} convbook
      load digits train=train test=test
      ```

      """.utf8
    ).write(to: URL(fileURLWithPath: folder.path + "/long.md"))
    #expect(try CommandLineRun("run", "long.md", in: folder).status == 0)
    #expect(try CommandLineRun("run", "long.md", "--quick", "--set", "test=5", in: folder).status == 0)
    #expect(try folder.read("Outputs/long/transcript.md").contains("(40, 28, 28"))
    let quick = try folder.read("Outputs/quick/long/transcript.md")
    #expect(quick.contains("(20, 28, 28") && quick.contains("(5, 28, 28"))
    #expect(try CommandLineRun("check", "long.md", "--quick", in: folder).status == 1)
    #expect(try CommandLineRun("check", "long.md", "--quick", "--set=test=5", in: folder).status == 0)
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
}
