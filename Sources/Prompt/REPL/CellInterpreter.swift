/// What the REPL needs of a session.
protocol CellInterpreter {
  /// What is said as the prompt first appears to a person: nil for nothing.
  var greeting: String? { get }

  /// The last cell, where it failed.
  var failure: FailedCell? { get }

  /// Whether more lines must follow, such as the layers of a model block before its `end`.
  func isIncomplete(_ text: String) -> Bool

  /// Hears what there is of a cell of several lines, so that it is not lost; an empty text where it has been dropped.
  func noteDraft(_ text: String)

  /// Runs one cell and prints its value or its error.
  ///
  /// A cell that takes long polls `Interrupts.isRequested` and then ends early.
  mutating func run(_ cell: String, number: Int) -> CellOutcome

  /// Called once when the session ends, whatever ended it.
  /// - Parameter isWanted: by its user, and not by a signal.
  /// - Returns: whether what the session leaves behind could be written.
  mutating func finish(isWanted: Bool) -> Bool
}

/// How a cell ended.
enum CellOutcome: Equatable {
  case done, failed, interrupted
  /// It was no cell but a command of the prompt. The text is what the next cell starts from.
  case command(next: String = "")
  /// These cells are to run as if they were typed, until one is interrupted; the next one starts from the draft.
  case replay([String], draft: String)
  /// The session is to end.
  case leave
}
