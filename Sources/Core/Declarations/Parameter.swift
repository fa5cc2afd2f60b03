/// One argument of a verb or layer.
public struct Parameter: Sendable {
  public let name: String
  public let kind: ParameterKind
  public let summary: String
  public let isPositional: Bool
  public let isRequired: Bool
  /// The last positional parameter may take several values, an option a list of them.
  public let isRepeated: Bool
  public let defaultValue: Argument?
  /// What completion offers for a text.
  public let words: Words?

  public enum Words: Sendable {
    /// The names of known data sets, and files.
    case datasets
    case files
    /// What `help` explains.
    case topics
  }

  /// An argument given by its place.
  public static func positional(
    _ name: String, _ kind: ParameterKind, _ summary: String, default value: Argument? = nil,
    isRequired: Bool = true, isRepeated: Bool = false, words: Words? = nil
  ) -> Parameter {
    Parameter(
      name: name, kind: kind, summary: summary, isPositional: true,
      isRequired: isRequired && value == nil, isRepeated: isRepeated, defaultValue: value, words: words)
  }

  /// An argument given as `name=value`, or as `name=[value, value]` where it is repeated.
  public static func option(
    _ name: String, _ kind: ParameterKind, _ summary: String, default value: Argument? = nil,
    isRequired: Bool = false, isRepeated: Bool = false, words: Words? = nil
  ) -> Parameter {
    Parameter(
      name: name, kind: kind, summary: summary, isPositional: false, isRequired: isRequired,
      isRepeated: isRepeated, defaultValue: value, words: words)
  }
}
