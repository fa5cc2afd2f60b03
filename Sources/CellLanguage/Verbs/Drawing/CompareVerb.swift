import Charts
import Core
import NeuralNetwork

/// `compare history_a history_b`
enum CompareVerb: Verb {
  static let declaration = Declaration(
    name: "compare",
    summary: "puts the histories of several trainings side by side",
    discussion: """
      For each history its epochs, what was measured in the last one, and the best value of the measure that is drawn: \
      val_accuracy where all have it, else what they have of val_loss, accuracy and loss, or metric=. What sweep gives \
      can be compared too.
      """,
    parameters: [histories, metric, legend, title, ChartFormat.key],
    example: Example.compiled
      + """
      first = fit net digits.train epochs=2 validation_data=digits.test
      second = fit net digits.train epochs=2 validation_data=digits.test
      compare first second
      """)

  static let histories = Key<[Value]>.positional("histories", .any, "two or more histories")
  static let metric = Key<String?>.option("metric", .text, "the measure that is drawn")
  static let legend = Key<Value?>.option("legend", .any, "a list of names for the histories")
  static let title = Key<String?>.option("title", .text, "above the chart")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    var histories: [History] = []
    for value in arguments[Self.histories] {
      switch value {
      case .history(let history): histories.append(history)
      case .list(let values):
        histories += try values.map {
          guard case .history(let history) = $0 else {
            throw CellError("the list holds \($0.kindName), not histories", parameter: Self.histories)
          }
          return history
        }
      default:
        throw CellError("\(value.kindName) is not a history, such as fit gives", parameter: Self.histories)
      }
    }
    histories = histories.filter { $0.epochs > 0 }
    guard !histories.isEmpty else { throw CellError("no epoch was finished", parameter: Self.histories) }
    let names = try names(arguments, histories)
    let shared = histories[0].keys.filter { key in histories.allSatisfy { $0[key] != nil } }
    guard let metric = arguments[Self.metric] ?? HistoryKey.preferred(among: shared)?.name else {
      throw CellError("these histories have no measure in common", parameter: Self.histories)
    }
    guard shared.contains(metric) else {
      throw CellError(
        "not all of these histories have '\(metric)'\nthey have \(shared.joined(separator: ", "))",
        parameter: Self.metric,
        suggestion: nearestName(to: metric, in: shared))
    }
    let rows = zip(names, histories).map { name, history -> [String] in
      let values = (history[metric] ?? []).filter(\.isFinite)
      let best = HistoryKey(metric).isToFall ? values.min() : values.max()
      let epoch = best.flatMap { best in history[metric]?.firstIndex(of: best) }.map { "\($0 + 1)" }
      return [name, "\(history.epochs)"] + shared.map { fourDecimals(history[$0]?.last ?? .nan) }
        + [best.map(fourDecimals) ?? "-", epoch ?? "-"]
    }
    session.say(textTable(["history", "epochs"] + shared + ["best \(metric)", "in epoch"], rows))
    let title = arguments[Self.title] ?? HistoryKey(metric).title
    let chart = LineChart(
      title: title, yLabel: metric,
      series: zip(names, histories).map { .init(name: $0, values: $1[metric] ?? [], mark: .line) })
    try session.draw(chart, name: "compare", title: title, arguments)
    return .nothing
  }

  /// What the histories are called: by legend=, by their own names, or by number.
  private static func names(_ arguments: Arguments, _ histories: [History]) throws -> [String] {
    guard let legend = arguments[Self.legend] else {
      return histories.enumerated().map { $1.name.isEmpty ? "history \($0 + 1)" : $1.name }
    }
    guard case .list(let values) = legend, values.count == histories.count else {
      throw CellError("legend must be a list of \(histories.count) names", parameter: Self.legend)
    }
    return values.map(\.printed)
  }
}
