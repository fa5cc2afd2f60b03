import Core
import NeuralNetwork

/// A command line that cannot be understood: exit code 2.
struct UsageError: Error {
  let message: String

  init(_ message: String) { self.message = message }

  init(_ message: String, suggesting word: String, from names: [String]...) {
    let nearest = names.lazy.compactMap { nearestName(to: word, in: $0) }.first
    self.message = message + (nearest.map { "; did you mean '\($0)'?" } ?? "")
  }
}
