import Foundation
import TestSupport

/// A lesson to walk through, with all that a lesson can have.
enum StepLesson {
  static let text = """
    ---
    file_format: mystnb
    ---
    # Numbers

    A lesson of *three* cells.

    ```{code-cell} convbook
    :tags: [parameters]
    a = 1
    ```

    ## Sums

    *What is a and one?* It is the next number.

    ```{code-cell} convbook
    b = a + 1
    print "b is" b
    ```

    Now twice.

    ```{code-cell} convbook
    c = 2 * b
    print "c is" c
    ```

    ## The end

    <details>
    <summary>Answers</summary>

    1. Forty-two.

    </details>
    """

  static func write(to folder: TemporaryFolder, _ text: String = text) throws {
    try text.write(toFile: folder.path + "/lesson.md", atomically: true, encoding: .utf8)
  }
}
