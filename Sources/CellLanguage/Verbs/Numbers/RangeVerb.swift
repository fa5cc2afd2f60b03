import Core

/// `range 10`
enum RangeVerb: Verb {
  static let declaration = Declaration(
    name: "range",
    summary: "the whole numbers from a start to before a stop",
    discussion: """
      As in Python: `range 3` is [0, 1, 2], `range 1 4` is [1, 2, 3], `range 10 0 -5` is [10, 5].
      """,
    parameters: [first, second, step],
    example: "range 1 10 3")

  private static let numbers = -(1 << 53)...1 << 53
  static let first = Required<Int>.positional(
    "start", .integer(numbers), "the first number; the stop where it is the only one")
  static let second = Key<Int?>.positional("stop", .integer(numbers), "what it goes up to, without it")
  static let step = Key<Int>.positional("step", .integer(numbers), "from each number to the next", default: 1)

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let given = try arguments[first]
    let (start, stop) = arguments[second].map { (given, $0) } ?? (0, given)
    let step = arguments[self.step]
    guard step != 0 else { throw CellError("a step of 0 leads nowhere", parameter: self.step) }
    let distance = step > 0 ? stop - start : start - stop
    let count = distance <= 0 ? 0 : (distance - 1) / abs(step) + 1
    guard count <= Arithmetic.mostElements else {
      throw CellError(
        "a range has at most \(Arithmetic.mostElements) numbers",
        parameter: arguments.isGiven(second) ? second : nil)
    }
    return .list(ValueList((0..<count).map { .number(Double(start + $0 * step)) }))
  }
}
