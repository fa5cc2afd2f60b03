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
      let tags = cell.failed ? ":tags: [\(Replay.raisesErrorTag)]\n" : ""
      text += "\n\(fence){code-cell} convbook\n\(tags)\(cell.source)\n\(fence)\n"
    }
    let notebook = try NotebookFile(text: text, file: "session")
    return Transcript(of: notebook, outputs: outputs).markdown
  }
}
