import Testing

@testable import CellLanguage

struct ParserErrorTests {
  /// Each block is an error of one line as a learner sees it; its second line is the text that is parsed.
  @Test(arguments: shownSyntaxErrors)
  func saysWhatIsWrongAndWhere(shown: String) {
    let source = shown.split(separator: "\n")[1].dropFirst(2)
    #expect(syntaxError(String(source)) == shown)
  }

  @Test func namesTheCellAndTheLine() {
    let source = "net = load x\nhistory = fit net.train batch_size = 500\nplot history"
    #expect(
      syntaxError(source, cell: 3) == """
        cell 3, line 2: write batch_size=500 without spaces around '='
          history = fit net.train batch_size = 500
                                  ^^^^^^^^^^
        """)
  }

  @Test(arguments: [
    ("net = model input=3x3\n  Dense 4\n", "this 'model' has no line 'end' after its layers"),
    (
      "net = model input=3x3\n  Dense 4\nsummary net",
      "this 'model' has no line 'end' before 'summary' in line 3"
    ),
    ("net = model input=3x3\n  Dense 4\nh = fit net", "this 'model' has no line 'end' before 'h' in line 3"),
  ])
  func pointsAtTheModelThatHasNoEnd(source: String, message: String) {
    #expect(
      syntaxError(source) == """
        line 1: \(message)
          net = model input=3x3
                ^^^^^
        """)
  }

  @Test func pointsIntoABlock() {
    #expect(
      syntaxError("net = model a\n\n  Dense 4 units=\nend") == """
        line 3: expected a value after 'units=', found the end of the line
            Dense 4 units=
                          ^
        """)
    #expect(
      syntaxError("net = model a\n  3x3\nend")?.hasPrefix("line 2: expected a layer or 'end', found '3x3'")
        == true)
    #expect(
      syntaxError("net = model a\nend 3")?.hasPrefix("line 2: expected the end of the line, found '3'")
        == true)
  }

  @Test func pointsAtTheBracketThatIsNotClosed() {
    #expect(
      syntaxError("y = 2\nx = [1,\n  2\n") == """
        line 2: this '[' has no ']'
          x = [1,
              ^
        """)
    #expect(syntaxError("x = (1 + 2\ny = 3")?.hasPrefix("line 1: this '(' has no ')'") == true)
  }

  @Test func reportsTheFirstErrorOfTheText() {
    #expect(syntaxError("x = )\ny = ?")?.hasPrefix("line 1: expected a value, found ')'") == true)
  }

  @Test func putsTheCaretUnderTheWordAfterTabsAndWideText() {
    #expect(
      syntaxError("\tx = \"é🙂\" §")
        == "line 1: '§' (U+00A7) is not used in this language\n  \tx = \"é🙂\" §\n  \t         ^")
    #expect(syntaxError("x = 1\r\ny = ?\r\n") == "line 2: '?' is not used in this language\n  y = ?\n      ^")
  }

  @Test func showsNoCharacterThatATerminalWouldObey() {
    #expect(
      syntaxError("show \"\u{1B}[2J\"")
        == "line 1: the invisible character U+001B is not used in this language\n  show \"\\x1b[2J\"\n        ^^^^"
    )
    #expect(
      syntaxError("x\u{A0}= 3")?.hasPrefix("line 1: the invisible character U+00A0 is not a plain space")
        == true)
    #expect(syntaxError("show \"\u{9B}2J\"")?.contains("U+009B") == true)
  }

  @Test func boundsTheDepth() {
    let brackets = String(repeating: "(", count: 33)
    #expect(syntaxError(brackets)?.hasPrefix("line 1: more than 32 brackets are open here") == true)
    let sum = "x" + String(repeating: "+1", count: 200)
    #expect(syntaxError(sum)?.hasPrefix("line 1: this expression has more than 200 steps") == true)
  }

  @Test func printsSuggestionAndNote() {
    let diagnostic = Diagnostic(
      "unknown option 'batchsize' for fit", at: SourceRange(31, 40), suggestion: "batch_size", note: "a note")
    #expect(
      diagnostic.rendered(source: "history = fit LeNet norm.train batchsize=500", cell: 3) == """
        cell 3, line 1: unknown option 'batchsize' for fit; did you mean 'batch_size'?
          history = fit LeNet norm.train batchsize=500
                                         ^^^^^^^^^
          a note
        """)
  }

  @Test func printsARangeThatTheTextDoesNotHave() {
    #expect(Diagnostic("m", at: SourceRange(7, 9)).rendered(source: "x", cell: nil) == "line 1: m\n  x\n   ^")
  }
}
