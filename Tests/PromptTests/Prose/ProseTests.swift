import TestSupport
import Testing

@testable import Prompt

/// Markdown as a terminal shows it.
@Suite struct ProseTests {
  private func plain(_ markdown: String, width: Int = 40) -> String {
    ProseRenderer(page: .init(width: width)).lines(markdown).map(\.encoded).joined(separator: "\n")
  }

  private func coloured(_ markdown: String, width: Int = 40) -> String {
    ProseRenderer(page: .init(width: width, usesColour: true)).lines(markdown).map(\.encoded).joined(
      separator: "\n"
    )
    .replacing("\u{1B}", with: "^")
  }

  private func spoken(_ markdown: String) -> String {
    ProseRenderer(page: .init(width: 40, isSpoken: true)).lines(markdown).map(\.encoded).joined(
      separator: "\n")
  }

  private static let lesson = """
    # A title

    Some *emphasis*, **strong words** and `code`
    in a paragraph of [two](https://two.example) lines.

    ## The data
    ### Detail

    - one
    - two, which is a point that needs more than one line
      1. within
    9. nine
    10. ten

    > Quoted words.

    ```
    a  code
      block that is wider than a line of forty
    ```

    ***

    ![A chart](chart.svg)

    <!-- unseen -->
    """

  @Test func everyKindOfBlockHasItsForm() {
    #expect(
      plain(Self.lesson) == """
        A title
        ━━━━━━━

        Some *emphasis*, **strong words** and
        `code` in a paragraph of two
        (https://two.example) lines.

        The data
        ────────

        ### Detail

        • one
        • two, which is a point that needs more
          than one line
          1. within

         9. nine
        10. ten

        │ Quoted words.

            a  code
              block that is wider than a line of
             forty

        ────────────────────────────────────────

        [image: A chart, chart.svg]
        """)
  }

  @Test func coloursTakeThePlaceOfSigns() {
    #expect(coloured("# T\n\n### D") == "^[0;1mT^[0m\n^[0;2m━^[0m\n\n^[0;1mD^[0m")
    #expect(
      coloured("Some *two words* **strong `code`** x")
        == "Some ^[0;4mtwo words^[0m ^[0;1mstrong ^[0;1;36mcode^[0m x")
  }

  @Test func wideCharactersTakeTwoColumns() {
    #expect(plain("漢字漢字漢字", width: 10) == "漢字漢字漢\n字")
    #expect(plain("# 漢字") == "漢字\n━━━━")
    #expect(
      plain("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301} e\u{301}e\u{301}e\u{301}e\u{301}", width: 10).count
        == 10)
    #expect(
      plain("| a | b |\n|-|-|\n| 漢 | x |\n| yy | z |") == """
        a  │ b
        ───┼──
        漢 │ x
        yy │ z
        """)
  }

  private static let table = """
    | layer | what it does | output |
    | --- | --- | --- |
    | Conv2D 6 | six small windows look for strokes | 24x24x6 |
    | Flatten | | 256 |
    """

  @Test func tablesFitTheirTerminal() {
    #expect(
      plain(Self.table, width: 70) == """
        layer    │ what it does                       │ output
        ─────────┼────────────────────────────────────┼────────
        Conv2D 6 │ six small windows look for strokes │ 24x24x6
        Flatten  │                                    │ 256
        """)
    #expect(
      plain(Self.table, width: 36) == """
        layer    │ what it does    │ output
        ─────────┼─────────────────┼────────
        Conv2D 6 │ six small       │ 24x24x6
                 │ windows look    │
                 │ for strokes     │
        Flatten  │                 │ 256
        """)
    #expect(
      plain(Self.table, width: 20) == """
        • layer: Conv2D 6;
          what it does: six
          small windows look
          for strokes;
          output: 24x24x6
        • layer: Flatten;
          output: 256
        """)
  }

  @Test func aScreenReaderHearsNoFramesAndNoSigns() {
    #expect(
      spoken("# Title\n\nSome *words*.\n\n---\n\n> Quote") == "Heading 1: Title\n\nSome words.\n\n  Quote")
    #expect(
      spoken(Self.table).hasPrefix("• layer: Conv2D 6; what it does: six\n  small windows look for strokes;"))
  }

  @Test func answersAreFoldedUntilTheyAreAskedFor() {
    let exercises = "Try it.\n\n<details>\n<summary>Answers</summary>\n\n1. Two.\n\n</details>"
    #expect(plain(exercises) == "Try it.\n\n▸ Answers (answer shows them)")
    var open = ProseRenderer(page: .init(width: 40))
    open.opensDetails = true
    #expect(open.details(exercises) == ["▾ Answers", "", "1. Two."])
    #expect(open.details("None here.").isEmpty)
  }

  @Test func noWidthIsTooSmall() {
    for width in [-3, 0, 1, 5, 12] {
      let lines = ProseRenderer(page: .init(width: width)).lines(Self.lesson + "\n\n" + Self.table)
      #expect(lines.count > 20)
    }
  }

  @Test func everyNotebookFitsFiftyColumns() throws {
    for (name, text) in try Repository.allNotebooks() {
      for line in ProseRenderer(page: .init(width: 50)).lines(text).map(\.encoded) {
        #expect(line.reduce(0) { $0 + $1.columns } <= 50, "\(name): \(line)")
      }
    }
  }
}
