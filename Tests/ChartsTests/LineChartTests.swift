import Charts
import Testing

struct LineChartTests {
  private func chart(_ values: [Double], _ mark: LineChart.Series.Mark = .line) -> String {
    LineChart(title: "t", yLabel: "Loss", series: [.init(name: "loss", values: values, mark: mark)]).svg
  }

  @Test func eachPointSaysItsValue() {
    let svg = chart([0.5, 0.25], .dots)
    #expect(svg.contains("<title>loss, epoch 1: 0.5</title>"))
    #expect(svg.contains("<title>loss, epoch 2: 0.25</title>"))
  }

  @Test func aMissingValueIsAGap() {
    // The legend's line and the curve's: a curve in two parts has two moves.
    func moves(_ values: [Double]) -> [Int] {
      chart(values).split(separator: "\n").filter { $0.contains("class=\"s0 line\"") }
        .map { $0.count { $0 == "M" } }
    }
    #expect(moves([3, 2, 4, 2, 1]) == [1, 1])
    #expect(moves([3, 2, .nan, 2, 1]) == [1, 2])
    #expect(chart([3, 2, .nan, 2, 1]).contains("4 in all"))
  }

  @Test func valuesAtTheEndsOfWhatADoubleHoldsAreDrawn() {
    let extremes: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e100, -1e100, 1e300, .nan, .infinity, 1,
      1 + 1e-15,
    ]
    for a in extremes {
      for b in extremes { #expect(chart([a, b, a]).hasSuffix("</svg>\n")) }
    }
  }

  @Test func thousandsOfPointsStaySmallAndKeepTheirExtremes() {
    var values = (0..<100_000).map { Double($0 % 97) / 97 }
    values[54_321] = 12
    let svg = chart(values)
    #expect(svg.utf8.count < 100_000)
    #expect(svg.contains("loss: 12 at epoch 54322"))
  }

  @Test func xValuesAndValuesNeedNotBeEqualInNumber() {
    let chart = LineChart(
      title: "t", yLabel: "y", x: [1, 2],
      series: [.init(name: "a", values: [1, 2, 3]), .init(name: "b", values: [])])
    #expect(chart.svg.contains("a: 1 to 2, the last 2, 2 in all"))
    #expect(chart.svg.contains("b: no values"))
  }

  @Test func aSmoothedCurveIsTensorBoardsAverage() throws {
    let chart = LineChart(
      title: "t", yLabel: "y", series: [.init(name: "a", values: [1, 3, .nan, 2])], smoothing: 0.5)
    // Weights 0.5, 0.25 and 0.125, divided by their sum.
    let svg = chart.svg
    #expect(svg.contains("<title>a, epoch 1: 1, measured 1</title>"))
    #expect(svg.contains("<title>a, epoch 2: 2.3333, measured 3</title>"))
    #expect(svg.contains("<title>a, epoch 4: 2.1429, measured 2</title>"))
    #expect(svg.contains("class=\"s0 faint\""))
  }

  @Test func theBestValueAndWhatHappenedAreMarkedAndDescribed() {
    let svg = LineChart(
      title: "t", yLabel: "Loss", series: [.init(name: "v", values: [3, 1, 2], best: 1)],
      events: [.init(.checkpoint, x: 1), .init(.checkpoint, x: 2), .init(.earlyStop, x: 3)]
    ).svg
    for text in [
      "<title>best of v: 1, epoch 2</title>", ">Best: epoch 2, 1<", ">Checkpoint<", ">Early stop: epoch 3<",
      "<title>checkpoint: epoch 2</title>", "the best 1 at 2", "Checkpoint at 1, 2. Early stop at 3.",
    ] {
      #expect(svg.contains(text), "\(text)")
    }
  }

  @Test func marksAtPlacesThatAreNotThereAreLeftOut() {
    for place in [-1, 3, Int.max, Int.min] {
      let svg = LineChart(
        title: "t", yLabel: "y", series: [.init(name: "v", values: [3, 1, 2], run: -1, best: place)],
        events: [.init(.earlyStop, x: Double(place), run: place), .init(.checkpoint, x: .nan)], smoothing: 7
      ).svg
      #expect(svg.hasSuffix("</svg>\n") && !svg.contains("class=\"ring\""))
    }
  }
}
