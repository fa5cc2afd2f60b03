import Foundation
import TestSupport
import Testing

/// Exercises in `convbook step`: what is said of an answer, the points, and that no solution is seen before it is asked for.
@Suite struct StepExerciseTests {
  private static let lesson = """
    ---
    file_format: mystnb
    ---
    # Counting

    ```{code-cell} convbook
    filters = 6
    ```

    ```{exercise} Weights
    :label: weights
    How many weights have {eval}`filters` kernels of 5x5?
    ```

    ```{solution} weights
    answer: filters * 26
    hint: each has a bias

    Twenty-five weights and one more.
    ```

    ```{exercise} Layers
    Which have none?

    - [ ] Conv2D
    - [x] Flatten
    ```

    ```{exercise} A number
    ```

    ```{code-cell} convbook
    :tags: [exercise]
    w = 0
    # solution
    w = 156
    ```

    ```{code-cell} convbook
    expect w == 156 points=2 hint="count again"
    ```

    ```{code-cell} convbook
    :tags: [solution]
    "secret"
    ```
    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StepLesson.write(to: folder, Self.lesson)
  }

  private func run(_ input: String) throws -> String {
    try Convbook.run(arguments: ["step", "lesson.md"], input: input, folder: folder).output
  }

  @Test func answersAreToldRightOrNotYet() throws {
    let output = try run("\n155\nmany\n156\n1\n2\n")
    #expect(output.contains("How many weights have 6 kernels of 5x5?"))
    let said = output.split(separator: "\n").filter { $0.hasPrefix("not yet") || $0 == "right" }
    #expect(
      said == [
        "not yet: each has a bias", "not yet: each has a bias", "right",
        "not yet; Enter alone goes on, :answer shows it", "right",
      ])
    #expect(output.contains("1. Conv2D") && output.contains("2. Flatten") && !output.contains("[x]"))
    #expect(output.contains("cell 2 of 3 · Counting · 2 of 2 points"))
  }

  @Test func theSolutionIsShownWhenItIsAskedFor() throws {
    let (before, after) = (try run("\n156\n"), try run("\n156\n:answer\n"))
    #expect(!before.contains("Twenty-five") && before.contains("▸ Solution"))
    #expect(after.contains("Twenty-five") && after.contains("filters * 26"))
    #expect(!after.contains("hint:") && !after.contains("answer:"))
    let cells = try run("\n\n\n\n\n\n")
    #expect(!cells.contains("secret") && !cells.contains("w = 156") && cells.contains("In [2]: w = 0"))
    #expect(try run("\n\n\n\n:answer\n").contains("w = 156"))
    #expect(try run("\n\n\n\n\n:answer\n").contains("secret"))
  }

  @Test func cellsGivePoints() throws {
    let output = try run("\n156\n2\nw = 1\n\nw = 156\n")
    #expect(output.contains("not yet: w == 156, but found 1 (0 of 2 points)\n  count again"))
    #expect(output.contains("end of the lesson · Counting · 2 of 4 points"))
    // The cell is run again where it is.
    let again = try run("\n156\n2\nw = 1\nback\n\n:quit\n")
    #expect(again.contains("of 2 points"))
  }

  /// An answer that nobody gave is none, and the lesson goes on.
  @Test func noAnswerIsNoPoints() throws {
    let output = try run("\n\n\n")
    #expect(!output.contains("not yet") && !output.contains("points"))
    #expect(output.contains("cell 2 of 3"))
  }
}
