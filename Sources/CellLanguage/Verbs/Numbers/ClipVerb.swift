import Core

/// `clip norm -1 1`
enum ClipVerb: Verb {
  static let declaration = Declaration(
    name: "clip",
    summary: "keeps each number between a least and a greatest one",
    parameters: [data, min, max],
    example: "clip [-1, 0.5, 2] 0 1")

  static let data = NumberFunction.data
  static let min = Required<Double>.positional(
    "min", .number(-Double.infinity...Double.infinity), "the least number")
  static let max = Required<Double>.positional(
    "max", .number(-Double.infinity...Double.infinity), "the greatest number")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let (least, greatest) = (try arguments[min], try arguments[max])
    guard least <= greatest else {
      throw CellError("the least number is above the greatest", parameter: min)
    }
    let (low, high) = (Float(least), Float(greatest))
    return try NumberFunction(
      double: { $0 < least ? least : $0 > greatest ? greatest : $0 },
      float: { $0 < low ? low : $0 > high ? high : $0 }
    ).result(of: arguments[data], "clip", takes: "a number", data)
  }
}
