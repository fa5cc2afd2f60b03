import Foundation
import Testing

@testable import Charts

/// Charts drawn in text.
struct TerminalDrawingTests {
  private static let folder = GoldenTests.folder.appending(path: "terminal")
  /// Those that are looked at in colour too: of each kind one.
  static let coloured = [
    "best-and-stop", "digits-by-part", "confusion-10", "confusion-43", "predictions-49", "lenet", "inception",
    "explained",
    "map-of-digits", "weights", "gradients",
  ]

  private func chart(_ name: String) throws -> any Chart {
    try #require(Gallery.charts.first { $0.name == name }).chart
  }

  private func compare(_ name: String, _ colours: ColourDepth, with fileName: String) throws {
    let look = TerminalLook(columns: 80, rows: 24, colours: colours)
    let text = try chart(name).drawing(in: look).lines(colours).map { $0.encoded + "\n" }.joined()
    let file = Self.folder.appending(path: fileName)
    if ProcessInfo.processInfo.environment["CONVBOOK_RENEW_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try text == String(contentsOf: file, encoding: .utf8), "\(fileName) differs from the golden file")
  }

  @Test(arguments: GoldenTests.names) func withoutColoursItIsTheSameText(name: String) throws {
    try compare(name, .plain, with: "\(name).txt")
  }

  @Test(arguments: coloured) func inColoursItIsTheSameText(name: String) throws {
    try compare(name, .full, with: "\(name).ansi")
  }

  @Test(arguments: GoldenTests.names) func isNeverWiderThanTheWindow(name: String) throws {
    let chart = try chart(name)
    for columns in [0, 1, 2, 3, 5, 8, 10, 13, 20, 28, 39, 40, 61, 80, 99, 120, 200] {
      for colours in ColourDepth.allCases {
        let look = TerminalLook(
          columns: columns, rows: columns % 50, colours: colours, isDark: columns % 2 == 0)
        expectFit(chart.drawing(in: look), columns: max(1, columns), name)
      }
    }
  }

  private func expectFit(_ drawing: TextCanvas, columns: Int, _ name: String) {
    let widest = drawing.lines(.plain).map(\.encoded).map { $0.reduce(0) { $0 + $1.columns } }.max() ?? 0
    #expect(widest <= columns, "\(name) in \(columns) columns")
    // What is seen is the same in colours.
    let coloured = drawing.lines(.full).map(\.encoded).map {
      $0.replacing(#/\u{1B}\[[\d;]*m/#, with: "").trimmedAtEnd
    }
    let areAlike = coloured == drawing.lines(.plain).map(\.encoded)
    #expect(areAlike, "\(name) in \(columns) columns, in colours")
  }

  @Test func anyDataAreDrawn() {
    var random = Noise()
    for _ in 0..<300 {
      let look = TerminalLook(
        columns: random.below(191) + 10, rows: random.below(60),
        colours: ColourDepth.allCases[random.below(3)],
        isDark: random.below(2) == 0)
      for (name, chart) in Self.charts(&random) {
        expectFit(chart.drawing(in: look), columns: look.columns, name)
      }
    }
  }

  /// Charts of numbers, names and sizes that nobody would expect.
  private static func charts(_ random: inout Noise) -> [(String, any Chart)] {
    let count = random.below(12)
    let names = (0..<count).map { _ in random.name() }
    func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in random.number() } }
    func image() -> ChartImage {
      let (width, height) = (random.below(40), random.below(40))
      return ChartImage(
        width: width, height: height, channels: 1, pixels: (0..<width * height).map { UInt8($0 * 7 & 255) },
        title: random.name(), mark: [.none, .right, .wrong][random.below(3)])
    }
    func tile() -> Tile {
      let (width, height) = (random.below(30), random.below(30))
      let values = random.below(2) == 0 ? (0..<width * height).map { _ in random.name() } : nil
      return Tile(
        width: width, height: height, pixels: Array(repeating: 90, count: 3 * width * height),
        title: random.name(), values: values,
        frame: .init(
          row: random.below(40) - 5, column: random.below(40) - 5, height: random.below(9),
          width: random.below(9)), side: Double(random.below(300)))
    }
    return [
      (
        "LineChart",
        LineChart(
          title: random.name(), xLabel: random.name(), yLabel: random.name(),
          x: random.below(2) == 0 ? nil : numbers(count),
          series: (0..<random.below(8)).map { run in
            .init(
              name: random.name(), values: numbers(count),
              mark: [.dots, .line, .lineWithDots][random.below(3)],
              run: random.below(2) == 0 ? nil : run, best: random.below(count + 1))
          },
          events: numbers(3).map { .init(.earlyStop, x: $0) } + numbers(3).map { .init(.checkpoint, x: $0) },
          smoothing: random.below(2) == 0 ? 0 : 0.9)
      ),
      (
        "BarChart",
        BarChart(
          title: random.name(), categories: names,
          series: (0..<random.below(6)).map { _ in
            .init(name: random.name(), values: numbers(random.below(14)))
          })
      ),
      (
        "LogBarChart",
        LogBarChart(
          title: random.name(), valueLabel: random.name(), categories: names, values: numbers(count))
      ),
      (
        "Heatmap",
        Heatmap(
          title: random.name(), rowNames: names,
          columnNames: (0..<random.below(60)).map { _ in random.name() },
          counts: (0..<random.below(12)).map { _ in (0..<random.below(60)).map { $0 * random.below(90_000) }
          },
          normalization: [.none, .row, .column, .all][random.below(4)])
      ),
      (
        "HistogramSheet",
        HistogramSheet(
          title: random.name(), times: names,
          columns: (0..<random.below(9)).map { _ in
            .init(
              name: random.name(), limit: random.number(),
              counts: (0..<random.below(20)).map { _ in (0..<random.below(50)).map { $0 * 3 - 9 } })
          })
      ),
      (
        "ScatterChart",
        ScatterChart(
          title: random.name(), xLabel: random.name(), yLabel: random.name(),
          groups: names.map { .init(name: $0, points: zip(numbers(9), numbers(9)).map { (x: $0, y: $1) }) })
      ),
      (
        "ImageSheet",
        ImageSheet(
          title: random.name(), columns: random.below(2) == 0 ? nil : random.below(12) - 1,
          images: (0..<random.below(30)).map { _ in image() })
      ),
      (
        "TileSheet",
        TileSheet(
          title: random.name(),
          rows: (0..<random.below(5)).map { _ in
            .init(
              random.name(),
              (0..<random.below(7)).map { _ in random.below(4) == 0 ? .sign("×") : .tile(tile()) })
          }, notes: names)
      ),
      (
        "ArchitectureDiagram",
        ArchitectureDiagram(
          title: random.name(),
          stages: names.map { name in
            .init(
              kind: .convolution, shape: (0..<random.below(4)).map { _ in random.below(600) - 1 },
              layers: (0..<random.below(3)).map { _ in .init(name: name, details: names) })
          })
      ),
      (
        "GraphDiagram",
        GraphDiagram(
          title: random.name(),
          nodes: names.map { name in
            .init(
              kind: .merging, name: name, details: names,
              shape: (0..<random.below(4)).map { _ in random.below(600) - 1 },
              inputs: (0..<random.below(4)).map { _ in random.below(12) - 1 })
          })
      ),
    ]
  }

