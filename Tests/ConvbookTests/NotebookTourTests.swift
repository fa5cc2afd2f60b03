import Foundation
import Testing

/// Every notebook runs from its first cell to its last, on few images and for one epoch.
@Suite struct NotebookTourTests {
  @Test(arguments: [
    ["lenet-5", "epochs=1"],
    ["two-networks", "epochs=1", "train=400", "test=100"],
    ["digit-recognizer", "epochs=1", "train=400", "test=100"],
    ["scanned-handwriting", "epochs=1", "train=400", "test=100"],
    // The lesson shows image 3100 of the training images, 3001 and 2100 of the others.
    ["traffic-signs", "epochs=1", "train=3200", "valid=3100", "test=2200"],
  ])
  func everyCellRuns(notebook: [String]) throws {
    let folder = try TemporaryFolder()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let settings = notebook.dropFirst().flatMap { ["--set", $0] }
    let run = try CommandLineRun(
      ["run", "\(root)/Notebooks/\(notebook[0]).md", "--quiet"] + settings, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let transcript = try folder.read("Outputs/\(notebook[0])/transcript.md")
    #expect(transcript.contains("Test") || transcript.contains("accuracy"))
    // Each chart that the transcript shows is there.
    let charts = transcript.matches(of: #/\]\((\d\d-[\w-]+\.svg)\)/#).map { String($0.1) }
    #expect(!charts.isEmpty)
    for chart in charts {
      #expect(try folder.read("Outputs/\(notebook[0])/\(chart)").hasSuffix("</svg>\n"))
    }
  }

  /// A list of all notebooks is a list to forget one in.
  @Test func noNotebookIsForgotten() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let names = try FileManager.default.contentsOfDirectory(atPath: root + "/Notebooks").sorted()
    #expect(
      names == [
        "digit-recognizer.md", "lenet-5.md", "quick-start.md", "scanned-handwriting.md", "traffic-signs.md",
        "two-networks.md",
      ])
  }
}
