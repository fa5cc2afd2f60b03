import Foundation
import TestSupport
import Testing

/// What no source may have, for it would go around what keeps the program and its user safe.
@Suite struct SourcesTests {
  private static let sources = Repository.root + "/Sources"

  /// The lines of code of each file, without comments.
  private static func lines() throws -> [(place: String, code: String)] {
    try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }.sorted()
      .flatMap { path in
        try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false
        ).enumerated().compactMap { index, line in
          let code = String(line)
          return code.trimmingCharacters(in: .whitespaces).hasPrefix("//")
            ? nil : ("\(path):\(index + 1)", code)
        }
      }
  }

  /// A failed write of `FileHandle` traps; `print` and C's streams keep to themselves that it failed, and write whatever
  /// a stranger's text has for the terminal.
  @Test func onlyOnePlaceWritesToTheStandardStreams() throws {
    let writing =
      #/
      (^|[^.\w])(print|debugPrint|dump|NSLog|fputs|puts|putchar|printf|vprintf|fprintf|perror|psignal)\(
      | FileHandle | STDOUT_FILENO | STDERR_FILENO | \bstdout\b | \bstderr\b | TextOutputStream
      /#
    let allowed = [
      "Prompt/Terminal/StandardStream.swift", "Prompt/Terminal/Terminal.swift",
      "Prompt/Terminal/ProcessStart.swift",
      "Prompt/Terminal/TerminalRescue.swift",
    ]
    for (place, code) in try Self.lines() where !allowed.contains(String(place.prefix { $0 != ":" })) {
      #expect(code.firstMatch(of: writing) == nil, "\(place): \(code)")
    }
  }

  /// What a terminal obeys is made of literals and numbers, by `TerminalText`.
  @Test func controlSequencesAreMadeInOnePlace() throws {
    let escape = #/\\u\{1[bB]\}|\\u\{9[bB]\}|\\x1[bB]|\\033/#
    let ours = #/\.control\(|\.picture\(|bracketsOff: StaticString|hasPrefix\(|translate\(|\.utf8\)/#
    for (place, code) in try Self.lines() where code.firstMatch(of: escape) != nil {
      let isOurs = place.hasPrefix("Core/Text/") || code.firstMatch(of: ours) != nil
      #expect(isOurs, "\(place): \(code)")
    }
  }

  /// Each floor stands on those below it: readers and charts need no engine.
  @Test func floorsStandOnThoseBelow() throws {
    let below = [
      "Core": [], "Kernels": ["Core"], "NeuralNetwork": ["Core", "Kernels"], "Datasets": ["Core"],
      "Charts": ["Core"],
      "CellLanguage": ["Core", "Kernels", "NeuralNetwork", "Datasets", "Charts"],
      "Notebooks": ["Core", "NeuralNetwork", "Datasets", "Charts", "CellLanguage"],
      "Grading": ["Core", "Datasets", "CellLanguage", "Notebooks"],
      "Prompt": ["Core", "NeuralNetwork", "Datasets", "Charts", "CellLanguage", "Notebooks"],
    ]
    let targets = try FileManager.default.contentsOfDirectory(atPath: Self.sources)
    for (place, code) in try Self.lines() {
      guard let allowed = below[String(place.prefix { $0 != "/" })], code.hasPrefix("import ") else {
        continue
      }
      let name = String(code.dropFirst("import ".count))
      let isOurs =
        targets.contains(name)
        && !FileManager.default.fileExists(atPath: "\(Self.sources)/\(name)/module.modulemap")
      #expect(!isOurs || allowed.contains(name), "\(place): \(code)")
    }
  }
}
