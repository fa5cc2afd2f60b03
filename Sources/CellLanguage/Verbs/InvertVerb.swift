import Datasets
import NeuralNetwork

/// `invert scans`
enum InvertVerb: Verb {
  static let declaration = Declaration(
    name: "invert",
    summary: "makes dark light and light dark",
    discussion: """
      255 - x for bytes, 1 - x for floats, as scikit-image's invert.
      """,
    parameters: [
      .positional("data", .value(.images), "images")
    ],
    example:
      "digits = load digits train=100 test=10\npaper = invert digits\nshow digits.train[0] paper.train[0]")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments.value("data")
    let after = try before.applying(Invert())
    session.sayChange("invert", from: before, to: after)
    return after
  }
}
