import Foundation

@testable import Notebooks

/// A notebook with everything that the format has.
let sampleNotebook = #"""
  ---
  file_format: mystnb
  kernelspec:
    name: convbook
    display_name: Convbook
  ---
  # Traffic signs

  Prose with `code`, ```a fence in a line```, and a list:

  - one
    ```python
    print("prose")
    ```

  ```{code-cell} convbook
  :tags: [parameters]
  epochs = 10
  ```

  ```{code-cell} convbook
  ---
  tags:
    - raises-error
    - "hide-input"
  ---

  fit x

  # after a blank line
  ```
  ![the author's own](diagram.svg)

  ````markdown
  ```{code-cell} convbook
  within = "a longer fence"
  ```
  ````

  <!-- a comment
  ```{code-cell} convbook
  skipped = 1
  ```
  -->

  ~~~{code-cell} convbook
  show "``` in a cell"
  ~~~

  ````{code-cell}
  :tags: raises-error
  :name: last

  ```
  ````
  The end.

  """#

func notebook(_ text: String) throws -> NotebookFile { try NotebookFile(text: text, file: "lesson.md") }

/// The error of reading `text`, as it is printed; nil where there is none.
func readingError(_ text: String) -> String? {
  do {
    _ = try notebook(text)
    return nil
  } catch {
    return "\(error)"
  }
}

/// What of a notebook must survive a replay: everything but where it stands in the file.
func content(_ notebook: NotebookFile) -> [String] {
  [notebook.frontMatter ?? "none"]
    + notebook.blocks.map { block in
      switch block {
      case .prose(let prose): "prose: \(prose.text)"
      case .cell(let cell): "cell \(cell.number) \(cell.tags): \(cell.source)"
      }
    }
}

/// Calls `body` with a new folder, and removes the folder.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
