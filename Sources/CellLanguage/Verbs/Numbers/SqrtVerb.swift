import Core

/// `sqrt [1, 4, 9]`
enum SqrtVerb: Verb {
  static let declaration = Declaration(
    name: "sqrt",
    summary: "the square root of each number",
    parameters: [data],
    example: "sqrt [1, 4, 9]")

  static let data = NumberFunction.data

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try NumberFunction(
      double: { $0.squareRoot() }, float: { $0.squareRoot() }
    ).result(of: arguments[data], "sqrt", takes: "a number of at least 0", data)
  }
}
