import Core

/// `seed 7`
enum SeedVerb: Verb {
  static let declaration = Declaration(
    name: "seed",
    summary: "starts the random numbers of the session afresh",
    discussion:
      "The same seed and the same cells give the same bytes, on any machine and any number of threads.",
    parameters: [seed],
    example: "seed 7")

  static let seed = Required<UInt64>.positional("seed", .seed, "any whole number")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    session.seed = try arguments[Self.seed]
    return .nothing
  }
}
