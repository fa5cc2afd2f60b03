import Charts
import Core

/// `bar ["plain", "padded"] [0.49, 0.90] ylabel=Accuracy`
enum BarVerb: Verb {
  static let declaration = Declaration(
    name: "bar",
    summary: "draws a bar for each category",
    discussion: "matplotlib's bar: the names of the categories, then as many numbers.",
    parameters: [
      .positional("x", .value(.any), "a list of names"),
      .positional("height", .value(.series), "a list of as many numbers"),
      .option("title", .text, "above the chart", default: .text("")),
      .option("xlabel", .text, "what the categories are", default: .text("")),
      .option("ylabel", .text, "what the numbers are", default: .text("")),
      ChartFormat.parameter,
    ],
    example: "bar [\"sgd\", \"adam\"] [0.91, 0.98] title=\"Test accuracy\"")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard case .list(let names) = try arguments.value("x") else {
      throw CellError("bar needs a list of names, such as [\"sgd\", \"adam\"]", parameter: "x")
    }
    guard let heights = try arguments.value("height").numbers else {
      throw CellError(
        "a history is not one list of numbers; choose one, such as history.loss", parameter: "height")
    }
    guard names.count == heights.count, !names.isEmpty else {
      throw CellError("there are \(names.count) names but \(heights.count) numbers", parameter: "height")
    }
    let title = arguments.text("title") ?? ""
    let chart = BarChart(
      title: title, categoryLabel: arguments.text("xlabel") ?? "", valueLabel: arguments.text("ylabel") ?? "",
      categories: names.map(\.printed), values: heights)
    try session.draw(chart, name: "bars", title: title, arguments)
    return .nothing
  }
}
