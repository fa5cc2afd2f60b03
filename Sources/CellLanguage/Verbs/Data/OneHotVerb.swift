import Core

/// `one_hot digits`
enum OneHotVerb: Verb {
  static let declaration = Declaration(
    name: "one_hot",
    summary: "turns class numbers into one-hot vectors, as categorical_crossentropy takes them",
    discussion: "With 10 classes, label 5 becomes [0. 0. 0. 0. 0. 1. 0. 0. 0. 0.] (Keras's to_categorical).",
    parameters: [data],
    example: "digits = load digits train=100 test=10\ndigits = one_hot digits\ndigits.train.labels[0]")

  static let data = Required<Value>.positional("data", .data, "a data set, or images with labels")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.mapExamples(\.oneHot)
    switch (before, after) {
    case (.dataset(let old), .dataset(let new)):
      for (a, b) in zip(old.splits.named, new.splits.named) {
        session.say(
          "one_hot: \(b.name) labels \(a.value.labels.shape.tupleDescription) -> "
            + b.value.labels.shape.tupleDescription)
      }
    case (.examples(let old, _), .examples(let new, _)):
      session.say(
        "one_hot: labels \(old.labels.shape.tupleDescription) -> \(new.labels.shape.tupleDescription)")
    default: break
    }
    return after
  }
}
