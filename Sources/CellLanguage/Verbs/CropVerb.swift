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
    parameters: [
      .positional("data", .value(.images), "images"),
      .positional("size", .size, "height x width of what is kept; one number for a square"),
      .option("top", .integer(0...65_535), "the first row that is kept; the middle where not given"),
      .option("left", .integer(0...65_535), "the first column that is kept; the middle where not given"),
    ],
    example:
      "digits = load digits train=100 test=10\nmiddle = crop digits 20x20\ncorner = crop digits 14x14 top=0 left=0"
  )

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let size = arguments.shape("size") ?? [1, 1]
    let before = try arguments.value("data")
    let after = try before.applying(
      Crop(
        ImageSize(size[0], size[1]), top: arguments.integer("top"), left: arguments.integer("left")))
    session.sayChange("crop", from: before, to: after)
    return after
  }
}
