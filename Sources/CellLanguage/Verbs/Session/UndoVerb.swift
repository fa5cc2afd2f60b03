import Core

/// `undo`
enum UndoVerb: Verb {
  static let declaration = Declaration(
    name: "undo",
    summary: "takes the last change back: of a name, of a model's weights, of the random numbers",
    discussion: """
      A name that was given a value has its old one again, models have the weights and the optimizer that they had - \
      also after fit - and the random numbers go on from where they were, so that the same line once more gives the \
      same. Files that were written stay. The last \(Session.undoLimit) changes can be undone, the newest first.
      """,
    parameters: [],
    example: """
      x = 1
      x = 2
      undo
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard session.bodies.isEmpty else {
      throw CellError(
        "undo takes a whole statement back, and so stands by itself and in no lines up to 'end'")
    }
    guard let change = session.undo() else { throw CellError("there is nothing to undo") }
    let now = change.name.map { name in
      "\n\(name) \(session.values[name].map { "is \($0.kindName) again" } ?? "has no value any more")"
    }
    session.say("undone: \(change.title)\(now ?? "")")
    return .nothing
  }
}
