import Core

/// `seed 7`
enum SeedVerb: Verb {
  static let declaration = Declaration(
    name: "seed",
    summary: "starts the random numbers of the session afresh",
    discussion:
      "The same seed and the same cells give the same bytes, on any machine and any number of threads.",
    parameters: [.positional("seed", .integer(0...Int.max), "any whole number")],
    example: "seed 7")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    session.seed = UInt64(arguments.integer("seed") ?? 0)
    return .nothing
  }
}
