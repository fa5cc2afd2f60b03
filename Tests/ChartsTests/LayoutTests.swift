import Testing

@testable import Charts

/// Where texts stand: none lies on another, none leaves the page. Widths are the estimates for a wide font.
struct LayoutTests {
  private struct Label {
    var text: String
    var box: Box

    func overlaps(_ other: Label) -> Bool {
      let (x, y) = (
        min(box.right, other.box.right) - max(box.left, other.box.left),
        min(box.bottom, other.box.bottom) - max(box.top, other.box.top)
      )
      return x > 1 && y > 1
    }
  }

  private static let sizes = ["title": 18.0, "label": 13, "size": 13]
  private static let bold: Set = ["title", "size", "layer"]

  /// The texts that do not slant.
  private func labels(_ document: SVGDocument) -> [Label] {
    document.elements.filter { $0.name == "text" && $0.attributes["transform"] == nil }.map { element in
      let attributes = element.inherited.merging(element.attributes) { $1 }
      let name = element.attributes["class"] ?? ""
      let size =
        element.attributes["class"] == nil
        ? Double(attributes["font-size"] ?? "") ?? 12 : Self.sizes[name] ?? 12
      let style = TextStyle(name: name, size: size, isBold: Self.bold.contains(name))
      let width = style.width(element.text)
      let x = Double(attributes["x"] ?? "") ?? 0
      let left =
        attributes["text-anchor"] == "middle"
        ? x - width / 2 : attributes["text-anchor"] == "end" ? x - width : x
      let baseline = Double(attributes["y"] ?? "") ?? 0
      // Digits and capitals stand on the baseline.
      return Label(
        text: element.text,
        box: Box(left: left, top: baseline - 0.72 * size, width: width, height: 0.72 * size))
    }
  }

  // The digits of a map are points, which lie where they lie.
  @Test(arguments: GoldenTests.names.filter { $0 != "map-of-digits" }) func textsDoNotOverlapAndStayOnThePage(
    name: String
  ) throws {
    let chart = try #require(Gallery.charts.first { $0.name == name }).chart
    let document = try SVGDocument(chart.svg)
    let root = try #require(document.elements.first).attributes
    let (width, height) = (Double(root["width"] ?? "") ?? 0, Double(root["height"] ?? "") ?? 0)
    let labels = labels(document).sorted { $0.box.top < $1.box.top }
    for (i, label) in labels.enumerated() {
      let box = label.box
      #expect(
        box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height,
        "\(label.text) leaves the page")
      for other in labels[(i + 1)...].prefix(while: { $0.box.top < box.bottom }) {
        #expect(!label.overlaps(other), "\(label.text) lies on \(other.text)")
      }
    }
  }
}
