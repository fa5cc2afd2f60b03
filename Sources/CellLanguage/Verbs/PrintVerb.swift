import Core

/// `print "Test accuracy:" score.accuracy`
enum PrintVerb: Verb {
  static let declaration = Declaration(
    name: "print",
    summary: "shows values, side by side",
    parameters: [
      .positional("values", .value(.any), "what to show", isRequired: false, isRepeated: true)
    ],
    example: "print \"two and two:\" (2 + 2)")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    session.say(arguments.all("values").map(\.printed).joined(separator: " "))
    return .nothing
  }
}