  @Test func whatAUserWroteNeverCommandsTheTerminal() {
    let evil = "a\u{1B}[2J\u{9B}31m\u{7}\r\u{202E}b"
    let look = TerminalLook(columns: 80, rows: 24, colours: .plain)
    let chart = BarChart(title: evil, categoryLabel: evil, categories: [evil], values: [1])
    for line in chart.drawing(in: look).lines(.plain).map(\.encoded) {
      let isHarmless = line.unicodeScalars.allSatisfy {
        ![.control, .format].contains($0.properties.generalCategory)
      }
      #expect(isHarmless, "\(line)")
    }
  }

  @Test func twoPixelsStandInOneCharacter() {
    var canvas = TextCanvas(columns: 2)
    let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))
    let picture = TextPicture(width: 2, height: 2, pixels: [white, black, black, black])
    picture.draw(on: &canvas, row: 0, column: 0, TerminalLook(columns: 2, rows: 24, colours: .full))
    #expect(
      canvas.lines(.full).map(\.encoded) == [
        "\u{1B}[0;38;2;255;255;255;48;2;0;0;0m▀\u{1B}[0;48;2;0;0;0m \u{1B}[0m"
      ])
    var plain = TextCanvas(columns: 2)
    picture.draw(on: &plain, row: 0, column: 0, TerminalLook(columns: 2, rows: 24, colours: .plain))
    #expect(plain.lines(.plain).map(\.encoded) == ["▀"])
  }

  @Test func aReducedPictureKeepsItsBrightness() throws {
    let pixels = Gallery.picture(0, size: 28, channels: 1)
    let picture = try #require(TextPicture(width: 28, height: 28, channels: 1, bytes: pixels))
    func mean(_ picture: TextPicture) -> Double {
      picture.pixels.reduce(0) { $0 + Double($1.red) } / Double(picture.pixels.count)
    }
    for columns in [5, 12, 14, 19, 28, 56] {
      #expect(abs(mean(picture.fitted(columns: columns)) - mean(picture)) < 1)
    }
  }

  @Test(arguments: [
    (RGB(0, 0, 0), 16), (RGB(255, 255, 255), 231), (RGB(255, 0, 0), 196), (RGB(128, 128, 128), 244),
    (RGB(0x5F, 0x87, 0xAF), 67), (RGB(9, 9, 9), 232), (RGB(240, 238, 239), 255),
  ]) func theNearestOf256Colours(colour: RGB, number: Int) { #expect(colour.paletteNumber == number) }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// Numbers that are the same on every machine (a linear congruential generator: Knuth's MMIX).
private struct Noise {
  private var state: UInt64 = 1

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, limit)
  }

  mutating func number() -> Double {
    let odd: [Double] = [
      .nan, .infinity, -.infinity, 0, 1e300, -1e100, 1e100, .leastNonzeroMagnitude, -1, 7, 7,
    ]
    return below(3) == 0 ? odd[below(odd.count)] : Double(below(2_000_001) - 1_000_000) / 1e4
  }

  mutating func name() -> String {
    let names = [
      "", "7", "T-shirt/top", "名前の長い写真のクラス", "👩‍👩‍👧‍👦 family", "e\u{301}te\u{301}", "two\nlines", "\u{1B}[31mred",
      " ",
      Gallery.longName, "−1.25×10⁻³", "กำ", "\u{FE0F}", "\u{301}",
    ]
    return names[below(names.count)]
  }
}
