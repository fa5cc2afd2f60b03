import Core

/// `max [3, 1, 2]`
enum MaxVerb: Verb {
  static let declaration = Declaration(
    name: "max",
    summary: "the greatest of all numbers",
    parameters: [data],
    example: "max [3, 1, 2]")

  static let data = Required<Value>.positional("data", .numbers, "numbers: one, a list, an array or images")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try arguments[data].result(of: .max, data)
  }
}
