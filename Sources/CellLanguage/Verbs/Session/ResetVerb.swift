import Core

/// `reset`
enum ResetVerb: Verb {
  static let declaration = Declaration(
    name: "reset",
    summary: "forgets all models and starts the random numbers afresh",
    discussion: """
      Keras's clear_session: between two experiments, so that the second one is what it would be alone. Data, histories \
      and scores stay, to be compared.
      """,
    parameters: [],
    example: "reset")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    session.reset()
    return .nothing
  }
}
