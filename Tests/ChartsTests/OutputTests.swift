import Foundation
import Testing

/// The charts that the lessons wrote, as they lie in the repository.
struct OutputTests {
  static let charts: [String] = {
    let top = URL(filePath: #filePath).appending(path: "../../../Outputs").standardized.path
    let files = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
    // Pictures of a lesson's own are no charts.
    return files.filter { $0.hasSuffix(".svg") && !$0.hasPrefix("session") && !$0.contains("/pictures/") }
      .sorted().map { "\(top)/\($0)" }
  }()

  @Test func thereAreSome() { #expect(!Self.charts.isEmpty) }

  @Test(arguments: charts) func isValidAndAccessible(file: String) throws {
    let svg = try String(contentsOfFile: file, encoding: .utf8)
    try SVGDocument(svg).checkForReaders()
    #expect(svg.utf8.count < 1_000_000)
  }
}
