import Core
import Datasets

/// `invert scans`
enum InvertVerb: Verb {
  static let declaration = Declaration(
    name: "invert",
    summary: "makes dark light and light dark",
    discussion: """
      255 - x for bytes, as Pillow's and scikit-image's invert. Floats go by what they were made from: 1 - x where bytes \
      were divided by 255, 255 - x after grayscale, -x from -1 to 1; floats as they were read by their values: 0 to 1, \
      -1 to 1 or 0 to 255, the first that holds them all. Twice is the image again.
      """,
    parameters: [data],
    example:
      "digits = load digits train=100 test=10\npaper = invert digits\nshow digits.train[0] paper.train[0]")

  static let data = Required<Value>.positional("data", .images, "images")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(Invert())
    session.sayChange("invert", from: before, to: after)
    return after
  }
}
