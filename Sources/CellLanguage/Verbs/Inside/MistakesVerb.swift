import Core

/// `mistakes LeNet norm.test`
enum MistakesVerb: Verb {
  static let declaration = Declaration(
    name: "mistakes",
    summary: "the images that the model is most surely wrong about",
    discussion: """
      Among the images that it takes for a wrong class, those to which it gives the highest probability, with what it saw, \
      how sure it was, and what it gave to the right class. Gives these images, so that they can be looked into: \
      `worst = mistakes net norm.test`, then `gradcam net worst[0]`.
      """,
    parameters: [Measured.model, Measured.data, count, ChartFormat.key],
    example: Example.trained
      + "mistakes net digits.test count=10")

  static let count = Key<Int>.option("count", .integer(1...200), "how many", default: 20)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let answers = try Measured(arguments).answers(in: session)
    let (examples, name) = (answers.examples, answers.name)
    let wrong = answers.wrong
    guard !wrong.isEmpty else {
      session.say("\(answers.model.title) is right about all \(examples.count) images of \(name)")
      return .examples(examples.slice(0..<0), name: "\(name)_mistakes")
    }
    let worst = Array(answers.surestFirst(wrong).prefix(arguments[Self.count]))
    session.say(
      "\(wrong.count) of \(examples.count) images of \(name) are taken for a wrong class; the surest mistakes:\n"
        + textTable(
          ["image", "saw", "with", "is", "with"],
          worst.map { i in
            let label = Int(examples.labels.classes[i])
            return [
              "\(i)", answers.className(answers.seen[i]), formatted("%.4f", Double(answers.sureness(i))),
              answers.className(label),
              answers.probability(i, of: label).map { formatted("%.4f", Double($0)) } ?? "-",
            ]
          }))
    try answers.draw(
      worst, title: "The surest mistakes of \(answers.model.title)", name: "mistakes", arguments, session)
    return .examples(
      try examples.selecting(indices: worst.map(Int32.init)), name: "\(name)_mistakes")
  }
}
