import Notebooks
import Testing

@testable import Grading

/// What students get of a lesson.
@Suite struct AssignmentTests {
  static let lesson = """
    ---
    file_format: mystnb
    convbook:
      seed: 5
    kernelspec:
      name: convbook
    ---
    # A lesson

    ```{code-cell} convbook
    filters = choice [4, 6, 8]
    ```

    ```{exercise} Weights
    :label: weights
    How many?
    ```

    ```{solution} weights
    answer: filters * 26
    ```

    ```{exercise} A number
    :label: number
    Give one.
    ```

    ```{code-cell} convbook
    :tags: [exercise]
    # a number
    # solution
    x = 3
    ```

    ```{code-cell} convbook
    :tags: [hidden]
    expect x == 3 points=2 hint="it is three"
    ```
    """

  private func assignment(_ text: String = lesson) throws -> Assignment {
    try Assignment(bytes: Array(text.utf8), file: "course/a.md")
  }

  @Test func aCopyNamesTheLessonAndTheStudent() throws {
    let assignment = try assignment()
    let copy = try assignment.copy(for: "muster")
    let front = try #require(try NotebookFile(text: copy, file: "a.md").frontMatter)
    #expect(
      front.split(separator: "\n") == [
        "file_format: mystnb", "kernelspec:", "  name: convbook", "convbook:", "  assignment: a",
        "  original: sha256:\(assignment.checksum)"[...], "  student: muster",
        "  seed: \(StudentSeed.of("muster"))"[...],
      ])
    for word in ["x = 3", "answer", "it is three", "solution"] { #expect(!copy.contains(word), "\(word)") }
    #expect(copy.contains("# a number"))
    #expect(try NotebookFile(text: copy, file: "a.md").ownSeed == StudentSeed.of("muster"))
  }

  /// The lesson's own seed is that of all.
  @Test func withoutAStudentTheSeedIsTheLessons() throws {
    let copy = try assignment().copy(for: nil)
    #expect(copy.contains("  seed: 5\n") && !copy.contains("student:"))
  }

  @Test func aLessonWithoutFrontMatterGetsSome() throws {
    let text = "# A\n\n```{code-cell} convbook\n:tags: [exercise]\nx = 1\n```\n"
    let copy = try assignment(text).copy(for: "o'neil #1")
    #expect(copy.hasPrefix("---\nconvbook:\n  assignment: a\n"))
    #expect(copy.contains("\n  student: 'o''neil #1'\n"))
    #expect(try NotebookFile(text: copy, file: "a.md").cells.map(\.source) == ["x = 1"])
  }

  @Test func seedsAreTheStudentsOwnAndFixed() {
    let seeds = (1...500).map { StudentSeed.of("student\($0)") }
    #expect(Set(seeds).count == 500)
    #expect(seeds.allSatisfy { $0 < 1 << 31 })
    // On every machine.
    #expect(StudentSeed.of("muster") == StudentSeed.of("muster"))
  }
}
