import Core

/// `-log(0.1)`
enum LogVerb: Verb {
  static let declaration = Declaration(
    name: "log",
    summary: "the natural logarithm of each number",
    discussion: """
      The loss of one image is -log(p) of the probability p of its class: 0 where the model is sure and right, and the more \
      the less it believed in it. The logarithm of 0 in a list or an array is -inf.
      """,
    parameters: [data],
    example: "-log(0.1)")

  static let data = NumberFunction.data

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try NumberFunction(
      double: { Scalar.log($0) }, float: { Float(Scalar.log(Double($0))) }
    ).result(of: arguments[data], "log", takes: "a number above 0", data)
  }
}
