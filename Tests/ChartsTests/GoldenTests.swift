import Charts
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

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
    let svg = try chart(name).svg
    let reader = SVGReader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")

    #expect(reader.root["role"] == "img")
    let labels = (reader.root["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
    #expect(labels.count == 2 && Set(labels) == Set(reader.ids))
    #expect(!reader.names.contains("script"))
    #expect(reader.links.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
  }

  @Test(arguments: names) func staysSmall(name: String) throws {
    let chart = try chart(name)
    let limit = chart is LineChart ? 100_000 : 1_000_000
    #expect(chart.svg.utf8.count < limit)
  }
}

/// Collects what the tests ask of an SVG document.
private final class SVGReader: NSObject, XMLParserDelegate {
  var root: [String: String] = [:]
  var names: Set<String> = []
  var ids: [String] = []
  var links: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if names.isEmpty { root = attributes }
    names.insert(name)
    if let id = attributes["id"] { ids.append(id) }
    if let link = attributes["href"] { links.append(link) }
  }
}
