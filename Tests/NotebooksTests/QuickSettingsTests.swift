import Testing

@testable import Notebooks

/// `quick:` in the front matter: a notebook's own values for a short run.
@Suite struct QuickSettingsTests {
  private func notebook(frontMatter: String) throws -> NotebookFile {
    try NotebookFile(
      text: "---\n\(frontMatter)\n---\n```{code-cell} convbook\n:tags: [parameters]\nepochs = 50\n```\n",
      file: "lesson.md")
  }

  @Test func areReadInTheirOrder() throws {
    let settings = try notebook(
      frontMatter: "file_format: mystnb\nquick:\n  epochs: 3\n  data: digits\nkernelspec:\n  name: convbook"
    ).quickSettings(file: "lesson.md")
    #expect(settings.map(\.name) == ["epochs", "data"])
    #expect(settings.map(\.text) == ["3", "digits"])
  }

  @Test(arguments: [
    ("file_format: mystnb", "lesson.md: --quick: the front matter has no 'quick:'"),
    ("quick:\n  epochs 3", "lesson.md:3: a value for a short run is written 'name: value', not 'epochs 3'"),
    ("quick:\n  epochs:", "lesson.md:3: a value for a short run is written 'name: value', not 'epochs:'"),
  ])
  func errorsSayWhatIsExpected(frontMatter: String, message: String) throws {
    let notebook = try notebook(frontMatter: frontMatter)
    let error = #expect(throws: NotebookError.self) { try notebook.quickSettings(file: "lesson.md") }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
