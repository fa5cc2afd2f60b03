import Core

/// `shuffle signs seed=7`
enum ShuffleVerb: Verb {
  static let declaration = Declaration(
    name: "shuffle",
    summary: "puts images and their labels in a random order, together",
    discussion: "Each split of a data set is shuffled for itself. The same seed gives the same order.",
    parameters: [
      .positional("data", .value(.data), "what to shuffle"),
      .option("seed", .integer(0...Int.max), "of the order; the session's next one where not given"),
    ],
    example: "digits = load digits train=1000 test=200\ndigits = shuffle digits seed=7")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let seed = session.seed(arguments)
    let before = try arguments.value("data")
    let after = try before.mapExamples { $0.shuffled(seed: seed) }
    for part in after.imageParts {
      session.say(
        "shuffle: \(part.name.isEmpty ? "" : part.name + " ")\(part.images.count) images with their labels")
    }
    return after
  }
}
