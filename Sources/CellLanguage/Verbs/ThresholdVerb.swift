import Core
import Datasets

/// `threshold scans`
enum ThresholdVerb: Verb {
  static let declaration = Declaration(
    name: "threshold",
    summary: "makes images black and white",
    discussion: """
      A value above the threshold becomes white (255, or 1 for floats), any other black. Without value= each image has its \
      own threshold, the one that parts it best into dark and light (Otsu's, as scikit-image's threshold_otsu).
      """,
    parameters: [
      .positional("data", .value(.images), "images"),
      .option("value", .number(-1e9...1e9), "the threshold; Otsu's of each image where not given"),
    ],
    example:
      "digits = load digits train=100 test=10\nink = threshold digits\nshow digits.train[0] ink.train[0]")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments.value("data")
    let after = try before.applying(Threshold(value: arguments.number("value")))
    session.sayChange("threshold", from: before, to: after)
    return after
  }
}
