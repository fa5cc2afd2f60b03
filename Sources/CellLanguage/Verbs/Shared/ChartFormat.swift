import Charts
import Core

/// The option `format` of the verbs that draw.
enum ChartFormat {
  static let key = Key<Format>.option(
    "format", .choice, "png writes the chart as a PNG file for slides too, beside the SVG file",
    default: .svg)

  enum Format: String, Choice { case svg, png }
}

extension Session {
  /// Gives out a chart (every verb that draws does it here) under the stem of a file name, and as PNG too where `format` asks for it.
  func draw(_ chart: any Chart, name: String, title: String, _ arguments: Arguments) throws {
    try goOn()
    var png: [UInt8]?
    if arguments[ChartFormat.key] == .png {
      do { png = try chart.png() } catch { throw CellError("\(error)", parameter: ChartFormat.key) }
    }
    let drawn = DrawnChart(chart, name: name, title: title, png: png)
    try goOn()
    emit(.chart(drawn))
  }
}
