import Core

/// `exp(logits) / sum(exp(logits))`
enum ExpVerb: Verb {
  static let declaration = Declaration(
    name: "exp",
    summary: "e to the power of each number",
    discussion: """
      e is 2.718281828459045. softmax is this of each number, divided by the sum of them all.
      """,
    parameters: [data],
    example: "logits = [2, 1, 0.1]\nexp(logits) / sum(exp(logits))")

  static let data = NumberFunction.data

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try NumberFunction(
      double: { Scalar.exp($0) }, float: { Scalar.exp($0) }
    ).result(of: arguments[data], "exp", takes: "a number up to 709", data)
  }
}
