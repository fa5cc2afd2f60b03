/// One argument of a verb or layer, as it is checked, completed and explained. ``Key`` and ``Required`` make it.
public struct Parameter: Sendable {
  public let name: String
  public let kind: ParameterKind
  public let summary: String
  public let isPositional: Bool
  public private(set) var isRequired: Bool
  /// The last positional parameter may take several values, an option a list of them.
  public private(set) var isRepeated: Bool
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

  public init(
    name: String, kind: ParameterKind, summary: String, isPositional: Bool, isRequired: Bool = false,
    isRepeated: Bool = false, defaultValue: Argument? = nil, words: Words? = nil
  ) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.isPositional = isPositional
    self.isRequired = isRequired
    self.isRepeated = isRepeated
    self.defaultValue = defaultValue
    self.words = words
  }

  /// The parameter where it may be left out.
  public var optional: Parameter {
    var parameter = self
    parameter.isRequired = false
    return parameter
  }

  /// The parameter where it takes several values.
  public var repeated: Parameter {
    var parameter = self
    parameter.isRepeated = true
    return parameter
  }
}
