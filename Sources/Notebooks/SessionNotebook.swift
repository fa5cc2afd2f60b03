import CellLanguage

/// A session at the prompt, as a notebook and its transcript.
public struct SessionNotebook {
  private var cells: [(source: String, failed: Bool)] = []

  public init() {}

  public var isEmpty: Bool { cells.isEmpty }

  /// Adds the cell that has just been run.
  public mutating func append(_ source: String, failed: Bool) { cells.append((source, failed)) }

  /// The transcript; cell k of the session is cell k of the notebook. Cells that failed are tagged `raises-error`, so
  /// that the transcript replays as it went.
  public func transcript(outputs: [Int: [CellOutput]]) throws -> String {
    Transcript(of: try notebook(of: cells), outputs: outputs).markdown
  }

  /// The cells alone, to be worked on. Those that were not even read for a slip of the pen are left out.
  public func lesson() throws -> String {
    let read = cells.filter { (try? Session.assignments(in: $0.source)) != nil }
    return Transcript(of: try notebook(of: read), outputs: [:]).markdown
  }

  private func notebook(of cells: [(source: String, failed: Bool)]) throws -> NotebookFile {
    var text = """
      ---
      file_format: mystnb
      kernelspec:
        name: convbook
        display_name: Convbook
      ---
      # A session

      """
    for cell in cells {
      let longest = cell.source.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
      let fence = String(repeating: "`", count: max(3, longest + 1))
      let tags = cell.failed ? ":tags: [\(NotebookFile.raisesErrorTag)]\n" : ""
      text += "\n\(fence){code-cell} convbook\n\(tags)\(cell.source)\n\(fence)\n"
    }
    return try NotebookFile(text: text, file: "session")
  }
}
