import Testing

@testable import Notebooks

/// Prose that is made to take long: read in a time that grows with its length, with nothing of it lost.
@Suite struct BoundedMarkdownTests {
  /// What cmark's own tests for pathological input repeat (test/pathological_tests.py), and what it does not bound.
  static let patterns = [
    "<?", "<![CDATA[", "<!A", "<!A ", "<!--", "<!-- >", "<a b=\"", "</a ", "<", "<http:", "<summary>",
    "<details>",
    "*a **a ", "a_ ", "_a ", "a]", "[a", "*a_ ", "a**b c* ", "[ a_", "[ (](", "[", "[a](<b", "[a](b",
    "![[]()",
    "![", "[]", "> ", "- ", "* a\n", ">\n", "e`", "`a``b```", "&", "&#", "\\", "|", "|a\n", "|-", "a|",
    "~~a ",
    "aaa\rbbb\n-\u{B}\n", "[^1]: a\n", "[a]: b\n", "[a]: <b\n", "<div>\n\n", "www.a ", "a@b.c ", "\t",
    "a\n===\n",
  ]

  @Test(.timeLimit(.minutes(1)), arguments: patterns) func aLongRepetition(pattern: String) {
    for start in ["", "a "] {
      let node = MarkdownNode(
        parsing: start + String(repeating: pattern, count: 200_000 / pattern.utf8.count))
      _ = node.plainText
      for block in node.children { _ = block.literal.withoutTags }
    }
  }

  /// Each row is filled up to the columns of the head.
  @Test(.timeLimit(.minutes(1))) func aWideHeadOverManyShortRows() {
    let wide = String(repeating: "|a", count: 5000) + "\n" + String(repeating: "|-", count: 5000) + "\n"
    let node = MarkdownNode(parsing: wide + String(repeating: "|\n", count: 20_000))
    #expect(node.children.first?.kind == .paragraph)
    #expect(node.plainText.contains("|a|a|a"))
  }

  /// A long address is copied to each place that names it.
  @Test(.timeLimit(.minutes(1))) func aLongDefinitionNamedOften() {
    let long = "[a]: /" + String(repeating: "x", count: 100_000) + "\n\n"
    let node = MarkdownNode(parsing: long + String(repeating: "[a]\n\n", count: 20_000))
    #expect(!node.children.contains { $0.children.contains { $0.kind == .link } })
  }

  @Test func whatPeopleWriteIsReadAsBefore() {
    let text = """
      A [link](u), [another][b] and <b>HTML</b>, `a[1]: <x>` and <https://c.d>.

      | a | b |
      | - | - |
      | 1 |
      | [x](y) | 2 |

      [b]: v
      """
    let node = MarkdownNode(parsing: text)
    #expect(
      node.children[0].children.filter { $0.kind == .link }.map(\.literal) == ["u", "v", "https://c.d"])
    #expect(node.children[0].plainText.contains("a[1]: <x>"))
    #expect(node.children[1].kind == .table)
    #expect(node.children[1].children.map(\.children.count) == [2, 2, 2])
  }

  @Test func theRestOfTooManyIsText() {
    let code = "```\n" + String(repeating: "x[<1]: |-\n", count: 2000) + "```"
    #expect(MarkdownNode(parsing: code).children[0].literal == String(repeating: "x[<1]: |-\n", count: 2000))
    let links = MarkdownNode(parsing: String(repeating: "[a](b) ", count: 600)).children[0].children
    #expect(links.count { $0.kind == .link } == 500)
    #expect(links.last?.literal.hasSuffix("[a](b)") == true)
  }

  @Test func tagsGoAndTextStays() {
    #expect("a<b>c</b> <!-- > -->d".withoutTags == "ac d")
    #expect("a < b".withoutTags == "a < b")
    #expect("<!-- a".withoutTags == "<!-- a")
  }
}
