import Core

/// `help`, `help fit`, `help Conv2D`
enum HelpVerb: Verb {
  static let declaration = Declaration(
    name: "help",
    summary: "explains a verb, a layer, an option or an idea such as overfitting",
    parameters: [topic],
    example: "help fit")

  static let topic = Key<[String]>.positional(
    "topic", .text, "what to explain: a word, a family of words, or all; all words by family where left out",
    isRequired: false, words: .topics)

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let words = arguments[Self.topic]
    guard !words.isEmpty else { return .text(Reference.overview()) }
    let topic = words.joined(separator: " ")
    guard let text = session.page(topic) else {
      let reason = Reference.noHelp(on: topic, names: session.names)
      throw CellError("\(reason)\n'help' lists what there is", parameter: Self.topic)
    }
    return .text(text)
  }
}
