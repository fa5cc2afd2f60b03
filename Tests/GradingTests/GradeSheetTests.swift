import CellLanguage
import Testing

@testable import Grading

/// Points, marks by hand, late days.
@Suite struct GradeSheetTests {
  @Test func pointsHaveTwoDecimalsAtMost() {
    #expect(
      [0, 1, 2.5, 0.333, 12.05, -0.5, 1e9].map(\.asPoints) == [
        "0", "1", "2.5", "0.33", "12.05", "-0.5", "1000000000",
      ])
  }

  @Test func pagesOfHostileNamesAreTheirOwn() {
    let names = PageNames([
      "muster", "Muster", ".hidden", "a\u{202E}b", String(repeating: "x", count: 300), ".",
    ]).folders
    #expect(Set(names.map { $0.lowercased() }).count == 6)
    #expect(names[0] == "muster")
    for name in names { #expect(!name.hasPrefix(".") && name.utf8.count <= 220) }
    #expect(PageNames.address("a b/ü%") == "a%20b%2F%C3%BC%25")
  }

  @Test func textsFromElsewhereAreEscaped() {
    #expect(
      HTML.escaped("<script>alert('&\"')</script>\u{1B}[2J")
        == "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;\\x1b[2J")
  }
}
