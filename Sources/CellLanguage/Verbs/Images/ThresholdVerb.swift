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
    parameters: [data, value],
    example:
      "digits = load digits train=100 test=10\nink = threshold digits\nshow digits.train[0] ink.train[0]")

  static let data = Required<Value>.positional("data", .images, "images")
  static let value = Key<Double?>.option(
    "value", .number(-1e9...1e9), "the threshold; Otsu's of each image where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(Threshold(value: arguments[Self.value]))
    session.sayChange("threshold", from: before, to: after)
    return after
  }
}
