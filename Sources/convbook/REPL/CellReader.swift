/// Where the session's cells come from: a person at a terminal, or a file or pipe.
protocol CellReader: AnyObject {
  /// Whether a person types the cells: only then there is a banner, and an error or Ctrl-C ends nothing.
  var isInteractive: Bool { get }

  /// Waits for the next cell.
  ///
  /// - Parameters:
  ///   - number: The cell's number, for the prompt; the first is 1.
  ///   - isIncomplete: Whether a text still lacks lines, such as a model block without its `end`.
  func readCell(number: Int, isIncomplete: (String) -> Bool) -> CellInput

  /// Gives the terminal back as it was found. No cell can be read afterwards.
  func close()
}

/// What came instead of, or as, the next cell.
enum CellInput: Equatable {
  /// A whole cell, its lines joined with newlines, none at the end.
  case cell(String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// Ctrl-D on an empty line, the end of the input, or a signal that ends the session.
  case endOfFile
}
