import Core

/// `round score.accuracy 2`
enum RoundVerb: Verb {
  static let declaration = Declaration(
    name: "round",
    summary: "rounds each number to so many decimals",
    discussion: """
      Halves go to the even number, as in NumPy and Python: 0.5 becomes 0 and 1.5 becomes 2.
      """,
    parameters: [data, decimals],
    example: "round 3.14159 2")

  static let data = NumberFunction.data
  static let decimals = Key<Int>.positional(
    "decimals", .integer(-30...30), "how many digits stay behind the point", default: 0)

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let power = Scalar.power(10, Double(arguments[decimals]))
    let floatPower = Float(power)
    // A large number has no digits behind its point, and times the power it might have no finite value.
    return try NumberFunction(
      double: { x in
        let scaled = x * power
        return scaled.isFinite ? scaled.rounded(.toNearestOrEven) / power : x
      },
      float: { x in
        let scaled = x * floatPower
        return scaled.isFinite ? scaled.rounded(.toNearestOrEven) / floatPower : x
      }
    ).result(of: arguments[data], "round", takes: "a number", data)
  }
}
