import Core
import Foundation
import NeuralNetwork

/// `classification_report LeNet norm.test`
enum ClassificationReportVerb: Verb {
  static let declaration = Declaration(
    name: "classification_report",
    summary: "precision, recall and f1-score of each class, as scikit-learn prints them",
    discussion: """
      Precision: of the images taken for a class, the share that are of it. Recall: of the images of a class, the share \
      that were found. f1-score: their harmonic mean. Support: the images of the class. The macro average counts each \
      class alike, the weighted one each image.
      """,
    parameters: [Measured.model, Measured.data, digits],
    example: Example.trained
      + "classification_report net digits.test")

  static let digits = Key<Int>.option("digits", .integer(0...15), "after the point", default: 2)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let answers = try Measured(arguments).answers(in: session)
    let matrix = try answers.confusion()
    session.say(matrix.report(names: answers.classNames, digits: arguments[Self.digits]))
    return .confusion(matrix)
  }
}

extension ConfusionMatrix {
  /// The text of scikit-learn's `classification_report` with `labels=range(classes)`, `target_names=names` and
  /// `zero_division=0`. Source: sklearn/metrics/_classification.py, version 1.9.
  func report(names: [String], digits: Int) -> String {
    let width = max(names.map(\.count).max() ?? 0, "weighted avg".count, digits)
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func line(_ name: String, _ cells: [String]) -> String {
      right(name, width) + " " + cells.map { " " + right($0, 9) }.joined()
    }
    func line(_ name: String, _ row: Row) -> String {
      line(name, [row.precision, row.recall, row.f1].map { number($0) } + [String(row.support)])
    }
    func number(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
    return
      ([line("", ["precision", "recall", "f1-score", "support"]), ""] + zip(names, rows).map { line($0, $1) }
      + [
        "", line("accuracy", ["", "", number(accuracy), String(total)]), line("macro avg", macroAverage),
        line("weighted avg", weightedAverage),
      ]).joined(separator: "\n")
  }
}
