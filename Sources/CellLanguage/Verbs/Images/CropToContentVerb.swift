import Core
import Datasets

/// `crop_to_content scans`
enum CropToContentVerb: Verb {
  static let declaration = Declaration(
    name: "crop_to_content",
    summary: "cuts the empty border off each image",
    discussion: """
      What stays is the smallest rectangle that holds every pixel that differs from the background by more than threshold. \
      The images then differ in size: resize or pad makes them one array again. An image that is all background stays whole.
      """,
    parameters: [data, threshold, background],
    example:
      "digits = load digits train=100 test=10\ntight = crop_to_content digits.train\nshow tight grid=2x5\nresize tight 28x28"
  )

  static let data = Required<Value>.positional("data", .images, "images")
  static let threshold = Key<Double?>.option(
    "threshold", .number(0...1e9),
    "what still counts as background; an eighth from black to white, 32 for bytes, where not given")
  static let background = Key<Double?>.option(
    "background", .number(-1e9...1e9), "its value; the median of the outermost pixels where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(
      CropToContent(
        threshold: arguments[Self.threshold], background: arguments[Self.background]))
    session.sayChange("crop_to_content", from: before, to: after)
    return after
  }
}
