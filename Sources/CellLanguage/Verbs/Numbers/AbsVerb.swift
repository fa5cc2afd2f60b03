import Core

/// `abs [-1, 0, 2]`
enum AbsVerb: Verb {
  static let declaration = Declaration(
    name: "abs",
    summary: "each number without its sign",
    parameters: [data],
    example: "abs [-1, 0, 2]")

  static let data = NumberFunction.data

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try NumberFunction(
      double: { abs($0) }, float: { abs($0) },
      limits: { range in
        let (low, high) = (abs(range.lowerBound), abs(range.upperBound))
        return (range.contains(0) ? 0 : min(low, high))...max(low, high)
      }
    ).result(of: arguments[data], "abs", takes: "a number", data)
  }
}
