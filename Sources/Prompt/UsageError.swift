import Core

/// A command line that cannot be understood: exit code 2.
package struct UsageError: Error {
  package let message: String

  package init(_ message: String) { self.message = message }

  package init(_ message: String, suggesting word: String, from names: [String]...) {
    let nearest = names.lazy.compactMap { nearestName(to: word, in: $0) }.first
    self.message = message + (nearest.map { "; did you mean '\($0)'?" } ?? "")
  }
}
