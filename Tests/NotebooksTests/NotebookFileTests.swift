import Core
import Foundation
import Testing

@testable import Notebooks

struct NotebookFileTests {
  @Test func readsCellsAndProse() throws {
    let notebook = try notebook(sampleNotebook)
    #expect(
      notebook.frontMatter == "file_format: mystnb\nkernelspec:\n  name: convbook\n  display_name: Convbook")
    #expect(
      notebook.cells.map(\.source) == [
        "epochs = 10", "fit x\n\n# after a blank line", #"show "``` in a cell""#, "```",
      ])
    #expect(
      notebook.cells.map(\.tags) == [["parameters"], ["raises-error", "hide-input"], [], ["raises-error"]])
    #expect(notebook.cells.map(\.number) == [1, 2, 3, 4])
    let proses = notebook.blocks.compactMap { if case .prose(let prose) = $0 { prose } else { nil } }
    #expect(proses.count == 3)
    #expect(proses.first?.text.hasPrefix("# Traffic signs\n\nProse") == true)
    #expect(proses.first?.lines == 7...14)
    #expect(proses.last?.text == "The end.")
  }

  @Test func knowsTheLinesOfEachCell() throws {
    let lines = sampleNotebook.split(separator: "\n", omittingEmptySubsequences: false)
    for cell in try notebook(sampleNotebook).cells {
      #expect(lines[cell.fenceLine - 1].contains("{code-cell}"))
      #expect(cell.source.hasPrefix(lines[cell.firstLine - 1]))
    }
  }

  @Test(arguments: [
    (":tags: [a, 'b c', \"d\"]", ["a", "b c", "d"]), (":tags: a, b", ["a", "b"]), (":tags: []", []),
    ("---\ntags: [a,b]\n---", ["a", "b"]), ("---\nname: x\ntags:\n- a\n  - b\nother:\n- c\n---", ["a", "b"]),
    (":name: x", []), ("  :tags: [a]", ["a"]),
  ])
  func readsTags(options: String, tags: [String]) throws {
    let cell = try notebook("```{code-cell} convbook\n\(options)\nx = 1\n```").cells[0]
    #expect(cell.tags == tags)
    #expect(cell.source == "x = 1")
  }

  @Test func readsWindowsAndOldMacTextAndSkipsTheByteOrderMark() throws {
    let windows = "\u{FEFF}" + sampleNotebook.replacing("\n", with: "\r\n")
    #expect(try notebook(windows) == notebook(sampleNotebook))
    #expect(try notebook(sampleNotebook.replacing("\n", with: "\r")) == notebook(sampleNotebook))
  }

  @Test func leavesOutWhatATranscriptWroteUnderItsCells() throws {
    let notebook = try notebook(
      """
      ```{code-cell} convbook
      plot x
      ```

      ```output
      (28, 28)
      ```
      ![a [b](c)](01-plot.svg)

      ![Training](01-history_2.svg)
      ````output
      ```
      ````

      ![of another cell](02-plot.svg)

      ```output
      prose, because it follows prose
      ```
      """)
    #expect(
      content(notebook).dropFirst() == [
        "cell 1 []: plot x",
        "prose: ![of another cell](02-plot.svg)\n\n```output\nprose, because it follows prose\n```",
      ])
  }

  @Test(arguments: [
    "![a](figures/01-x.svg)", "![a](01-x.png)", "![a](1-x.svg)", "![a](01-x.svg) and more", "[a](01-x.svg)",
    "![a](01-a b.svg)", "![a] (01-x.svg)", " ![a](01-x.svg)",
  ])
  func keepsTheImagesOfTheAuthor(link: String) throws {
    let notebook = try notebook("```{code-cell}\nx\n```\n\(link)")
    #expect(content(notebook).last == "prose: \(link)")
  }

  @Test(arguments: [
    (
      "# only prose\n",
      "lesson.md: no cell found; a cell begins with a line ```{code-cell} convbook and ends with ```"
    ),
    ("", "lesson.md: no cell found; a cell begins with a line ```{code-cell} convbook and ends with ```"),
    (
      "text\n\n```{code-cell} convbook\nx = 1\n",
      "lesson.md:3: this cell is never closed; it ends with a line ```"
    ),
    ("~~~~text\n~~~\n", "lesson.md:1: this block is never closed; it ends with a line ~~~~"),
    ("---\nfile_format: mystnb\n", "lesson.md:1: the front matter that begins here has no closing '---'"),
    (
      "---\na: 1\nfile_format: ipynb\n---\n",
      "lesson.md:3: the file format is 'ipynb'; a convbook notebook has 'file_format: mystnb'"
    ),
    (
      "```{code-cell} ipython3\nx = 1\n```\n",
      "lesson.md:1: this cell is written in 'ipython3'; only convbook cells can be run here"
    ),
    (
      "- a list\n  ```{code-cell} convbook\n  x = 1\n  ```\n",
      "lesson.md:2: a cell begins with ```{code-cell}, without spaces before it or within"
    ),
    (
      "``` {code-cell} convbook\nx = 1\n```\n",
      "lesson.md:1: a cell begins with ```{code-cell}, without spaces before it or within"
    ),
    ("\n<!-- a\n```{code-cell}\n```\n", "lesson.md:2: this comment is never closed; it ends with -->"),
    (
      "```{code-cell}\n---\ntags: [a]\nx\n```\n",
      "lesson.md:2: the options of this cell have no closing '---'"
    ),
    (
      "```{code-cell}\n:tags: [a\nx\n```\n",
      "lesson.md:2: the list of tags has no ']': write it on one line, [parameters, raises-error]"
    ),
    (
      "```{code-cell}\n:tags [a]\nx\n```\n",
      "lesson.md:2: an option of a cell is written ':name: value', such as ':tags: [parameters]'"
    ),
    (
      "a\nb\u{1B}[2J\n", "lesson.md:2: the control character U+1B has no place in a text; is this a notebook?"
    ),
  ])
  func saysWhatIsWrongAndWhere(text: String, error: String) {
    #expect(readingError(text) == error)
  }

  @Test(arguments: [
    ([0x61, 0x0A, 0xE9, 0x62], 2), ([0xFF], 0), ([0x61, 0xE2, 0x82], 1), ([0x0A, 0xC0, 0x80], 1),
  ])
  func namesTheByteThatIsNoText(bytes: [UInt8], offset: Int) {
    let error = #expect(throws: NotebookError.self) { try NotebookFile(utf8: bytes, file: "lesson.md") }
    #expect(error?.message.contains("at offset \(offset) ") == true)
    #expect(error?.line == bytes[..<offset].count { $0 == 0x0A } + 1)
  }

  @Test func readsAFileOrSaysWhyNot() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/lesson.md"
      try AtomicFile.write(Data(sampleNotebook.utf8), to: path)
      #expect(try NotebookFile(contentsOf: path) == notebook(sampleNotebook))
      for (path, reason) in [
        (folder, "it is a folder"), (folder + "/none.md", "there is no such file or folder"),
        (path + "/x.md", "a part of the path is a file, not a folder"),
        ("/dev/zero", "it is a pipe or a device, not a file"),
      ] {
        let error = #expect(throws: FileError.self) { try NotebookFile(contentsOf: path) }
        #expect(error?.description == "cannot read '\(path)': \(reason)")
      }
    }
  }

  @Test func replacesTheCodeOfACell() throws {
    let changed = try notebook(sampleNotebook).replacingSource(ofCell: 1, with: "epochs = 2")
    #expect(changed.cells.map(\.source).prefix(2) == ["epochs = 2", "fit x\n\n# after a blank line"])
    #expect(Transcript(of: changed, outputs: [:]).markdown.contains("[parameters]\nepochs = 2\n```"))
  }
}
