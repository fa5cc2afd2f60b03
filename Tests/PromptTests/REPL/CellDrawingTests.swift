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

  @Test func aPasteIsCleaned() {
    #expect(PastedText.cleaned("a\r\nb\rc\u{1B}[31m\n\n") == "a\nb\nc[31m")
    #expect(PastedText.cleaned("In [12]: x\n    ...:   y\n") == "x\n  y")
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
