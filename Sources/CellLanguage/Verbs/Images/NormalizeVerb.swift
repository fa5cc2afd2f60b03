import Core
import Datasets

/// `normalize gray subtract=128 divide=128`, `normalize penguins by=column`
enum NormalizeVerb: Verb {
  static let declaration = Declaration(
    name: "normalize",
    summary: "computes (x - subtract) / divide for every pixel",
    discussion: """
      Networks learn faster from small numbers around zero. `normalize data subtract=128 divide=128` is the same as \
      `(data - 128) / 128`; without options the bytes 0 to 255 become 0 to 1. by=column brings each column of a table to mean 0 \
      and standard deviation 1 (scikit-learn's StandardScaler): by the numbers of the training rows, also where test rows are \
      changed, for those are not to be known.
      """,
    parameters: [data, subtract, divide, by],
    example: "digits = load digits train=100 test=10\nnorm = normalize digits divide=255")

  static let data = Required<Value>.positional("data", .images, "images")
  static let subtract = Key<Double>.option(
    "subtract", .number(-1e9...1e9), "what is taken from each pixel", default: 0)
  static let divide = Key<Double>.option("divide", .number(-1e9...1e9), "what it is divided by", default: 255)

  static let by = Key<Scale>.option(
    "by", .choice, "one pair of numbers for all, or one for each column of a table", default: .all)

  enum Scale: String, Choice { case all, column }

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let subtract = Float(arguments[Self.subtract])
    let divide = Float(arguments[Self.divide])
    guard divide != 0 else { throw CellError("division by zero", parameter: Self.divide) }
    let before = try arguments[Self.data]
    if arguments[Self.by] == .column {
      guard !arguments.isGiven(Self.subtract), !arguments.isGiven(Self.divide) else {
        throw CellError("by=column finds its own numbers; leave out subtract and divide", parameter: Self.by)
      }
      guard let known = before.imageParts.first?.images.even, let scale = ColumnScale(of: known) else {
        throw CellError("by=column takes a table, a row of numbers each", parameter: Self.by)
      }
      let after = try before.mapImages { try scale.applied(to: $0) }
      session.sayChange("normalize", from: before, to: after)
      return after
    }
    let after = try before.mapPixels { $0.mapMonotonically { ($0 - subtract) / divide } }
    session.sayChange("normalize", from: before, to: after)
    return after
  }
}
