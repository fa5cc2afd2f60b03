/// What a learner can type, declared once: parsing, checking, completion, `help` and the reference document
/// are all made from it.
public struct Declaration: Sendable {
  public let name: String
  /// One line for lists.
  public let summary: String
  /// A paragraph or two for `help`.
  public let discussion: String
  public let parameters: [Parameter]
  /// A cell that runs in a fresh session.
  public let example: String

  public init(
    name: String, summary: String, discussion: String = "", parameters: [Parameter] = [], example: String
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters
    self.example = example
  }

  public var positional: [Parameter] { parameters.filter(\.isPositional) }
  public var options: [Parameter] { parameters.filter { !$0.isPositional } }

  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}

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

/// What an argument may be.
public enum ParameterKind: Sendable, Equatable {
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case choice([String])
  /// Height x width; one number means both: `2` is `2x2`.
  case size
  /// Rows x columns, either of which may be 0; one number means both.
  case border
  case shape
  case flag
  case text
  /// A layer of a model: its name, or its number counted from 1, from the end where it is negative.
  case layer
  /// A class of a data set: its number or its name.
  case label
  /// A value of the session: see ``ValueKind``.
  case value(ValueKind)

  /// A whole number of at least 1.
  public static var count: ParameterKind { .integer(1...1_000_000_000) }

  public enum ValueKind: String, Sendable {
    case data = "a data set"
    case examples = "images with labels, such as digits.train"
    case images = "images"
    case model = "a model"
    case series = "a list of numbers, such as history.loss"
    case weights = "numbers: a list, a list of rows, or an array"
    case augmentation = "an augmentation, such as (augment shift=0.1)"
    case word = "a number, a shape or a word"
    case any = "a value"
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
    case .choice(let names): return names.count == 1 ? names[0] : "one of " + names.joined(separator: ", ")
    case .size: return "a size such as 2 or 2x2"
    case .border: return "rows x columns such as 2, 2x2 or 0x3"
    case .shape: return "a shape such as 28x28x1"
    case .flag: return "true or false"
    case .text: return "a word or a text in quotes"
    case .layer: return "a layer's name, or its number counted from 1"
    case .label: return "a class's number or name"
    case .value(let kind): return kind.rawValue
    }
  }
}

/// The value of an argument of a layer, loss or optimizer.
public enum Argument: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case text(String)
  case flag(Bool)
  case shape(Shape)

  /// As a learner would type it.
  public var description: String {
    switch self {
    case .integer(let value): return String(value)
    case .number(let value): return shortNumber(value)
    case .text(let value): return value
    case .flag(let value): return String(value)
    case .shape(let value): return value.crossDescription
    }
  }
}

/// A number without a needless `.0`: `3`, `0.5`, `1e-07`.
public func shortNumber(_ value: Double) -> String {
  if abs(value) < 1e15, let whole = Int(exactly: value) { return String(whole) }
  return "\(value)"
}

/// The checked arguments of one layer or optimizer: every declared parameter that has a value is there.
public struct Options: Sendable {
  private let values: [String: Argument]

  public init(_ values: [String: Argument]) { self.values = values }

  /// The arguments as given, over the defaults of the declaration.
  public init(_ declaration: Declaration, _ given: [String: Argument]) {
    var values: [String: Argument] = [:]
    for parameter in declaration.parameters {
      values[parameter.name] = given[parameter.name] ?? parameter.defaultValue
    }
    self.values = values
  }

  /// What a parameter was given or has by default.
  subscript(name: String) -> Argument? { values[name] }

  public func integer(_ name: String) throws(ModelError) -> Int {
    guard case .integer(let value)? = values[name] else { throw missing(name) }
    return value
  }

  public func number(_ name: String) throws(ModelError) -> Double {
    switch values[name] {
    case .number(let value)?: return value
    case .integer(let value)?: return Double(value)
    default: throw missing(name)
    }
  }

  public func text(_ name: String) throws(ModelError) -> String {
    guard case .text(let value)? = values[name] else { throw missing(name) }
    return value
  }

  public func flag(_ name: String) throws(ModelError) -> Bool {
    guard case .flag(let value)? = values[name] else { throw missing(name) }
    return value
  }

  /// A size as (height, width), or nil where none was given.
  public func size(_ name: String) -> (height: Int, width: Int)? {
    switch values[name] {
    case .integer(let value)?: return (value, value)
    case .shape(let shape)? where shape.count == 2: return (shape[0], shape[1])
    default: return nil
    }
  }

  private func missing(_ name: String) -> ModelError { ModelError("\(name) is missing") }
}

/// Why a model cannot be built, trained or asked. The message is written for the learner.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  public var message: String
  /// The layer that is at fault, counted from 0.
  public var layer: Int?

  public init(_ message: String, layer: Int? = nil) {
    self.message = message
    self.layer = layer
  }

  public var description: String { message }
}
