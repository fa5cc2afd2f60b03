import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG document as an XML parser reads it.
struct SVGDocument {
  struct Element {
    var name: String
    var attributes: [String: String]
    /// Its own text, without that of the elements in it.
    var text = ""
    /// What the group around it sets.
    var inherited: [String: String]
  }

  let elements: [Element]

  /// - Throws: where it is not well-formed XML.
  init(_ svg: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    elements = reader.elements
  }

  /// What a screen reader, a page that shows the chart and a reader in the dark rely on.
  func checkForReaders() throws {
    let root = try #require(elements.first)
    #expect(root.name == "svg" && root.attributes["role"] == "img")
    #expect(root.attributes["font-family"]?.hasPrefix("system-ui") == true)
    let labels = (root.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(labels.count == 2 && labels == ids)
    #expect(elements.dropFirst().prefix(2).map(\.name) == ["title", "desc"])
    #expect(elements.first { $0.name == "desc" }?.text.isEmpty == false)
    #expect(elements.first { $0.name == "style" }?.text.contains("prefers-color-scheme: dark") == true)
    // Nothing runs, nothing is loaded from elsewhere, and letters are letters.
    #expect(!elements.contains { ["script", "foreignObject", "use", "a"].contains($0.name) })
    let links = elements.compactMap { $0.attributes["href"] }
    #expect(links.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
    #expect(elements.allSatisfy { element in element.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
  }
}

private final class Reader: NSObject, XMLParserDelegate {
  var elements: [SVGDocument.Element] = []
  private var open: [Int] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let around = open.last.map { elements[$0].inherited.merging(elements[$0].attributes) { $1 } } ?? [:]
    open.append(elements.count)
    elements.append(SVGDocument.Element(name: name, attributes: attributes, inherited: around))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let place = open.last { elements[place].text += text }
  }
}
