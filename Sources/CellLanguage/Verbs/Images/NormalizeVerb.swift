import Core

/// `normalize gray subtract=128 divide=128`
enum NormalizeVerb: Verb {
  static let declaration = Declaration(
    name: "normalize",
    summary: "computes (x - subtract) / divide for every pixel",
    discussion: """
      Networks learn faster from small numbers around zero. `normalize data subtract=128 divide=128` is the same as \
      `(data - 128) / 128`; without options the bytes 0 to 255 become 0 to 1.
      """,
    parameters: [data, subtract, divide],
    example: "digits = load digits train=100 test=10\nnorm = normalize digits divide=255")

  static let data = Required<Value>.positional("data", .images, "images")
  static let subtract = Key<Double>.option(
    "subtract", .number(-1e9...1e9), "what is taken from each pixel", default: 0)
  static let divide = Key<Double>.option("divide", .number(-1e9...1e9), "what it is divided by", default: 255)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let subtract = Float(arguments[Self.subtract])
    let divide = Float(arguments[Self.divide])
    guard divide != 0 else { throw CellError("division by zero", parameter: Self.divide) }
    let before = try arguments[Self.data]
    let after = try before.mapPixels { $0.mapMonotonically { ($0 - subtract) / divide } }
    session.sayChange("normalize", from: before, to: after)
    return after
  }
}
