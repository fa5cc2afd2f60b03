import Foundation
import Testing

/// Every lesson runs from its first cell to its last and writes, to the byte, what the repository holds.
@Suite struct NotebookTourTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The lessons in their order; short runs, by the settings in their front matter.
  private static let lessons = [
    "lenet-5", "two-networks", "digit-recognizer", "scanned-handwriting", "traffic-signs",
  ]

  @Test(arguments: lessons) func aShortRunWritesTheCommittedBytes(lesson: String) throws {
    try check(lesson, "--quick")
  }

  @Test func theQuickStartWritesTheCommittedBytes() throws {
    try check("quick-start")
  }

  private func check(_ notebook: String, _ options: String...) throws {
    let folder = try TemporaryFolder()
    let check = try CommandLineRun(
      ["check", "\(Self.root)/Notebooks/\(notebook).md", "--outputs", "\(Self.root)/Outputs", "--quiet"]
        + options,
      in: folder)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }

  /// Each transcript shows its charts, and no other file lies beside it.
  @Test(arguments: ["", "quick/"]) func eachCommittedChartIsShown(folder: String) throws {
    for lesson in Self.lessons {
      let path = "\(Self.root)/Outputs/\(folder)\(lesson)"
      let transcript = try String(contentsOfFile: "\(path)/transcript.md", encoding: .utf8)
      let shown = transcript.matches(of: #/\]\((\d\d-[\w-]+\.svg)\)/#).map { String($0.1) }
      let charts = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".svg") }
      #expect(!charts.isEmpty && shown.sorted() == charts.sorted())
    }
  }

  /// A list of all notebooks is a list to forget one in.
  @Test func noNotebookIsForgotten() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Notebooks")
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
    #expect(names.sorted() == (Self.lessons + ["quick-start"]).sorted())
  }
}
