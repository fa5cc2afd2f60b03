import NeuralNetwork

/// `help`, `help fit`, `help Conv2D`
enum HelpVerb: Verb {
  static let declaration = Declaration(
    name: "help",
    summary: "explains a verb, a layer or an optimizer",
    parameters: [
      .positional(
        "topic", .text, "what to explain; a list of all where left out", isRequired: false,
        isRepeated: true, words: .topics)
    ],
    example: "help fit")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard let topic = arguments.text("topic") else { return .text(Reference.overview) }
    guard let text = Reference.page(topic) else {
      throw CellError(
        "there is no help on '\(topic)'", parameter: "topic",
        suggestion: nearestName(to: topic, in: Reference.topics))
    }
    return .text(text)
  }
}
