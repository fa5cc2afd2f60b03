import Core
import Datasets

/// `pad digits pad_width=2`
enum PadVerb: Verb {
  static let declaration = Declaration(
    name: "pad",
    summary: "puts a border around every image",
    discussion: """
      pad_width=2 adds two rows above and below and two columns left and right (NumPy's pad), pad_width=0x3 three columns \
      left and right alone; size=32x32 adds what makes every image so large, and so makes one array of images of differing \
      sizes. The border has one value, constant_values.
      """,
    parameters: [data, padWidth, size, constantValues],
    example:
      "digits = load digits train=100 test=10\nlarge = pad digits pad_width=2\nsame = pad digits size=32x32")

  static let data = Required<Value>.positional("data", .images, "images")
  static let padWidth = Key<ImageSize?>.option(
    "pad_width", .border, "the border: rows x columns, or one number for both")
  static let size = Key<ImageSize?>.option(
    "size", .size, "height x width of the result instead; the image is in its middle")
  static let constantValues = Key<Double>.option(
    "constant_values", .number(-1e9...1e9), "the border's value", default: 0)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let border: Pad.Border
    switch (arguments[Self.padWidth], arguments[Self.size]) {
    case (let width?, nil): border = .width(rows: width.height, columns: width.width)
    case (nil, let size?): border = .upTo(size)
    default: throw CellError("pad needs pad_width or size, and not both: pad data pad_width=2")
    }
    let before = try arguments[Self.data]
    let after = try before.applying(Pad(border, value: Float(arguments[Self.constantValues])))
    session.sayChange("pad", from: before, to: after)
    return after
  }
}
