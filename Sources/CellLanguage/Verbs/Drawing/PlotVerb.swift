import Charts
import Core
import NeuralNetwork

/// `plot history.accuracy history.val_accuracy title="Model accuracy"`
enum PlotVerb: Verb {
  static let declaration = Declaration(
    name: "plot",
    summary: "draws curves over the epochs: accuracy, loss",
    discussion: """
      What was measured on the training images is drawn as dots, on validation images (val_...) as a line, with a \
      ring around its best epoch. A whole history gives a chart for each thing that was measured. Several histories \
      are drawn over each other, in a colour each, under their names. Triangles below the curves mark the epochs after \
      which checkpoint saved the model, a broken line where early_stopping ended the training. smooth=0.6 draws the \
      exponential moving average, as TensorBoard does: a point is 0.6 times the one before plus 0.4 times the measured \
      value, and what was measured stays faintly visible. Any other lists of numbers, arrays of one axis too, are drawn as lines; x= says where \
      their points stand, which otherwise are counted from 1. The axis covers all values, but an outlier that would press the others together; \
      ylim=[0, 2.5] sets its ends. What lies beyond them is named below the chart.
      """,
    parameters: [series, x, style, smooth, title, xlabel, ylabel, ylim, legend, ChartFormat.key],
    example: Example.compiled
      + """
      history = fit net digits.train epochs=3 validation_data=digits.test
      plot history.accuracy history.val_accuracy
      """)

  static let series = Key<[Value]>.positional("series", .series, "one or more lists of numbers, or histories")
  static let x = Key<Value?>.option("x", .series, "a list of as many numbers: where the points stand")
  static let style = Key<String?>.option(
    "style", .choice(["lines", "dots"]), "how all curves are drawn, instead of each in its own way")
  static let smooth = Key<Double>.option(
    "smooth", .number(0...0.999), "how much of a point comes from those before it", default: 0)
  static let title = Key<String?>.option("title", .text, "above the chart")
  static let xlabel = Key<String?>.option(
    "xlabel", .text, "below the horizontal axis; Epoch where x is not given")
  static let ylabel = Key<String?>.option("ylabel", .text, "beside the vertical axis")
  static let ylim = Key<Value?>.option(
    "ylim", .series, "two numbers: what the vertical axis goes from and to")
  static let legend = Key<Value?>.option("legend", .any, "a list of names for the curves")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let charts = try plots(of: arguments[Self.series])
    guard charts.contains(where: { $0.curves.contains { !$0.values.isEmpty } }) else {
      throw CellError("there is nothing to plot: no epoch was finished", parameter: Self.series)
    }
    var legend: [String]?
    if let given = arguments[Self.legend] {
      guard case .list(let names) = given,
        charts.allSatisfy({ $0.curves.count == names.count })
      else {
        throw CellError("legend must be a list of one name per curve", parameter: Self.legend)
      }
      legend = names.map(\.printed)
    }
    let x = arguments[Self.x]?.numbers
    if let x, let other = charts.flatMap(\.curves).first(where: { $0.values.count != x.count }) {
      throw CellError("x has \(x.count) numbers, but a curve has \(other.values.count)", parameter: Self.x)
    }
    let limits = try limits(arguments)
    for plot in charts {
      let title = arguments[Self.title] ?? plot.title
      let chart = LineChart(
        title: title, xLabel: arguments[Self.xlabel] ?? (x == nil ? "Epoch" : ""),
        yLabel: arguments[Self.ylabel] ?? plot.measure, x: x,
        series: plot.series(style: arguments[Self.style], names: legend, hasOwnX: x != nil),
        events: x == nil ? plot.events : [], smoothing: arguments[Self.smooth],
        yLimits: limits)
      try session.draw(chart, name: plot.fileName, title: title, arguments)
    }
    return .nothing
  }

  private static func limits(_ arguments: Arguments) throws -> ClosedRange<Double>? {
    guard let given = arguments[Self.ylim] else { return nil }
    guard let ends = given.numbers, ends.count == 2, ends[0] < ends[1],
      ends.allSatisfy({ abs($0) <= 1e100 }), ends[1] - ends[0] > 1e-9 * max(abs(ends[0]), abs(ends[1]))
    else {
      throw CellError("ylim must be two numbers, the lower one first, such as [0, 2.5]", parameter: Self.ylim)
    }
    return ends[0]...ends[1]
  }

  /// One plot of all lists of numbers; of whole histories one for each thing that was measured.
  private static func plots(of values: [Value]) throws -> [Plot] {
    var lists: [Plot.Curve] = []
    var histories: [History] = []
    for value in values {
      switch value {
      case .series(let key, let numbers, let history):
        lists.append(Plot.Curve(key: key, values: numbers, history: history))
      case .list, .array: lists.append(Plot.Curve(key: "value", values: value.numbers ?? []))
      case .history(let history): histories.append(history)
      default: throw CellError("\(value.kindName) is not a list of numbers", parameter: Self.series)
      }
    }
    var measures: [String] = []
    for key in histories.flatMap(\.keys) where !HistoryKey(key).isValidation && !measures.contains(key) {
      measures.append(key)
    }
    let plots = measures.map { measure in
      Plot(
        curves: histories.flatMap { history in
          [measure, HistoryKey(measure).onValidation.name].compactMap { key in
            history[key].map { Plot.Curve(key: key, values: $0, history: history) }
          }
        })
    }
    return plots + (lists.isEmpty ? [] : [Plot(curves: lists)])
  }
}
