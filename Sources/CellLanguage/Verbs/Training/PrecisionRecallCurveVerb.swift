import Core
import NeuralNetwork

/// `precision_recall_curve net digits.test class=3`
enum PrecisionRecallCurveVerb: Verb {
  static let declaration = Declaration(
    name: "precision_recall_curve",
    summary: "how many images of a class are found, and how many of what is found are of it",
    discussion: """
      For every threshold on the probability of a class: the share of the images above it that are of the class (precision) over \
      the share of the class's images that lie above it (recall). Of a rare class it says more than roc_curve. \
      average_precision is the mean of the precisions, each weighted with the recall that it adds. Gives these means; as \
      scikit-learn's precision_recall_curve and average_precision_score.
      """,
    parameters: Ranking.keys,
    example: Example.trained + "precision_recall_curve net digits.test class=3")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try Ranking(arguments, in: session).draw(
      title: "Precision and recall", x: "Recall", y: "Precision", name: "precision_recall_curve",
      measure: "average_precision", in: session, at: { $0.precision(at: $1) }, number: \.averagePrecision)
  }
}
