import Core

/// `help`, `help fit`, `help Conv2D`
enum HelpVerb: Verb {
  static let declaration = Declaration(
    name: "help",
    summary: "explains a verb, a layer, an option or an idea such as overfitting",
    parameters: [
      .positional(
        "topic", .text, "what to explain; a list of all where left out", isRequired: false,
        isRepeated: true, words: .topics)
    ],
    example: "help fit")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let words = arguments.all("topic").compactMap { if case .text(let word) = $0 { word } else { nil } }
    guard !words.isEmpty else { return .text(Reference.overview()) }
    let topic = words.joined(separator: " ")
    guard let text = session.page(topic) else {
      let reason = Reference.noHelp(on: topic, names: session.names)
      throw CellError("\(reason)\n'help' lists what there is", parameter: "topic")
    }
    return .text(text)
  }
}
