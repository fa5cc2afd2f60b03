/// Why nothing can be assigned or graded, in the lecturer's words.
public struct GradingError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
