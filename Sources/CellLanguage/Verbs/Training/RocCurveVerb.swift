import Core
import NeuralNetwork

/// `roc_curve net digits.test class=3`
enum RocCurveVerb: Verb {
  static let declaration = Declaration(
    name: "roc_curve",
    summary: "how many images of a class are found, and how many others with them",
    discussion: """
      For every threshold on the probability of a class: the share of its images above it (true positive rate) over the share of \
      the other images above it (false positive rate). roc_auc is the area below: 1 where all its images score above all others, \
      0.5 for guessing. Gives the areas; as scikit-learn's roc_curve and roc_auc_score.
      """,
    parameters: Ranking.keys,
    example: Example.trained + "roc_curve net digits.test")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try Ranking(arguments, in: session).draw(
      title: "ROC curve", x: "False positive rate", y: "True positive rate", name: "roc_curve",
      measure: "roc_auc", start: 0, in: session, at: { $0.truePositiveRate(at: $1) }, number: \.area)
  }
}
