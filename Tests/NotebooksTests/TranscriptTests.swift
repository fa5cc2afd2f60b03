import Core
import Testing

@testable import Notebooks

struct TranscriptTests {
  @Test func writesOutputsUnderTheirCells() throws {
    let notebook = try notebook(
      """
      ---
      file_format: mystnb
      ---
      # Title


      ```{code-cell} convbook
      :tags: [parameters]

      x
      ```
      Prose.
      ```{code-cell} convbook
      plot x
      ```
      ```{code-cell} convbook
      never run
      ```
      """)
    let transcript = Transcript(
      of: notebook,
      outputs: [
        1: [.text("(28, 28)\n"), .text("two\n\nlines"), .text("")],
        2: [
          .chart(fileName: "02-plot.svg", altText: "loss [of x]"), .text("```\na fence\n```"),
          .text("\u{1B}[2J"),
        ],
      ])
    #expect(
      transcript.markdown == """
        ---
        file_format: mystnb
        ---

        # Title

        ```{code-cell} convbook
        :tags: [parameters]

        x
        ```

        ```output
        (28, 28)
        two

        lines
        ```

        Prose.

        ```{code-cell} convbook
        plot x
        ```

        ![loss \\[of x\\]](02-plot.svg)

        ````output
        ```
        a fence
        ```
        \\x1b[2J
        ````

        ```{code-cell} convbook
        never run
        ```

        """)
  }

  @Test func namesChartsByTheirCell() {
    #expect(Transcript.chartFileName(cell: 3, name: "history") == "03-history.svg")
    #expect(Transcript.chartFileName(cell: 120, name: "../a b") == "120----a-b.svg")
  }

  @Test func isANotebookWithTheSameCellsAndProse() throws {
    let original = try notebook(sampleNotebook)
    let outputs: [Int: [CellOutput]] = [
      1: [.text("a"), .chart(fileName: "01-a.svg", altText: "](x")], 2: [.text("~~~\n```output\n````\n")],
      4: [.chart(fileName: Transcript.chartFileName(cell: 4, name: "é"), altText: "")],
    ]
    let markdown = Transcript(of: original, outputs: outputs).markdown
    let again = try notebook(markdown)
    #expect(content(again) == content(original))
    #expect(Transcript(of: again, outputs: outputs).markdown == markdown)
  }

  @Test func anyNotebookSurvivesAnyOutput() throws {
    var random = RandomSequence(seed: 4, stream: 1)
    func pick(_ choices: [String]) -> String { choices[Int(random.integer(below: UInt32(choices.count)))] }
    let lines = [
      "", "", "prose", "```", "````", "~~~", "```output", "```{code-cell} convbook", "```{code-cell}",
      "~~~~{code-cell} convbook", ":tags: [a]", "---", "x = 1", "<!--", "-->", "![a](01-x.svg)",
      "![b](02-x.svg)",
      "  ```", "    ```", "# title", "+++", "file_format: mystnb", "\t```", "`````",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let text = (0..<random.integer(below: 24)).map { _ in pick(lines) }.joined(separator: "\n")
      guard let original = try? notebook(text) else { continue }
      read += 1
      var outputs: [Int: [CellOutput]] = [:]
      for cell in original.cells {
        outputs[cell.number] = (0..<random.integer(below: 4)).map { _ in
          let text = (0..<random.integer(below: 4)).map { _ in pick(lines + ["\u{0}", "\r"]) }.joined(
            separator: "\n")
          let name = Transcript.chartFileName(cell: cell.number, name: text)
          return random.integer(below: 2) == 0 ? .text(text) : .chart(fileName: name, altText: text)
        }
      }
      let markdown = Transcript(of: original, outputs: outputs).markdown
      #expect(throws: Never.self, "\(text)\n=>\n\(markdown)") {
        let again = try notebook(markdown)
        #expect(content(again) == content(original), "\(text)\n=>\n\(markdown)")
      }
    }
    #expect(read > 500)
  }

  @Test func noBytesCrashTheReader() {
    var random = RandomSequence(seed: 5, stream: 1)
    for _ in 0..<5000 {
      let bytes = (0..<random.integer(below: 80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      _ = try? NotebookFile(utf8: bytes, file: "x")
      _ = try? NotebookFile(utf8: Array("```{code-cell}\n".utf8) + bytes + Array("\n```".utf8), file: "x")
    }
  }
}
