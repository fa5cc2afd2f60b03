import Core
import Datasets

/// `crop signs 28x28`
enum CropVerb: Verb {
  static let declaration = Declaration(
    name: "crop",
    summary: "cuts the same rectangle out of every image",
    discussion: """
      The middle, as Keras's CenterCrop; or the rectangle whose first row is top and whose first column is left.
      """,
    parameters: [data, size, top, left],
    example:
      "digits = load digits train=100 test=10\nmiddle = crop digits 20x20\ncorner = crop digits 14x14 top=0 left=0"
  )

  static let data = Required<Value>.positional("data", .images, "images")
  static let size = Required<ImageSize>.positional(
    "size", .size, "height x width of what is kept; one number for a square")
  static let top = Key<Int?>.option(
    "top", .integer(0...65_535), "the first row that is kept; the middle where not given")
  static let left = Key<Int?>.option(
    "left", .integer(0...65_535), "the first column that is kept; the middle where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(
      Crop(try arguments[Self.size], top: arguments[Self.top], left: arguments[Self.left]))
    session.sayChange("crop", from: before, to: after)
    return after
  }
}
