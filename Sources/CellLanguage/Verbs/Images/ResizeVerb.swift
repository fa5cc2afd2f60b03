import Core
import Datasets

/// `resize scans 28x28`
enum ResizeVerb: Verb {
  static let declaration = Declaration(
    name: "resize",
    summary: "gives every image the same new size",
    discussion: """
      nearest takes the pixel under the new pixel's centre, bilinear blends those around it (and, where the image shrinks, \
      all that come together, as Pillow and TensorFlow's antialias=True do), area takes the mean of what the new pixel covers. \
      Images of differing sizes become one array. Bytes stay bytes. The names are those of Keras's Resizing.
      """,
    parameters: [data, size, interpolation],
    example:
      "digits = load digits train=100 test=10\nsmall = resize digits 14x14 interpolation=area\nshow digits.train[0] small.train[0]"
  )

  static let data = Required<Value>.positional("data", .images, "images")
  static let size = Required<ImageSize>.positional(
    "size", .size, "the new height x width; one number for a square")
  static let interpolation = Key<Resize.Interpolation>.option(
    "interpolation", .choice, "how pixels are blended", default: .bilinear)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let size = try arguments[Self.size]
    let before = try arguments[Self.data]
    let after = try before.applying(
      try Resize(
        height: size.height, width: size.width, interpolation: arguments[Self.interpolation]))
    session.sayChange("resize", from: before, to: after)
    return after
  }
}
