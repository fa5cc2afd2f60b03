import Core

/// `expect score.accuracy >= 0.97 points=2 hint="train longer"`
enum ExpectVerb: Verb {
  static let declaration = Declaration(
    name: "expect",
    summary: "says whether a comparison holds, and gives its points",
    discussion: """
      Of lists and arrays all elements must hold. What does not hold, or cannot be computed yet, is said with what was found \
      and with the hint, and the cell goes on; run then ends with the exit code 1. In a lesson the points of each exercise are \
      added up: help exercises.
      """,
    parameters: [comparison, points, hint],
    example: """
      digits = load digits train=100 test=20
      expect digits.train.images.shape == 100x28x28x1
      expect (digits.train / 255).images.max <= 1 points=2 hint="divide by 255"
      """)

  static let comparison = Required<Value>.positional("comparison", .comparison, "what should hold")
  static let points = Key<Double>.option(
    "points", .number(0...1000), "what it is worth in an exercise", default: 1)
  static let hint = Key<String?>.option("hint", .text, "what helps where it does not hold")

  static let takesComparison = true
  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard let comparison = arguments.comparison else { throw CellError("expect needs a comparison") }
    session.emit(
      .expectation(
        Expectation(
          comparison: comparison.text, holds: comparison.holds, found: comparison.found,
          expected: comparison.expected, points: arguments[Self.points], hint: arguments[Self.hint])))
    return .nothing
  }
}
