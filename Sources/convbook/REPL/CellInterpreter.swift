/// What the REPL needs of a session.
protocol CellInterpreter {
  /// Whether more lines must follow, such as the layers of a model block before its `end`.
  func isIncomplete(_ text: String) -> Bool

  /// Runs one cell and prints its value or its error.
  ///
  /// A cell that takes long polls `Interrupts.isRequested` and then ends early.
  mutating func run(_ cell: String, number: Int) -> CellOutcome

  /// Called once when the session ends, whatever ended it.
  mutating func finish()
}

/// How a cell ended.
enum CellOutcome {
  case done, failed, interrupted
}
