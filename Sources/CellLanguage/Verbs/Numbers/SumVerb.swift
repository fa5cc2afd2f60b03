import Core

/// `sum [1, 2, 3]`
enum SumVerb: Verb {
  static let declaration = Declaration(
    name: "sum",
    summary: "adds all numbers up",
    discussion: """
      Of flags, such as a comparison of lists gives, it is how many are true.
      """,
    parameters: [data],
    example: "sum [1, 2, 3]")

  static let data = Required<Value>.positional("data", .numbers, "numbers: one, a list, an array or images")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try arguments[data].result(of: .sum, data)
  }
}
