/// What an argument may be, for checking, completion and help. ``Kind`` adds the type in which it is read.
public enum ParameterKind: Sendable, Equatable {
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case choice([String])
  /// One of a few things that may have options of their own.
  case part(PartFamily)
  /// Height x width; one number means both: `2` is `2x2`.
  case size
  /// Rows x columns, either of which may be 0; one number means both.
  case border
  case shape
  /// Axes of an array; one number means one: `1x2`, `0`.
  case axes
  case flag
  case text
  /// A name that is made here, whatever it stands for elsewhere.
  case name
  /// A layer of a model: its name, or its number counted from 1, from the end where it is negative.
  case layer
  /// A class of a data set: its number or its name.
  case label
  /// What one parameter alone may be, such as a number or a list of two.
  case form(Form)
  /// A value of the session: see ``ValueKind``.
  case value(ValueKind)

  /// A kind of value that a session can hold. Which there are, and what each accepts, the language says.
  public struct ValueKind: Sendable, Equatable {
    /// What is expected, in the learner's words: `a data set`.
    public let description: String
    /// A word that stands for itself, whatever names are in use: `balanced`.
    public let ownWord: String?

    public init(_ description: String, ownWord: String? = nil) {
      (self.description, self.ownWord) = (description, ownWord)
    }
  }

  /// What a parameter may be that is like no other. Two are equal where they expect the same.
  public struct Form: Sendable, Equatable {
    /// What is expected, in the learner's words: `a number, or two such as [-0.1, 0.2]`.
    public let description: String
    public let accepts: @Sendable (Argument) -> Bool

    init(description: String, accepts: @escaping @Sendable (Argument) -> Bool) {
      (self.description, self.accepts) = (description, accepts)
    }

    public static func == (a: Form, b: Form) -> Bool { a.description == b.description }
  }

  /// What is expected, in the learner's words.
  public var expectation: String {
    switch self {
    case .integer(let range) where range.upperBound >= 1_000_000_000:
      return "a whole number of at least \(range.lowerBound)"
    case .integer(let range): return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range) where range.upperBound == .infinity && range.lowerBound == -.infinity:
      return "a number"
    case .number(let range) where range.upperBound == .infinity:
      return "a number of at least \(shortNumber(range.lowerBound))"
    case .number(let range):
      return "a number from \(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound))"
    case .choice(let names):
      if names.count > 20 {
        return "one of \(names.prefix(12).joined(separator: ", ")) and \(names.count - 12) more"
      }
      return names.count == 1 ? names[0] : "one of " + names.joined(separator: ", ")
    case .part(let family): return family.expectation
    case .size: return "a size such as 2 or 2x2"
    case .border: return "rows x columns such as 2, 2x2 or 0x3"
    case .shape: return "a shape such as 28x28x1"
    case .axes: return "axes such as 1 or 1x2"
    case .flag: return "true or false"
    case .text: return "a word or a text in quotes"
    case .name: return "a name"
    case .layer: return "a layer's name, or its number counted from 1"
    case .label: return "a class's number or name"
    case .form(let form): return form.description
    case .value(let kind): return kind.description
    }
  }
}
