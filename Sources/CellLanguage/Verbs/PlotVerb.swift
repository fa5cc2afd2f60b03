import Charts
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
    parameters: [
      .positional("series", .value(.series), "one or more lists of numbers, or histories", isRepeated: true),
      .option("x", .value(.series), "a list of as many numbers: where the points stand"),
      .option(
        "style", .choice(["lines", "dots"]), "how all curves are drawn, instead of each in its own way"),
      .option("smooth", .number(0...0.999), "how much of a point comes from those before it"),
      .option("title", .text, "above the chart"),
      .option("xlabel", .text, "below the horizontal axis; Epoch where x is not given"),
      .option("ylabel", .text, "beside the vertical axis"),
      .option("ylim", .value(.series), "two numbers: what the vertical axis goes from and to"),
      .option("legend", .value(.any), "a list of names for the curves"),
      ChartFormat.parameter,
    ],
    example: """
      digits = load digits train=500 test=100
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      history = fit net digits.train epochs=3 validation_data=digits.test
      plot history.accuracy history.val_accuracy
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let charts = try plots(of: arguments.all("series"))
    guard charts.contains(where: { $0.curves.contains { !$0.values.isEmpty } }) else {
      throw CellError("there is nothing to plot: no epoch was finished", parameter: "series")
    }
    var legend: [String]?
    if arguments.isGiven("legend") {
      guard case .list(let names) = try arguments.value("legend"),
        charts.allSatisfy({ $0.curves.count == names.count })
      else {
        throw CellError("legend must be a list of one name per curve", parameter: "legend")
      }
      legend = names.map(\.printed)
    }
    let x = arguments.isGiven("x") ? try arguments.value("x").numbers : nil
    if let x, let other = charts.flatMap(\.curves).first(where: { $0.values.count != x.count }) {
      throw CellError("x has \(x.count) numbers, but a curve has \(other.values.count)", parameter: "x")
    }
    let limits = try limits(arguments)
    for plot in charts {
      let title = arguments.text("title") ?? plot.title
      let chart = LineChart(
        title: title, xLabel: arguments.text("xlabel") ?? (x == nil ? "Epoch" : ""),
        yLabel: arguments.text("ylabel") ?? plot.measure, x: x,
        series: plot.series(style: arguments.text("style"), names: legend, hasOwnX: x != nil),
        events: x == nil ? plot.events : [], smoothing: arguments.number("smooth") ?? 0,
        yLimits: limits)
      try session.draw(chart, name: plot.fileName, title: title, arguments)
    }
    return .nothing
  }

  private static func limits(_ arguments: Arguments) throws -> ClosedRange<Double>? {
    guard arguments.isGiven("ylim") else { return nil }
    guard let ends = try arguments.value("ylim").numbers, ends.count == 2, ends[0] < ends[1],
      ends.allSatisfy({ abs($0) <= 1e100 }), ends[1] - ends[0] > 1e-9 * max(abs(ends[0]), abs(ends[1]))
    else {
      throw CellError("ylim must be two numbers, the lower one first, such as [0, 2.5]", parameter: "ylim")
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
      default: throw CellError("\(value.kindName) is not a list of numbers", parameter: "series")
      }
    }
    var measures: [String] = []
    for key in histories.flatMap(\.keys) where !key.hasPrefix("val_") && !measures.contains(key) {
      measures.append(key)
    }
    let plots = measures.map { measure in
      Plot(
        curves: histories.flatMap { history in
          [measure, "val_" + measure].compactMap { key in
            history[key].map { Plot.Curve(key: key, values: $0, history: history) }
          }
        })
    }
    return plots + (lists.isEmpty ? [] : [Plot(curves: lists)])
  }
}
