import Foundation
import Testing

@testable import Notebooks

/// Random texts have the cells that Jupytext finds in them: see `Fixtures/fences.py`, which wrote them and can write more.
@Suite struct JupytextTests {
  private struct Case: Decodable {
    let text: String
    let cells: [String]
  }

  /// Where convbook refuses a text in which Jupytext passes over something in silence.
  private static let refusals = [
    "is never closed", "has no closing", "without spaces before it or within", "no cell found",
    "only convbook cells",
    "an option of a cell is written", "have no closing", "has no ']'",
  ]

  @Test func everyCaseOfTheFixture() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/fences.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    var read = 0
    for known in cases {
      do throws(NotebookError) {
        let cells = try NotebookFile(text: known.text, file: "lesson.md").cells.map {
          // Jupytext drops blank lines at the end of a cell.
          $0.source.replacing(/\n*$/, with: "")
        }
        #expect(cells == known.cells.map { $0.replacing(/\n*$/, with: "") }, "\(known.text)")
        read += 1
      } catch {
        #expect(Self.refusals.contains { error.message.contains($0) }, "\(error): \(known.text)")
        // What is refused for having no cell has none.
        if error.message.contains("no cell found") { #expect(known.cells.isEmpty, "\(known.text)") }
      }
    }
    #expect(read > cases.count / 4)
  }

  @Test(arguments: [
    ("<details>\n<summary>answer</summary>\n```{code-cell} convbook\nprint 1\n```\n</details>\n", 0),
    ("<details>\n<summary>answer</summary>\n\n```{code-cell} convbook\nprint 1\n```\n</details>\n", 1),
    ("<script>\n\n```{code-cell} convbook\nprint 1\n```\n</script>\n", 0),
    ("<?php\n\n```{code-cell} convbook\nprint 1\n```\n?>\n", 0),
    ("<!DOCTYPE\n\n```{code-cell} convbook\nprint 1\n```\n>\n", 0),
    ("<![CDATA[\n\n```{code-cell} convbook\nprint 1\n```\n]]>\n", 0),
    ("<!-- a\n\n```{code-cell} convbook\nprint 1\n```\n-->\n", 0),
    ("<custom-tag>\n```{code-cell} convbook\nprint 1\n```\n", 0),
    ("text\n<custom-tag>\n```{code-cell} convbook\nprint 1\n```\n", 1),
    ("text <!-- a\n```{code-cell} convbook\nprint 1\n```\n", 1),
    ("   ```{code-cell} convbook\n   print 1\n   ```\n", 1),
    ("    ```{code-cell} convbook\n    print 1\n    ```\n", 0),
    ("````text\n```{code-cell} convbook\nprint 1\n```\n````\n", 0),
    ("> ```{code-cell} convbook\n> print 1\n> ```\n", 0),
  ]) func fencesWithinHTMLAreNone(text: String, count: Int) throws {
    let notebook = try NotebookFile(
      text: text + "\n```{code-cell} convbook\nprint 2\n```\n", file: "lesson.md")
    #expect(notebook.cells.map(\.source) == (count == 1 ? ["print 1"] : []) + ["print 2"])
  }

  /// cmark looks for the end of each of these in all that follows.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "<?", "<!A", "<![CDATA[", "<!--", "a <?", "    <?", "[", "![", "*a ", "`a``", "> ", "- ", "<a ", "<",
      "&#", "\\", "_", "||", "](",
    ])
  func noTextTakesLong(piece: String) throws {
    for separator in ["", "\n", " x\n"] {
      let text = "text\n" + String(repeating: piece + separator, count: 200_000 / piece.utf8.count)
      let notebook = try? NotebookFile(text: text + "\n\n```{code-cell}\nprint 1\n```\n", file: "lesson.md")
      #expect(notebook?.cells.count ?? 0 <= 1)
    }
  }

  @Test(arguments: [
    (
      "x.ipynb", "{\"cells\": [], \"nbformat\": 4}",
      "this is a Jupyter notebook: jupytext --to md:myst x.ipynb"
    ),
    ("x.md", " {\n \"nbformat\": 4}", "this is a Jupyter notebook"),
    ("x.py", "import keras\n", "a Python program"),
    ("x.html", "<html></html>", "this is a web page"),
    ("x.pdf", "%PDF-1.4", "this is a PDF document, not a notebook"),
    ("x.keras", "PK\u{3}\u{4}", "this is a zip archive"), ("x.md", "", "no cell found"),
    ("x.csv", "a,b\n1,2\n", "load reads it"),
  ]) func otherFilesAreNamed(file: String, text: String, message: String) {
    let error = #expect(throws: NotebookError.self) { try NotebookFile(utf8: Array(text.utf8), file: file) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func textOfWindowsIsRead() throws {
    let text = "# é\r\n\r\n```{code-cell} convbook\r\nprint \"ü\"\r\n```\r\n"
    let units = Array(text.utf16)
    let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big] {
      #expect(try NotebookFile(utf8: bytes, file: "lesson.md").cells.map(\.source) == ["print \"ü\""])
    }
  }

  @Test func whatIsNoFileIsNotOpened() throws {
    try withTemporaryFolder { folder in
      let pipe = folder + "/pipe.md"
      #expect(mkfifo(pipe, 0o600) == 0)
      for (path, message) in [
        (pipe, "it is a pipe or a device"), ("/dev/zero", "it is a pipe or a device"),
        (folder, "it is a folder"),
      ] {
        let error = #expect(throws: (any Error).self) { try NotebookFile(contentsOf: path) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(message))
      }
    }
  }
}
