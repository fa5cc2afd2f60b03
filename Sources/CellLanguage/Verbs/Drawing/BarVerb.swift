import Charts
import Core

/// `bar ["plain", "padded"] [0.49, 0.90] ylabel=Accuracy`
enum BarVerb: Verb {
  static let declaration = Declaration(
    name: "bar",
    summary: "draws a bar for each category",
    discussion: "matplotlib's bar: the names of the categories, then as many numbers.",
    parameters: [x, height, title, xlabel, ylabel, ChartFormat.key],
    example: "bar [\"sgd\", \"adam\"] [0.91, 0.98] title=\"Test accuracy\"")

  static let x = Required<Value>.positional("x", .any, "a list of names")
  static let height = Required<Value>.positional("height", .series, "a list of as many numbers")
  static let title = Key<String>.option("title", .text, "above the chart", default: "")
  static let xlabel = Key<String>.option("xlabel", .text, "what the categories are", default: "")
  static let ylabel = Key<String>.option("ylabel", .text, "what the numbers are", default: "")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard case .list(let names) = try arguments[Self.x] else {
      throw CellError("bar needs a list of names, such as [\"sgd\", \"adam\"]", parameter: Self.x)
    }
    guard let heights = try arguments[Self.height].numbers else {
      throw CellError(
        "a history is not one list of numbers; choose one, such as history.loss", parameter: Self.height)
    }
    guard names.count == heights.count, !names.isEmpty else {
      throw CellError("there are \(names.count) names but \(heights.count) numbers", parameter: Self.height)
    }
    let title = arguments[Self.title]
    let chart = BarChart(
      title: title, categoryLabel: arguments[Self.xlabel], valueLabel: arguments[Self.ylabel],
      categories: names.map(\.printed), values: heights)
    try session.draw(chart, name: "bars", title: title, arguments)
    return .nothing
  }
}
