import Charts
import Foundation
import Testing

/// Every chart of the gallery, compared byte for byte with the file that a person has looked at.
/// `CONVBOOK_RENEW_GOLDEN=1 swift test --filter ChartsTests` writes the files anew.
struct GoldenTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  static let names = Gallery.charts.map(\.name)

  private func chart(_ name: String) throws -> any Chart {
    try #require(Gallery.charts.first { $0.name == name }).chart
  }

  @Test(arguments: names) func drawsTheSameBytes(name: String) throws {
    let svg = try chart(name).svg
    let file = Self.folder.appending(path: "\(name).svg")
    if ProcessInfo.processInfo.environment["CONVBOOK_RENEW_GOLDEN"] == "1" {
      try svg.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(svg == golden, "\(name).svg differs from the golden file")
  }

  @Test(arguments: names) func isValidAndAccessible(name: String) throws {
    try SVGDocument(chart(name).svg).checkForReaders()
  }

  @Test(arguments: names) func staysSmall(name: String) throws {
    let chart = try chart(name)
    let limit = chart is LineChart ? 100_000 : 1_000_000
    #expect(chart.svg.utf8.count < limit)
  }
}
