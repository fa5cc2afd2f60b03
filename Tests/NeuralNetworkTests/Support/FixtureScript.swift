import Foundation
import Testing

/// A script of `Fixtures` that a real peer runs, where an environment variable names a Python that has it.
struct FixtureScript {
  let name: String
  let python: String

  /// - Parameter variable: names the Python.
  /// - Returns: nil where it names none.
  init?(_ name: String, variable: String) {
    guard let python = ProcessInfo.processInfo.environment[variable] else { return nil }
    (self.name, self.python) = (name, python)
  }

  /// Runs the script to its end, and expects that it succeeds.
  func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [fixtureFolder.appendingPathComponent(name).path] + arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
