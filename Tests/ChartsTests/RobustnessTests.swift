import Charts
import Testing

/// Whatever a learner's data look like, a chart is drawn.
struct RobustnessTests {
  @Test func aHeatmapTakesCountsThatDoNotFitItsNames() {
    let names = ["a", "b", "c"]
    let odd: [[[Int]]] = [
      [], [[]], [[1], [2, 3, 4, 5]], [[-1, .max, .min], [], [0, 0, 0]], [[0, 0], [0, 0]],
    ]
    for counts in odd {
      let chart = Heatmap(title: "", rowNames: names, columnNames: names, counts: counts)
      #expect(chart.svg.hasSuffix("</svg>\n"))
    }
  }

  @Test func aBarChartTakesAnyValues() {
    let values: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e100, 1e100, 0, .leastNonzeroMagnitude]
    for a in values {
      for b in values {
        let few = BarChart(title: "", categories: ["a", "b"], values: [a, b])
        let many = BarChart(title: "", categories: Array(repeating: "long name", count: 40), values: [a, b])
        #expect(few.svg.hasSuffix("</svg>\n") && many.svg.hasSuffix("</svg>\n"))
      }
    }
  }

  @Test(arguments: [nil, Int.min, -1, 0, 1, 3, 1000, Int.max])
  func anImageSheetTakesAnyNumberOfColumns(columns: Int?) {
    let image = ChartImage(width: 2, height: 1, channels: 1, pixels: [0, 255], pixelValues: ["0", "255"])
    for count in [0, 1, 2, 7, 50] {
      let sheet = ImageSheet(title: "", columns: columns, images: Array(repeating: image, count: count))
      #expect(sheet.svg.hasSuffix("</svg>\n"))
    }
  }

  @Test func anImageTakesSizesThatDoNotFitItsPixels() {
    for (width, height) in [(0, 0), (-1, 5), (Int.max, Int.max), (Int.min, 1), (3, 3)] {
      for channels in [0, 1, 2, 3, -3] {
        let image = ChartImage(
          width: width, height: height, channels: channels, pixels: [1, 2], title: "t", pixelValues: ["1"])
        #expect(ImageSheet(title: "", images: [image]).svg.contains("no pixels"))
      }
    }
  }

  @Test func pixelValuesAreBlackOnBrightAndWhiteOnDark() {
    let svg = ImageSheet(
      title: "",
      images: [
        ChartImage(width: 2, height: 1, channels: 1, pixels: [0, 255], pixelValues: ["night", "day"])
      ]
    ).svg
    func group(_ name: String) -> Substring {
      let after = svg.split(separator: "<g class=\"\(name)\"").last ?? ""
      return after.split(separator: "</g>").first ?? ""
    }
    let (bright, dark) = (group("bright"), group("dark"))
    #expect(bright.contains(">day<") && !bright.contains(">night<"))
    #expect(dark.contains(">night<") && !dark.contains(">day<"))
  }

  @Test func whatAUserWroteNeverBecomesMarkup() {
    let evil = "</text><script>alert(1)</script>\u{1B}&\"'"
    let image = ChartImage(
      width: 1, height: 1, channels: 1, pixels: [7], title: evil, mark: .wrong, pixelValues: [evil])
    let charts: [any Chart] = [
      LineChart(
        title: evil, xLabel: evil, yLabel: evil, series: [.init(name: evil, values: [1, 2], mark: .dots)]),
      BarChart(title: evil, categoryLabel: evil, valueLabel: evil, categories: [evil], values: [1]),
      Heatmap(
        title: evil, rowLabel: evil, columnLabel: evil, rowNames: [evil], columnNames: [evil], counts: [[1]]),
      ImageSheet(title: evil, images: [image]),
    ]
    for chart in charts {
      #expect(!chart.svg.contains("<script") && !chart.svg.contains("\u{1B}"))
    }
  }
}
