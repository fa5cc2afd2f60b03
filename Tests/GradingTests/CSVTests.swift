import Testing

@testable import Grading

/// Tables as spreadsheets write and read them.
@Suite struct CSVTests {
  @Test func whatIsWrittenIsReadAgain() {
    let fields = ["plain", "with, comma", "with \"marks\"", "two\nlines", "", "ä ö"]
    let records = CSV.records(CSV.line(fields) + CSV.line(["second", "", "", "", "", "x"]))
    #expect(records.map(\.fields) == [fields, ["second", "", "", "", "", "x"]])
    #expect(records.map(\.line) == [1, 3])
  }

  @Test func endsOfLinesOfWindowsAndAByteOrderMarkAreRead() {
    #expect(
      CSV.records("\u{FEFF}id,name\r\nmuster,\"Muster, Mina\"\r\n\r\n").map(\.fields) == [
        ["id", "name"], ["muster", "Muster, Mina"],
      ])
  }

  /// A spreadsheet would reckon it.
  @Test func aFormulaBecomesAText() {
    #expect(CSV.line(["=1+1", "-2", "+x", "@y"]) == "'=1+1,-2,'+x,'@y\n")
  }
}
