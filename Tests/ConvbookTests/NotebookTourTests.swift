import Foundation
import TestSupport
import Testing

/// Every lesson runs from its first cell to its last and writes, to the byte, what the repository holds.
@Suite struct NotebookTourTests {
  /// The lessons in their order; short runs, by the settings in their front matter.
  private static let lessons = [
    "lenet-5", "two-networks", "digit-recognizer", "scanned-handwriting", "traffic-signs",
  ]

  /// These are short as they stand.
  private static let others = ["quick-start", "teaching"]

  /// Each is about one idea, and none takes long.
  private static let concepts = Repository.names(in: "Notebooks/concepts")

  @Test(arguments: lessons) func aShortRunWritesTheCommittedBytes(lesson: String) throws {
    try check(lesson, "--quick")
  }

  @Test(arguments: others) func aNotebookWithoutAShortRunWritesTheCommittedBytes(notebook: String) throws {
    try check(notebook)
  }

  @Test(arguments: concepts) func aConceptWritesTheCommittedBytes(concept: String) throws {
    try check("concepts/\(concept)")
  }

  private func check(_ notebook: String, _ options: String...) throws {
    let folder = try TemporaryFolder()
    let outputs = URL(fileURLWithPath: "\(Repository.root)/Outputs/\(notebook)").deletingLastPathComponent()
      .path
    let check = try CommandLineRun(
      ["check", "\(Repository.root)/Notebooks/\(notebook).md", "--outputs", outputs, "--quiet"] + options,
      in: folder)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }

  /// Each transcript shows its charts, and no other file lies beside it.
  @Test func eachCommittedChartIsShown() throws {
    let files = FileManager.default
    for case let name as String in files.enumerator(atPath: "\(Repository.root)/Outputs") ?? .init()
    where name.hasSuffix("/transcript.md") && !name.contains("session-") && !name.contains("-step/") {
      let folder = "\(Repository.root)/Outputs/\(name.dropLast("/transcript.md".count))"
      let transcript = try String(contentsOfFile: "\(folder)/transcript.md", encoding: .utf8)
      let shown = transcript.matches(of: #/\]\((\d\d-[\w-]+\.svg)\)/#).map { String($0.1) }
      let charts = try files.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".svg") }
      #expect(shown.sorted() == charts.sorted(), "\(name)")
    }
  }

  /// A list of all notebooks is a list to forget one in.
  @Test func noNotebookIsForgotten() {
    #expect(Repository.names(in: "Notebooks") == (Self.lessons + Self.others).sorted())
    #expect(Self.concepts.count >= 23)
  }
}
