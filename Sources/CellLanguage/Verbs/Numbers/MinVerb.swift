import Core

/// `min [3, 1, 2]`
enum MinVerb: Verb {
  static let declaration = Declaration(
    name: "min",
    summary: "the least of all numbers",
    parameters: [data],
    example: "min [3, 1, 2]")

  static let data = Required<Value>.positional("data", .numbers, "numbers: one, a list, an array or images")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try arguments[data].result(of: .min, data)
  }
}
