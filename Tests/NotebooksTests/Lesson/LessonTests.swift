import Testing

@testable import Notebooks

/// A notebook cut into stops, and the transcript of a walk through it.
@Suite struct LessonTests {
  private let lesson: Lesson

  init() throws {
    lesson = Lesson(
      try NotebookFile(
        text: """
          ---
          file_format: mystnb
          ---
          # Title

          Hello. *What do you expect?*

          ```{code-cell} convbook
          :tags: [parameters]
          a = 1
          ```

          It was 1.

          ## Next

          ```{code-cell} convbook
          print a
          ```

          Bye.
          """, file: "lesson.md"))
  }

  @Test func stopsAreQuestionsCellsAndTheEnd() {
    #expect(lesson.stops.map(\.section) == ["Title", "Title", "Next", "Next"])
    #expect(lesson.stops.map(\.beginsSection) == [true, false, true, false])
    #expect(lesson.stops[0].kind == .question("What do you expect?"))
    #expect(lesson.cell(at: 1)?.source == "a = 1")
    #expect(lesson.stops[1].prose.isEmpty)
    #expect(lesson.stops[2].prose == "It was 1.\n\n## Next")
    #expect(lesson.stops[3].kind == .end)
    #expect(lesson.cellStop(before: 2) == 1)
    #expect(lesson.cellStop(before: 1) == nil)
    #expect((0...3).map(lesson.cellNumber) == [0, 1, 2, 2])
  }

  @Test func theTranscriptTellsWhatWasDoneInItsOrder() throws {
    var record = SessionRecord(settings: [], seed: 0, outputFolder: "out")
    var failed = SessionRecord.Entry(stop: 2, kind: .ownCell, text: "a +")
    failed.failed = true
    record.entries = [
      SessionRecord.Entry(stop: 0, kind: .answer, text: "two\n```{code-cell} convbook"),
      SessionRecord.Entry(stop: 1, kind: .cell, text: "a = 2"),
      failed,
      SessionRecord.Entry(stop: 2, kind: .skip),
    ]
    record.position = 3
    let markdown = LessonTranscript(of: lesson, record, outputs: [2: [.text("wrong")]]).markdown
    #expect(
      markdown == """
        ---
        file_format: mystnb
        ---

        # Title

        Hello. *What do you expect?*

        > two
        > ```{code-cell} convbook

        *Changed. The lesson has:*

        ```convbook
        a = 1
        ```

        ```{code-cell} convbook
        :tags: [parameters]
        a = 2
        ```

        It was 1.

        ## Next

        ```{code-cell} convbook
        :tags: [raises-error]
        a +
        ```

        ```output
        wrong
        ```

        *Skipped:*

        ```convbook
        print a
        ```

        Bye.

        """)
    let again = try NotebookFile(text: markdown, file: "transcript.md")
    #expect(again.cells.map(\.source) == ["a = 2", "a +"])
    #expect(again.cells[0].tags == ["parameters"])
  }

  @Test func aRecordOfALongerLessonIsNoMisfortune() {
    var record = SessionRecord(settings: [], seed: 0, outputFolder: "out")
    record.entries = [SessionRecord.Entry(stop: 99, kind: .cell, text: "b = 1")]
    record.position = 99
    #expect(
      LessonTranscript(of: lesson, record, outputs: [:]).markdown.hasSuffix(
        "Bye.\n\n```{code-cell} convbook\nb = 1\n```\n"))
    #expect(lesson.cell(at: 99) == nil)
  }
}
