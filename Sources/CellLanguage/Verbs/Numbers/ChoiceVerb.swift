import Core

/// `filters = choice [4, 6, 8]`
enum ChoiceVerb: Verb {
  static let declaration = Declaration(
    name: "choice",
    summary: "an element of a list drawn at random",
    discussion: """
      As NumPy's. The session's seed says which: with assign --student each student has an element of their own.
      """,
    parameters: [list],
    example: "seed 3\nchoice [4, 6, 8]")

  static let list = Required<Value>.positional("list", .any, "a list, an array, images")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let owner = try arguments[list].orOnlySplit
    guard let count = owner.elementCount.flatMap({ UInt32(exactly: $0) }), count > 0 else {
      throw CellError("\(owner.kindName) has no elements to draw from", parameter: list)
    }
    var random = RandomSequence(seed: session.nextSeed(), stream: 0)
    return owner.element(Int(random.integer(below: count)))
  }
}
