import Core
import Foundation
import Testing

@testable import Charts

/// What every kind of chart is held to: no text lies on another, leaves the page or is cut off, none is too small for a
/// slide, colours have keys, and who cannot see it is told the numbers. Widths are the estimates for a wide font.
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

  private static let sizes = ["title": 20.0, "sign": 20]
  private static let bold: Set = ["title", "size", "layer"]

  /// The texts that do not slant.
  private func labels(_ document: SVGDocument) -> [Label] {
    document.elements.filter { $0.name == "text" && $0.attributes["transform"] == nil }.map { element in
      let attributes = element.inherited.merging(element.attributes) { $1 }
      let name = element.attributes["class"] ?? ""
      let size =
        element.attributes["class"] == nil
        ? Double(attributes["font-size"] ?? "") ?? 16 : Self.sizes[name] ?? 16
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

  private func document(_ name: String) throws -> (chart: any Chart, document: SVGDocument) {
    let chart = try #require(Gallery.charts.first { $0.name == name }).chart
    return (chart, try SVGDocument(chart.svg))
  }

  /// 1920 by 1080 pixels. Sheets of pictures may be longer: they are scrolled, as the pages they stand in.
  private static let slide = (width: 1920.0, height: 1080.0)

  @Test(arguments: GoldenTests.names) func nothingIsTooSmallForASlide(name: String) throws {
    let (chart, document) = try document(name)
    let style = try #require(document.elements.first { $0.name == "style" }).text
    for text in document.elements where text.name == "text" {
      let size: Double?
      if let kind = text.attributes["class"] {
        let rule = style.split(separator: "\n").first { $0.contains(".\(kind)") && $0.contains("font-size") }
        size = rule?.firstMatch(of: #/font-size:(\d+)px/#).flatMap { Double($0.output.1) }
      } else if let given = text.inherited["font-size"] {
        size = Double(given)
      } else {
        let kind = try #require(text.inherited["class"]?.split(separator: " ").last)
        let rule = style.split(separator: "\n").first { $0.contains(".\(kind) text{") }
        size = rule?.firstMatch(of: #/font-size:(\d+)px/#).flatMap { Double($0.output.1) }
      }
      #expect(try #require(size, "no size of \(text.text)") >= 16, "\(text.text)")
    }
    let root = try #require(document.elements.first).attributes
    #expect(try #require(Double(root["width"] ?? "")) <= Self.slide.width)
    if !(chart is ImageSheet || chart is TileSheet) {
      #expect(try #require(Double(root["height"] ?? "")) <= Self.slide.height)
    }
  }

  // Names of a hundred letters are the one thing that may be shortened: their tooltips have the rest.
  @Test(arguments: GoldenTests.names.filter { $0 != "long-names" }) func nothingIsCutOff(name: String) throws
  {
    for text in try document(name).document.elements where text.name == "text" {
      #expect(!text.text.contains("…"), "\(text.text)")
    }
  }

  @Test func theOneChartWithShortenedNamesHasThemInTooltips() throws {
    let elements = try document("long-names").document.elements
    let cut = elements.indices.filter { elements[$0].name == "text" && elements[$0].text.contains("…") }
    #expect(!cut.isEmpty)
    for place in cut {
      let title = elements[place + 1]
      #expect(title.name == "title" && title.text.count > 60)
    }
  }

  @Test(arguments: GoldenTests.names) func everyColourScaleHasAKey(name: String) throws {
    let (chart, document) = try document(name)
    let texts = document.elements.filter { $0.name == "text" }.map(\.text)
    if let sheet = chart as? TileSheet {
      for row in sheet.rows.indices {
        for case .tile(let tile) in sheet.rows[row].items {
          guard let key = tile.key else { continue }
          #expect(texts.contains(key.lowText) && texts.contains(key.highText))
          #expect(document.elements.contains { $0.attributes["class"] == "key" })
        }
      }
    } else if let matrix = chart as? Heatmap, matrix.values.contains(where: { $0.contains { $0 > 0 } }) {
      // The strip beside the matrix: a shade for each level, numbers from 0 upward.
      #expect(
        (1..<Heatmap.levels).allSatisfy { level in
          document.elements.contains { $0.attributes["class"] == "h\(level)" }
        })
      #expect(texts.contains(matrix.normalization == .none ? "0" : "0 %"))
    } else if let sheet = chart as? ImageSheet, let key = sheet.key {
      #expect(texts.contains(key.lowText) && texts.contains(key.highText))
    }
  }

  @Test(arguments: GoldenTests.names) func whoCannotSeeItIsToldTheNumbers(name: String) throws {
    let isEmpty = ["no-", "broken", "confusion-0", "constant-images"].contains { name.hasPrefix($0) }
    let words = try #require(document(name).document.elements.first { $0.name == "desc" }).text
    #expect(isEmpty || words.contains { $0.isNumber }, "\(words)")
  }

  @Test func aChartHasOneNumberOfDecimals() throws {
    let texts = try document("close-bars").document.elements.filter { $0.name == "text" }.map(\.text)
    for text in ["0.976", "0.990", "0.900"] { #expect(texts.contains(text)) }
  }

  // Names, values, ticks: a line across would strike through the values above it.
  @Test(arguments: ["close-bars", "recall-of-signs", "digits-per-class", "gradients", "signed-bars"])
  func noLineStrikesThroughAValue(name: String) throws {
    #expect(!(try document(name).document.elements.contains { $0.attributes["class"] == "grid" }))
  }

  @Test func gradientsThatAreComparedHaveOneScale() throws {
    func ticks(_ name: String) throws -> [String] {
      try document(name).document.elements.filter { $0.attributes["class"] == "tick" }.map(\.text).filter {
        $0.hasPrefix("10")
      }
    }
    #expect(try ticks("gradients") == ticks("larger-gradients"))
    #expect(try ticks("gradients").count == 7)
  }

  @Test func reluStartsAtZero() throws {
    let ticks = try document("relu-and-tanh").document.elements.filter { $0.attributes["class"] == "tick" }
      .map(\.text)
    // To where its values go, and on round numbers: no power of two.
    #expect(ticks == ["0", "5", "10", "−1", "0", "1", "0", "5×10⁻¹³", "0", "0.5", "1.0"])
  }

  @Test func anOutlierIsNamedAndLeavesTheScaleToTheOthers() throws {
    let texts = try document("one-outlier").document.elements.filter { $0.name == "text" }.map(\.text)
    #expect(texts.contains("▲ beyond the axis: 5: 41.7 at epoch 1"))
    #expect(!texts.contains { $0 == "40" || $0 == "45" })
    // Values that grow and grow are no outliers.
    #expect(!(try document("diverging").document.elements.contains { $0.text.contains("beyond") }))
  }

  @Test func theEndsOfAnAxisThatAreSetHold() throws {
    let texts = try document("set-limits").document.elements.filter { $0.name == "text" }.map(\.text)
    #expect(texts.contains("▲ beyond the axis: 5: 4.91 at epoch 1"))
    #expect(texts.contains("2.5") && !texts.contains("3.0"))
  }

  @Test func aMatrixOf43ClassesHasItsNumbersOnASlide() throws {
    let document = try document("confusion-43").document
    // Each count that is not 0, beside the numbers of the classes.
    let counts = document.elements.filter { $0.name == "text" && $0.inherited["font-size"] == "16" }
    #expect(counts.count > 43)
    #expect(try #require(Double(document.elements[0].attributes["width"] ?? "")) > 1800)
  }

  @Test func namesTooLongForALineTakeTwo() throws {
    for name in ["long-class-names", "confusion-long-names"] {
      let texts = try document(name).document.elements.filter { $0.attributes["class"] == "tick" }.map(\.text)
      #expect(
        texts.contains { $0.hasPrefix("End of the zone") } && texts.contains { $0.contains("ends here") })
    }
  }

  @Test func theLayersOfASmallNetworkStandSideBySide() throws {
    let (chart, document) = try document("small-network")
    let labels = document.elements.filter { $0.attributes["class"] == "label" }
    let places = labels.map { ($0.attributes["x"] ?? "", $0.attributes["y"] ?? "") }
    #expect(places.count == 4)
    #expect(places[0].1 == places[1].1 && places[0].0 != places[1].0)
    #expect(places[2].1 != places[1].1)
    var stacked = try #require(chart as? TileSheet)
    stacked.flows = false
    let column = try SVGDocument(stacked.svg).elements.filter { $0.attributes["class"] == "label" }
    #expect(Set(column.compactMap { $0.attributes["x"] }).count == 1)
  }

  @Test func theRingLiesUnderTheDots() throws {
    let elements = try document("best-among-dots").document.elements
    let ring = try #require(elements.lastIndex { $0.name == "path" && $0.attributes["class"] == "ring" })
    let dots = try #require(elements.lastIndex { $0.attributes["class"] == "s0 dots" })
    #expect(ring < dots)
    #expect(elements.contains { $0.attributes["class"] == "s0 faint" })
  }

  @Test func aWhiteImageIsWhiteAndItsPartsAreAsBright() {
    for high: Float in [1, 255] {
      let white = ColourKey.pixels(Array(repeating: high, count: 9))
      #expect(white.colours([high, 0]) == [255, 255, 255, 0, 0, 0])
    }
    // A normalized image that is constant is neither black nor white.
    #expect(ColourKey.pixels([-2, -2]).colours([-2]) == [128, 128, 128])
    // All maps of a layer have one scale; what is no number has a colour too.
    let key = ColourKey.layer([0, 1, 0, 4])
    #expect(key.colours([4, 2, .nan]) == [255, 255, 255, 128, 128, 128, 0, 0, 0])
    #expect(ColourKey.layer([0, 0]).colours([0]) == [0, 0, 0])
    #expect(ColourKey.signed([]).colours([0]) == [255, 255, 255])
  }

  @Test func pixelsAreEnlargedInTheFile() throws {
    let elements = try document("scaled-maps").document.elements.filter { $0.name == "image" }
    #expect(elements.count == 5)
    for image in elements {
      let bytes = try #require(
        Data(
          base64Encoded: String((image.attributes["href"] ?? "").dropFirst("data:image/png;base64,".count))))
      let picture = try #require(PNG.decode([UInt8](bytes)))
      #expect(Double(picture.width) >= 2 * (Double(image.attributes["width"] ?? "") ?? 0))
    }
  }
}
