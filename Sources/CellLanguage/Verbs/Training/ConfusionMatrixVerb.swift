import Charts
import Core
import NeuralNetwork

/// `confusion_matrix LeNet norm.test`
enum ConfusionMatrixVerb: Verb {
  static let declaration = Declaration(
    name: "confusion_matrix",
    summary: "counts how often each class was taken for which, and draws it",
    discussion: """
      Row i, column j: how many images of class i the model took for class j. What is right stands on the diagonal. \
      The heat map shows it at a glance; the lines below the counts name what was confused most often. normalize=true \
      gives shares of each true class instead of counts, pred of each predicted class, all of all images, as in \
      scikit-learn; the heat map has them in percent. The value has the members accuracy, precision, recall, f1_score and support, the middle three class by class.
      """,
    parameters: [Measured.model, Measured.data, normalize, title, ChartFormat.key],
    example: Example.trained
      + "confusion_matrix net digits.test")

  static let normalize = Key<Shares?>.option(
    "normalize", .choice, "what the shares are of; counts where not given")
  static let title = Key<String>.option("title", .text, "above the heat map", default: "Confusion matrix")

  /// What the shares are of: scikit-learn's words.
  enum Shares: String, Choice {
    case ofTrue = "true"
    case ofPredicted = "pred"
    case ofAll = "all"
  }

  static let showsValue = false

  /// How many confusions are named.
  private static let named = 5
  /// The classes of the largest heat map: of more a cell is smaller than a point on a screen.
  private static let mostDrawn = 500

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let answers = try Measured(arguments).answers(in: session)
    let (matrix, names) = (try answers.confusion(), answers.classNames)
    let normalization = arguments[Self.normalize]
    let shares = matrix.shares(of: normalization)
    let worst = worst(matrix, names)
    session.say(
      ArrayPrinter(shape: [matrix.classes, matrix.classes]) { place in
        shares.map { twoDecimals($0[place]) } ?? String(matrix.counts[place])
      }.text + "\n" + worst.joined(separator: "\n"))
    guard matrix.classes <= mostDrawn else {
      session.say("a heat map has at most \(mostDrawn) classes, and these \(matrix.classes) are not drawn")
      return .confusion(matrix)
    }
    let counts = (0..<matrix.classes).map { i in (0..<matrix.classes).map { matrix[i, $0] } }
    let title = arguments[Self.title]
    let heatmap = Heatmap(
      title: title, rowNames: names, columnNames: names, counts: counts,
      normalization: Heatmap.Normalization(normalization),
      remark: worst[0] + worst.dropFirst().map { $0.dropFirst() }.joined(separator: ";"))
    try session.draw(heatmap, name: "confusion-matrix", title: title, arguments)
    return .confusion(matrix)
  }

  /// The commonest mistakes, a line each; of equally common ones the first rows come first.
  private static func worst(_ matrix: ConfusionMatrix, _ names: [String]) -> [String] {
    let mistakes = matrix.counts.enumerated().filter { $1 > 0 && $0 / matrix.classes != $0 % matrix.classes }
    guard !mistakes.isEmpty else { return ["no image was taken for another class"] }
    let wrong = mistakes.reduce(0) { $0 + $1.element }
    let worst = mistakes.sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.prefix(named)
    return
      ["\(wrong) of \(matrix.total) images were taken for another class, most often:"]
      + worst.map {
        "  \(names[$0.offset / matrix.classes]) for \(names[$0.offset % matrix.classes]): \($0.element)"
      }
  }
}

extension ConfusionMatrix {
  /// The counts as shares of their row (`true`), of their column (`pred`) or of all: scikit-learn's `normalize`. What
  /// would be divided by zero is 0.
  fileprivate func shares(of normalization: ConfusionMatrixVerb.Shares?) -> [Double]? {
    guard let normalization else { return nil }
    func sum(_ places: some Sequence<Int>) -> Double { Double(places.reduce(0) { $0 + counts[$1] }) }
    let all = sum(counts.indices)
    let rows = (0..<classes).map { row in sum(row * classes..<(row + 1) * classes) }
    let columns = (0..<classes).map { sum(stride(from: $0, to: counts.count, by: classes)) }
    return counts.indices.map { place in
      let whole =
        switch normalization {
        case .ofTrue: rows[place / classes]
        case .ofPredicted: columns[place % classes]
        case .ofAll: all
        }
      return whole > 0 ? Double(counts[place]) / whole : 0
    }
  }
}

extension Heatmap.Normalization {
  fileprivate init(_ shares: ConfusionMatrixVerb.Shares?) {
    self =
      switch shares {
      case .ofTrue: .row
      case .ofPredicted: .column
      case .ofAll: .all
      case nil: .none
      }
  }
}
