import Core

/// `shuffle signs seed=7`
enum ShuffleVerb: Verb {
  static let declaration = Declaration(
    name: "shuffle",
    summary: "puts images and their labels in a random order, together",
    discussion: "Each split of a data set is shuffled for itself. The same seed gives the same order.",
    parameters: [data, seed],
    example: "digits = load digits train=1000 test=200\ndigits = shuffle digits seed=7")

  static let data = Required<Value>.positional("data", .data, "what to shuffle")
  static let seed = Key<UInt64?>.option("seed", .seed, "of the order; the session's next one where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let seed = session.seed(arguments[Self.seed])
    let before = try arguments[Self.data]
    let after = try before.mapExamples { $0.shuffled(seed: seed) }
    for part in after.imageParts {
      session.say(
        "shuffle: \(part.name.isEmpty ? "" : part.name + " ")\(part.images.count) images with their labels")
    }
    return after
  }
}
