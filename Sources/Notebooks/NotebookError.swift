/// What is wrong with a notebook file, and where.
public struct NotebookError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// The line, counted from 1; nil where the whole file is meant.
  public let line: Int?
  public let message: String

  /// As compilers print it: `lesson.md:12: this cell is never closed`.
  public var description: String { "\(file):\(line.map { "\($0):" } ?? "") \(message)" }
}
