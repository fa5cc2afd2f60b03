import Testing

@testable import Notebooks

@Suite struct MarkdownNodeTests {
  @Test func foldedAnswersHoldTheBlocksBetweenTheirTags() {
    let nodes = MarkdownNode(
      parsing: "a\n\n<details>\n<summary>The <b>answers</b></summary>\n\n1. x\n\n</details>\n\nb"
    )
    .children
    #expect(nodes.map(\.kind) == [.paragraph, .details, .paragraph])
    #expect(nodes[1].literal == "The answers")
    #expect(nodes[1].plainText == "x")
    let short = MarkdownNode(parsing: "<details><summary>S</summary>Body <i>text</i></details>").children
    #expect(short.map(\.kind) == [.details])
    #expect(short[0].plainText == "Body text")
    #expect(MarkdownNode(parsing: "<details>\n\nnever closed").children.map(\.kind) == [.details])
  }

  @Test func noControlCharacterComesThroughAnEntity() {
    #expect(MarkdownNode(parsing: "a&#27;[31m `b`&#155;").plainText == #"a\x1b[31m b\x9b"#)
  }

  @Test func deepNestingIsCutOff() {
    let deep = String(repeating: "> ", count: 20_000) + "x"
    #expect(MarkdownNode(parsing: deep).plainText.isEmpty)
    let emphasis = String(repeating: "*a ", count: 5_000) + String(repeating: "*", count: 5_000)
    _ = MarkdownNode(parsing: emphasis).plainText
  }

  @Test func tablesHaveAHeaderAndRows() {
    let table = MarkdownNode(parsing: "| a | b |\n|---|---|\n| 1 |").children[0]
    #expect(table.kind == .table)
    #expect(table.children.map(\.kind) == [.tableHeader, .tableRow])
    #expect(table.children[1].children.map(\.plainText) == ["1", ""])
  }
}
