import Charts
import Core
import NeuralNetwork

/// The curves of a model's classes, each against all others: what `roc_curve` and `precision_recall_curve` have in common.
struct Ranking {
  static let ofClass = Key<NameOrNumber?>.option(
    "class", .label, "one class against all others; every class where not given")
  static let keys: [any Declared] = [Measured.model, Measured.data, ofClass, ChartFormat.key]

  private static let mostClasses = 10

  let curves: [(name: String, curve: RankingCurve)]
  private let arguments: Arguments

  init(_ arguments: Arguments, in session: Session) throws {
    self.arguments = arguments
    let answers = try Measured(arguments).answers(in: session)
    let labels = answers.examples.labels
    let given = try arguments.classNumber(
      Self.ofClass, among: answers.classes, of: answers.model, names: labels.classNames)
    // Of one output, or two, one curve says all.
    let classes =
      given.map { [$0] } ?? (answers.output.rowSize <= 2 ? [1] : Array(0..<answers.output.rowSize))
    guard classes.count <= Self.mostClasses else {
      throw CellError(
        "\(answers.model.name) knows \(classes.count) classes, too many for one chart: say which, class=3",
        parameter: Measured.model)
    }
    curves = try classes.map { label in
      let scores = labels.classes.indices.map { answers.probability($0, of: label) ?? 0 }
      let name = answers.className(label)
      guard let curve = RankingCurve(scores: scores, isOfClass: labels.classes.map { Int($0) == label })
      else {
        throw CellError(
          "\(answers.name) has no images of \(name), or no others, so there is no curve",
          parameter: Self.ofClass)
      }
      return (name, curve)
    }
  }

  /// Draws a curve for each class, says a number of each, and gives them.
  /// - Parameters:
  ///   - start: where every curve begins, before what it is at 0; nil where it begins with that.
  ///   - height: of a curve at a place.
  func draw(
    title: String, x: String, y: String, name: String, measure: String, start: Double? = nil,
    in session: Session,
    at height: (RankingCurve, Double) -> Double, number: (RankingCurve) -> Double
  ) throws -> Value {
    let places = (0...100).map { Double($0) / 100 }
    let begin = start.map { [$0] } ?? []
    try session.draw(
      LineChart(
        title: title, xLabel: x, yLabel: y, x: begin.map { _ in 0 } + places,
        series: curves.map { curve in
          .init(
            name: "\(curve.name), \(fourDecimals(number(curve.curve)))",
            values: begin + places.map { (height(curve.curve, $0) * 1e4).rounded() / 1e4 })
        }, yLimits: 0...1), name: name, title: title, arguments)
    let numbers = curves.map { number($0.curve) }
    let rows = zip(curves, numbers).map { [$0.name, fourDecimals($1)] }
    let mean =
      numbers.count > 1 ? [["mean", fourDecimals(numbers.reduce(0, +) / Double(numbers.count))]] : []
    session.say(textTable(["class", measure], rows + mean))
    return numbers.count == 1 ? .number(numbers[0]) : .list(ValueList(numbers.map(Value.number)))
  }
}
