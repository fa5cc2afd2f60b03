import Core
import Datasets

/// `pad_to_square tight scale=1.5`
enum PadToSquareVerb: Verb {
  static let declaration = Declaration(
    name: "pad_to_square",
    summary: "makes every image a square by an empty border",
    discussion: """
      The side is the longer side of the image times scale, rounded; the image is in its middle. scale=1.5 leaves a digit \
      two thirds of the square, much as the digits of MNIST have it.
      """,
    parameters: [data, scale, constantValues],
    example:
      "digits = load digits train=100 test=10\ntight = crop_to_content digits.train\nsquare = pad_to_square tight scale=1.5\nresize square 28x28"
  )

  static let data = Required<Value>.positional("data", .images, "images")
  static let scale = Key<Double>.option(
    "scale", .number(1...100), "how much larger than the image's longer side", default: 1)
  static let constantValues = Key<Double>.option(
    "constant_values", .number(-1e9...1e9), "the border's value", default: 0)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(
      Pad(
        .square(scale: arguments[Self.scale]), value: Float(arguments[Self.constantValues])
      ))
    session.sayChange("pad_to_square", from: before, to: after)
    return after
  }
}
