import Charts
import NeuralNetwork

/// `plot history.accuracy history.val_accuracy title="Model accuracy"`
enum PlotVerb: Verb {
  static let declaration = Declaration(
    name: "plot",
    summary: "draws curves over the epochs: accuracy, loss",
    discussion: """
      What was measured on the training images is drawn as dots, on validation images (val_...) as a line. A whole \
      history gives one chart for the loss and one for the accuracy. Any other lists of numbers are drawn as lines; x= \
      says where their points stand, which otherwise are counted from 1.
      """,
    parameters: [
      .positional("series", .value(.series), "one or more lists of numbers, or a history", isRepeated: true),
      .option("x", .value(.series), "a list of as many numbers: where the points stand"),
      .option("title", .text, "above the chart"),
      .option("xlabel", .text, "below the horizontal axis; Epoch where x is not given"),
      .option("ylabel", .text, "beside the vertical axis"),
      .option("legend", .value(.any), "a list of names for the curves"),
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
    var series: [(name: String, values: [Double])] = []
    var charts: [[(name: String, values: [Double])]] = []
    for value in arguments.all("series") {
      switch value {
      case .series(let name, let values): series.append((name, values))
      case .list: series.append(("value", value.numbers ?? []))
      case .history(let history):
        for key in ["loss", "accuracy"] where history[key] != nil {
          charts.append(
            [key, "val_" + key].compactMap { name in history[name].map { (name, $0) } })
        }
      default: throw CellError("\(value.kindName) is not a list of numbers", parameter: "series")
      }
    }
    if !series.isEmpty { charts.append(series) }
    guard charts.contains(where: { $0.contains { !$0.values.isEmpty } }) else {
      throw CellError("there is nothing to plot: no epoch was finished", parameter: "series")
    }
    var legend: [String]?
    if arguments.isGiven("legend") {
      guard case .list(let names) = try arguments.value("legend"),
        charts.allSatisfy({ $0.count == names.count })
      else {
        throw CellError("legend must be a list of one name per curve", parameter: "legend")
      }
      legend = names.map(\.printed)
    }
    let x = arguments.isGiven("x") ? try arguments.value("x").numbers : nil
    if let x, let other = charts.joined().first(where: { $0.values.count != x.count }) {
      throw CellError("x has \(x.count) numbers, but a curve has \(other.values.count)", parameter: "x")
    }
    for chart in charts { draw(chart, x: x, legend: legend, arguments, session) }
    return .nothing
  }

  private static func draw(
    _ series: [(name: String, values: [Double])], x: [Double]?, legend: [String]?, _ arguments: Arguments,
    _ session: Session
  ) {
    let keys = series.map { $0.name.hasPrefix("val_") ? String($0.name.dropFirst(4)) : $0.name }
    let isOneMeasure = Set(keys).count == 1
    let measure = isOneMeasure ? keys[0].prefix(1).uppercased() + keys[0].dropFirst() : "Value"
    let title =
      arguments.text("title")
      ?? (isOneMeasure && series.count == 2 ? "Training and validation \(keys[0])" : measure)
    let chart = LineChart(
      title: title, xLabel: arguments.text("xlabel") ?? (x == nil ? "Epoch" : ""),
      yLabel: arguments.text("ylabel") ?? measure, x: x,
      series: series.enumerated().map { index, series in
        let isValidation = series.name.hasPrefix("val_")
        // One measure on two sets of images: the sets are what tells the curves apart.
        let name = legend?[index] ?? (isOneMeasure ? isValidation ? "Validation" : "Training" : series.name)
        return LineChart.Series(
          name: name, values: series.values, mark: isValidation || x != nil ? .line : .dots)
      })
    session.emit(.chart(name: isOneMeasure ? keys[0] : "curves", title: title, svg: chart.svg))
  }
}
