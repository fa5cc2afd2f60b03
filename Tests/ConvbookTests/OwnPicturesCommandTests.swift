import Foundation
import TestSupport
import Testing

/// A lesson's own pictures, in `run`, `check` and `step`.
@Suite struct OwnPicturesCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let text =
      "# Title\n\n![a scan](scans/seven.png) ![gone](gone.png)\n\n```{code-cell} convbook\na = 1\n```\n"
    try write(text, to: "lesson.md")
    try FileManager.default.createDirectory(atPath: folder.path + "/scans", withIntermediateDirectories: true)
    try write("pixels", to: "scans/seven.png")
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: folder.url.appendingPathComponent(path))
  }

  private static let warning =
    "lesson.md:3: the picture 'gone.png' is not shown: there is no such file or folder"

  @Test func runBringsThemAlongAndNamesTheMissingOne() throws {
    let run = try CommandLineRun("run", "lesson.md", "--quiet", in: folder)
    #expect(run.status == 0)
    #expect(run.errors == "convbook: \(Self.warning)\n")
    #expect(try folder.read("Outputs/lesson/scans/seven.png") == "pixels")
    #expect(try folder.read("Outputs/lesson/transcript.md").contains("![a scan](scans/seven.png)"))
    let check = try CommandLineRun("check", "lesson.md", in: folder)
    #expect(check.status == 0)
    #expect(check.errors.contains(Self.warning))
  }

  @Test func checkComparesThem() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    try write("other pixels", to: "scans/seven.png")
    let changed = try CommandLineRun("check", "lesson.md", "--quiet", in: folder)
    #expect(changed.status == 1)
    #expect(changed.output.contains("the picture 'scans/seven.png' is another than the stored one"))
    try FileManager.default.removeItem(atPath: folder.path + "/Outputs/lesson/scans/seven.png")
    let gone = try CommandLineRun("check", "lesson.md", "--quiet", in: folder)
    #expect(gone.status == 1)
    #expect(gone.output.contains("the picture 'scans/seven.png' is not stored"))
  }

  @Test func aRunThatFailsShowsThemToo() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    let whole = try folder.read("lesson.md")
    try write(whole.replacing("a = 1", with: "a = b"), to: "lesson.md")
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 1)
    #expect(try folder.read("Outputs/lesson/unfinished/scans/seven.png") == "pixels")
    try write(whole, to: "lesson.md")
    #expect(try CommandLineRun("run", "lesson.md", in: folder).status == 0)
    #expect(try folder.names(in: "Outputs/lesson") == ["run.json", "scans", "transcript.md"])
  }

  @Test func stepNamesTheMissingOne() throws {
    #expect(try CommandLineRun("step", "lesson.md", in: folder).errors.contains(Self.warning))
  }

  @Test func stepBringsThemAlong() throws {
    let (output, status) = try Convbook.run(arguments: ["step", "lesson.md"], input: "\n", folder: folder)
    #expect(status == 0)
    #expect(output.contains("In [1]: a = 1"))
    #expect(try folder.read("Outputs/lesson-step/scans/seven.png") == "pixels")
  }
}
