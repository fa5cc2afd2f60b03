import Core

/// `rescale digits scale=(1 / 255)`
enum RescaleVerb: Verb {
  static let declaration = Declaration(
    name: "rescale",
    summary: "computes x * scale + offset for every pixel",
    discussion: """
      Keras's Rescaling: `rescale data scale=(1 / 255)` makes the bytes 0 to 255 the floats 0 to 1, and \
      `rescale data scale=(1 / 127.5) offset=-1` -1 to 1.
      """,
    parameters: [data, scale, offset],
    example: "digits = load digits train=100 test=10\nnorm = rescale digits scale=(1 / 127.5) offset=-1")

  static let data = Required<Value>.positional("data", .images, "images")
  static let scale = Required<Double>.option("scale", .number(-1e9...1e9), "what each pixel is multiplied by")
  static let offset = Key<Double>.option("offset", .number(-1e9...1e9), "what is then added", default: 0)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let scale = Float(try arguments[Self.scale])
    let offset = Float(arguments[Self.offset])
    let before = try arguments[Self.data]
    let after = try before.mapPixels { $0.mapMonotonically { $0 * scale + offset } }
    session.sayChange("rescale", from: before, to: after)
    return after
  }
}
