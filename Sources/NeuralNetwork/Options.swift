import Core

/// The arguments that a layer, optimizer or callback was given, each in the kind of its parameter. What was left out is
/// what its ``Key`` declares.
public struct Options: Sendable {
  let given: [String: Argument]

  public init(_ given: [String: Argument]) { self.given = given }

  /// What was given, else the default.
  public subscript<Content>(key: Key<Content>) -> Content { key.read(arguments(key)) }

  /// What was given. - Throws: where nothing was.
  public subscript<Content>(key: Required<Content>) -> Content {
    get throws(ModelError) {
      guard let content = key.read(arguments(key)) else {
        throw ModelError("\(key.name) is missing", subject: key.name)
      }
      return content
    }
  }

  /// What a parameter was given or has by default, for what goes through all parameters alike.
  subscript(parameter: Parameter) -> Argument? { given[parameter.name] ?? parameter.defaultValue }

  private func arguments(_ key: some Declared) -> [any Given] { given[key.name].map { [$0] } ?? [] }
}
