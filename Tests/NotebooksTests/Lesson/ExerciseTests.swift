import Testing

@testable import Notebooks

/// Exercises, their questions and solutions, and the copies that students get.
@Suite struct ExerciseTests {
  static let text = """
    ---
    file_format: mystnb
    ---
    # A lesson

    ```{code-cell} convbook
    :tags: [parameters]
    filters = 6
    ```

    ## Counting

    ```{exercise} Weights
    :label: weights

    How many weights have {eval}`filters` kernels of 5x5?
    ```

    ```{solution} weights
    answer: `filters * 26`
    tolerance: 0.5
    hint: each has a bias

    25 weights and a bias each.
    ```

    ````{exercise} Which layer
    :label: layer

    Which layers have no weights?

    - [ ] Conv2D
    - [x] Flatten
    - [x] MaxPooling2D
    ````

    ```{exercise} A network
    :label: network
    Write one.
    ```

    ```{code-cell} convbook
    :tags: [exercise]
    # your network
    # solution
    w = 156
    ```

    ```{code-cell} convbook
    expect w > 0
    ```

    ```{code-cell} convbook
    :tags: [hidden]
    expect w == 156 points=2
    ```

    ```{solution-start} network
    ```

    One of many:

    ```{code-cell} convbook
    w = 156
    ```

    ```{solution-end}
    ```

    ## After it

    ```{code-cell} convbook
    print "the end"
    ```
    """

  @Test func exercisesAreRead() throws {
    let exercises = try NotebookFile(text: Self.text, file: "a.md").exercises
    #expect(exercises.map(\.label) == ["weights", "layer", "network"])
    #expect(exercises.map(\.title) == ["Weights", "Which layer", "A network"])
    #expect(exercises.map(\.cells) == [[], [], [2, 3, 4]])
    #expect(exercises[2].ownCells == [2] && exercises[2].question == nil)
    #expect(exercises[0].question?.kind == .number(answer: "filters * 26", tolerance: "0.5"))
    #expect(exercises[0].question?.hint == "each has a bias")
    #expect(
      exercises[1].question?.kind == .choices(["Conv2D", "Flatten", "MaxPooling2D"], right: [2, 3]))
    #expect(exercises[1].question?.text == "Which layers have no weights?")
  }

  @Test func theStudentsCopyHasNoAnswers() throws {
    let original = try NotebookFile(text: Self.text, file: "a.md")
    let copy = original.studentCopy(addingToFrontMatter: ["convbook:", "  seed: 7"])
    for word in ["solution", "156", "answer:", "25 weights", "[x]", "hidden", "One of many"] {
      #expect(!copy.contains(word), "\(word)")
    }
    for word in [
      "# your network", "expect w > 0", "- [ ] Flatten", "print \"the end\"", "{exercise} Weights",
    ] {
      #expect(copy.contains(word), "\(word)")
    }
    let student = try NotebookFile(text: copy, file: "b.md")
    #expect(student.ownSeed == 7)
    #expect(student.exercises.map(\.label) == original.exercises.map(\.label))
    #expect(
      student.exercises[1].question?.kind == .choices(["Conv2D", "Flatten", "MaxPooling2D"], right: []))
    // Nothing of it is left to take out.
    #expect(student.studentCopy() == copy)
  }

  @Test func answersAreReadFromTheCopy() throws {
    var copy = try NotebookFile(text: Self.text, file: "a.md").studentCopy()
    copy = copy.replacing("- [ ] Flatten", with: "- [x] Flatten")
    copy = copy.replacing("````{exercise} Which", with: "> 156\n\n````{exercise} Which")
    let answers = try NotebookFile(text: copy, file: "b.md").exercises.answers
    #expect(answers == ["weights": "156", "layer": "2"])
  }

  @Test(arguments: [
    ("156", true), (" 156.4 ", true), ("157", false), ("1,56", true), ("many", false), ("", false),
  ])
  func numbersAreCompared(answer: String, isRight: Bool) throws {
    let question = try #require(try NotebookFile(text: Self.text, file: "a.md").exercises[0].question)
    #expect(question.isRight(answer) { $0 == "0.5" ? 0.5 : $0 == "filters * 26" ? 156 : nil } == isRight)
    #expect(question.isRight(answer) { _ in nil } == nil)
  }

  @Test(arguments: [("2,3", true), ("3 2", true), ("2", false), ("flatten", false), ("1,2,3", false)])
  func choicesAreCompared(answer: String, isRight: Bool) throws {
    let question = try #require(try NotebookFile(text: Self.text, file: "a.md").exercises[1].question)
    #expect(question.isRight(answer) { _ in nil } == isRight)
  }

  @Test func aLessonStopsAtQuestionsAndHidesSolutions() throws {
    let lesson = Lesson(try NotebookFile(text: Self.text, file: "a.md"))
    let kinds = lesson.stops.map { stop in
      switch stop.kind {
      case .cell(let cell): "cell \(cell.number)"
      case .question(let text): text
      case .end: "end"
      }
    }
    #expect(
      kinds == [
        "cell 1", "How many weights have {eval}`filters` kernels of 5x5?".replacing("`", with: ""),
        "Which layers have no weights?", "cell 2", "cell 3", "cell 4", "cell 6", "end",
      ])
    #expect(
      lesson.stops.map(\.exercise) == [nil, "weights", "layer", "network", "network", "network", nil, nil])
    // What stands between the gates is a solution to be opened.
    #expect(lesson.stops[6].prose.contains("```{solution}\n"))
    #expect(lesson.stops[2].prose.contains("25 weights"))
  }

  /// Texts of whatever directives: nothing traps, and no answer is left in a copy.
  @Test(arguments: 0..<300)
  func randomTextsAreRead(seed: Int) throws {
    var random = SystemRandom(seed: UInt64(seed))
    let parts = [
      "```{exercise} T\n:label: a\nHow many?\n- [x] SECRET one\n- [ ] two\n```",
      "```{solution} a\nanswer: SECRET\n```",
      "```{exercise-start}\n:label: b\n```", "```{exercise-end}\n```", "```{solution-start} b\n```",
      "```{solution-end}\n```",
      "# Heading", "> a quote", "```{code-cell} convbook\n:tags: [exercise]\nx = 1\n# solution\nSECRET\n```",
      "```{code-cell} convbook\n:tags: [hidden]\nSECRET\n```",
      "```{code-cell} convbook\n:tags: [solution]\nSECRET\n```",
      "````{note}\n```{exercise}\ninner?\n```\n````", "text *why?* text", "```{eval}\n```", "```{}\n```",
      "```{exercise\n```",
    ]
    let text =
      (0..<Int.random(in: 1...12, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
      .joined(separator: "\n\n") + "\n\n```{code-cell} convbook\n1\n```\n"
    let notebook = try NotebookFile(text: text, file: "a.md")
    let copy = notebook.studentCopy()
    #expect(Set(notebook.exercises.map(\.label)).count == notebook.exercises.count)
    _ = Lesson(notebook).stops.count
    #expect(!copy.replacing("SECRET one", with: "").contains("SECRET"))
    #expect(!copy.contains("[x]"))
    if let student = try? NotebookFile(text: copy, file: "a.md") { #expect(student.studentCopy() == copy) }
  }
}

/// splitmix64
private struct SystemRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
