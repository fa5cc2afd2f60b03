import Core

/// `units = integers 8 33`
enum IntegersVerb: Verb {
  static let declaration = Declaration(
    name: "integers",
    summary: "a whole number drawn at random",
    discussion: """
      As NumPy's: `integers 3` is 0, 1 or 2, `integers 1 7` a throw of a die. The session's seed says which: with \
      assign --student each student has a number of their own.
      """,
    parameters: [first, second],
    example: "seed 3\nintegers 1 7")

  private static let numbers = -(1 << 30)...1 << 30
  static let first = Required<Int>.positional(
    "low", .integer(numbers), "the least number; the end where it is the only one")
  static let second = Key<Int?>.positional("high", .integer(numbers), "the end, which is not drawn")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let given = try arguments[first]
    let (low, high) = arguments[second].map { (given, $0) } ?? (0, given)
    guard low < high, let count = UInt32(exactly: high - low) else {
      throw CellError("from \(low) up to \(high) there is no number to draw", parameter: first)
    }
    var random = RandomSequence(seed: session.nextSeed(), stream: 0)
    return .number(Double(low + Int(random.integer(below: count))))
  }
}
