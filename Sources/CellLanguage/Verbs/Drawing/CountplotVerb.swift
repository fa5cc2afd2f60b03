import Charts
import Core
import Datasets

/// `countplot digits`
enum CountplotVerb: Verb {
  static let declaration = Declaration(
    name: "countplot",
    summary: "draws how many images each class has",
    discussion: """
      seaborn's countplot: a bar for each class. Of a data set, its parts stand side by side: train, valid, test. A class \
      with few images is learned badly, and an accuracy hides it; see balance and classification_report. stat=percent \
      gives shares of each part, so that parts of different sizes can be compared.
      """,
    parameters: [data, stat, title, xlabel, ylabel, ChartFormat.key],
    example: "digits = load digits train=500 test=100\ncountplot digits")

  static let data = Key<[Value]>.positional("data", .data, "a data set, or parts of one such as digits.train")
  static let stat = Key<Statistic>.option(
    "stat", .choice, "images, or percent of the part's images", default: .count)
  static let title = Key<String>.option("title", .text, "above the chart", default: "Images of each class")
  static let xlabel = Key<String>.option("xlabel", .text, "what the classes are", default: "Class")
  static let ylabel = Key<String?>.option("ylabel", .text, "what is counted; Images, or % of the images")

  enum Statistic: String, Choice { case count, percent }

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let parts = try arguments[Self.data].flatMap(parts)
    let isPercent = arguments[Self.stat] == .percent
    let names = parts.map(\.labels.classNames).max { $0.count < $1.count } ?? []
    let chart = BarChart(
      title: arguments[Self.title], categoryLabel: arguments[Self.xlabel],
      valueLabel: arguments[Self.ylabel] ?? (isPercent ? "% of the images" : "Images"),
      categories: names,
      series: parts.map { part in
        let counts = counts(part.labels, classes: names.count)
        // Hundredths of a percent are enough to read.
        let unit = 10_000 / Double(max(part.labels.count, 1))
        return BarChart.Series(
          name: part.name,
          values: counts.map { isPercent ? (Double($0) * unit).rounded() / 100 : Double($0) })
      })
    try session.draw(chart, name: "classes", title: chart.title, arguments)
    return .nothing
  }

  private static func counts(_ labels: Labels, classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels.classes where counts.indices.contains(Int(label)) { counts[Int(label)] += 1 }
    return counts
  }

  /// The labelled parts of a value. - Throws: where there are none.
  private static func parts(of value: Value) throws -> [(name: String, labels: Labels)] {
    switch value {
    case .dataset(let dataset):
      let parts = dataset.splits.named.filter(\.value.labels.areKnown).map {
        ($0.name.rawValue, $0.value.labels)
      }
      if parts.isEmpty { throw CellError("\(dataset.name) has no labels to count", parameter: Self.data) }
      return parts
    case .examples(let examples, let name):
      guard examples.labels.areKnown else {
        throw CellError("\(name) has no labels to count: its images came without", parameter: Self.data)
      }
      return [(name, examples.labels)]
    default: throw CellError("\(value.kindName) has no labels to count", parameter: Self.data)
    }
  }
}
