import Foundation
import Testing

@testable import Prompt

/// How a cell looks before it is written to a terminal, and what is written.
@Suite struct CellDrawingTests {
  func drawing(
    _ lines: [String], cursor: (line: Int, offset: Int), footer: [String] = [], columns: Int = 20,
    rows: Int = 10
  ) -> (rows: [String], cursor: [Int]) {
    let drawing = CellDrawing(
      prompt: "1: ", continuation: ".: ", lines: lines, cursorLine: cursor.line, cursorOffset: cursor.offset,
      footer: footer
    ).drawing(columns: columns, rows: rows)
    return (
      drawing.rows.map { $0.map(\.text).joined() }, [drawing.cursorRow, drawing.cursorColumn]
    )
  }

  @Test func promptsStandBeforeTheLines() {
    let drawing = drawing(["ab", "c"], cursor: (1, 1))
    #expect(drawing.rows == ["1: ab", ".: c"])
    #expect(drawing.cursor == [1, 4])
  }

  @Test func longLinesGoOnInTheNextRow() {
    let drawing = drawing(["abcdefgh"], cursor: (0, 6), columns: 8)
    #expect(drawing.rows == ["1: abcd", "efgh"])
    #expect(drawing.cursor == [1, 2])
  }

  @Test func theCursorBehindAFullRowStandsInTheNext() {
    let drawing = drawing(["abcd"], cursor: (0, 4), columns: 8)
    #expect(drawing.rows == ["1: abcd", ""])
    #expect(drawing.cursor == [1, 0])
  }

  @Test func wideAndCombiningCharactersAndControlsHaveTheirWidths() {
    setlocale(LC_CTYPE, "C.UTF-8")
    #expect(drawing(["重x"], cursor: (0, 1)).cursor == [0, 5])
    #expect(drawing(["e\u{301}x"], cursor: (0, 2)).cursor == [0, 4])
    #expect(drawing(["\u{1}x"], cursor: (0, 1)).rows == ["1: ^Ax"])
  }

  @Test func aHighCellIsCutAroundTheCursor() {
    let lines = (0..<30).map { "\($0)" }
    let drawing = drawing(lines, cursor: (15, 0), footer: ["hint"], rows: 6)
    #expect(drawing.rows == [".: 13", ".: 14", ".: 15", ".: 16", ".: 17", "hint"])
    #expect(drawing.cursor == [2, 3])
  }

  @Test func wordsHaveColoursAndBracketsAMark() {
    var drawing = CellDrawing(
      prompt: "1: ", continuation: ".: ", lines: ["print (1)", "print \"é\" 1"], cursorLine: 1,
      cursorOffset: 0)
    drawing.isColoured = true
    drawing.brackets = [(0, 6), (0, 8)]
    let rows = drawing.drawing(columns: 40, rows: 5).rows
    #expect(rows[0][3..<8].allSatisfy { $0.style == .code(.verb) } && rows[0][8].style == .plain)
    #expect(rows[0][9...11].map(\.style) == [.bracket, .code(.number), .bracket])
    // A letter of two bytes is one glyph.
    #expect(rows[1][9...11].allSatisfy { $0.style == .code(.string) } && rows[1][12].style == .plain)
    #expect(rows[1][13].style == .code(.number))
  }

  @Test func aSuggestionStandsBehindTheCursor() {
    var drawing = CellDrawing(
      prompt: "1: ", continuation: ".: ", lines: ["pri"], cursorLine: 0, cursorOffset: 3)
    drawing.suggestion = "nt 1"
    let shown = drawing.drawing(columns: 40, rows: 5)
    #expect(shown.rows[0].map(\.text).joined() == "1: print 1" && shown.cursorColumn == 6)
    #expect(shown.rows[0][6...].allSatisfy { $0.style == .aside })
  }

  @Test func whatStandsBesideALineBreaksNoNumber() {
    let text = "60/60 - loss: 0.1234 - accuracy: 0.9876"
    #expect(Console.fitted(text, "1.2 s, 500 images/s", columns: 80) == (text, "1.2 s, 500 images/s"))
    #expect(Console.fitted(text, "1.2 s, 500 images/s", columns: 50) == (text, "1.2 s"))
    #expect(Console.fitted(text, "1.2 s, 500 images/s", columns: 42) == (text, ""))
    #expect(
      Console.fitted(text, "1.2 s", columns: 30)
        == ("60/60 - loss: 0.1234\n  - accuracy: 0.9876", "1.2 s"))
  }

  @Test func aPasteIsCleaned() {
    #expect(PastedText.cleaned("a\r\nb\rc\u{1B}[31m\n\n") == "a\nb\nc[31m")
    #expect(PastedText.cleaned("In [12]: x\n    ...:   y\n") == "x\n  y")
    // What the cells gave out is no cell.
    #expect(PastedText.cleaned("In [1]: 3+4\n7\nIn [2]: a = 1\n\nIn [3]: a") == "3+4\na = 1\na")
    #expect(PastedText.cleaned("x\nIn [2]: a") == "x\nIn [2]: a")
  }

  @Test(arguments: [
    ("?fit", SessionCommand.help("fit")), ("fit?", .help("fit")), ("help fit", .help("fit")),
    ("help", .help("")), ("? learning rate", .help("learning rate")),
    ("save a/b.md", .save("a/b.md")), ("save \"c.md\"", .save("c.md")), (" :edit ", .edit), ("exit", .leave),
    (":restor", .unknown(":restor", nearest: ":restore")), (":drawings off", .drawings(.off)),
    (":drawings", .drawings(nil)), (":drawing off", .unknown(":drawing off", nearest: ":drawings off")),
  ]) func commandsOfThePrompt(text: String, command: SessionCommand) {
    #expect(SessionCommand(text) == command)
  }

  @Test(arguments: ["save net \"net.h5\"", "exit = 3", "print \"why?\"", "x # why?", "helpless", "a\n:edit"])
  func cells(text: String) { #expect(SessionCommand(text) == nil) }
}
