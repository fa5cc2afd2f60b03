/// What a transcript says that its cells gave.
///
/// A reader leaves it out (``NotebookFile``): nothing of it is believed. Here it is read to be compared with what a replay
/// gives.
extension Transcript {
  /// The outputs that stand below the cells of a text, as ``written(_:)`` has them, by the number of the cell. A cell below
  /// which nothing stands is left out.
  /// - Parameter notebook: what was read from the same text.
  public static func storedOutputs(of notebook: NotebookFile, in text: String) -> [Int: String] {
    let lines = NotebookReader.lines(of: text)
    var stored: [Int: String] = [:]
    for cell in notebook.cells {
      let count = cell.source.isEmpty ? 0 : cell.source.components.count
      // The fence that closes the cell is line `firstLine + count`, from 1.
      let outputs = outputs(from: cell.firstLine + count, ofCell: cell.number, in: lines)
      if !outputs.isEmpty {
        stored[cell.number] = outputs.map { lines[$0].joined(separator: "\n") }.joined(separator: "\n\n")
      }
    }
    return stored
  }

  /// Outputs as a transcript has them below their cell.
  public static func written(_ outputs: [CellOutput]) -> String { parts(outputs).joined(separator: "\n\n") }
}
