import Core

/// `print "Test accuracy:" score.accuracy`
enum PrintVerb: Verb {
  static let declaration = Declaration(
    name: "print",
    summary: "shows values, side by side",
    parameters: [values],
    example: "print \"two and two:\" (2 + 2)")

  static let values = Key<[Value]>.positional("values", .any, "what to show", isRequired: false)

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    session.say(arguments[Self.values].map(\.printed).joined(separator: " "))
    return .nothing
  }
}
