/// What an argument may be, and the type in which it is read: a number of images cannot be read as a text.
public struct Kind<Content>: Sendable {
  /// How it is checked, completed and explained.
  public let parameter: ParameterKind
  /// What a value that the kind accepts stands for; nil for another.
  public let read: @Sendable (any Given) -> Content?

  public init(_ parameter: ParameterKind, read: @escaping @Sendable (any Given) -> Content?) {
    self.parameter = parameter
    self.read = read
  }

  fileprivate init(_ parameter: ParameterKind) where Content: ArgumentConvertible {
    self.init(parameter) { $0.argument.flatMap(Content.init) }
  }
}

/// What was given for a parameter: an ``Argument``, or a value of a language above.
public protocol Given {
  /// The value as plain data; nil where it is none.
  var argument: Argument? { get }
}

extension Argument: Given {
  public var argument: Argument? { self }
}

// MARK: - Kinds

extension Kind<Int> {
  public static func integer(_ range: ClosedRange<Int>) -> Kind { Kind(.integer(range)) }

  /// A whole number of at least 1.
  public static var count: Kind { .integer(1...1_000_000_000) }
}

extension Kind<UInt64> {
  /// What random numbers start from.
  public static var seed: Kind { Kind(.integer(0...Int.max)) }
}

extension Kind<Double> {
  public static func number(_ range: ClosedRange<Double>) -> Kind { Kind(.number(range)) }
}

extension Kind<Bool> {
  public static var flag: Kind { Kind(.flag) }
}

extension Kind<String> {
  public static var text: Kind { Kind(.text) }

  public static func choice(_ names: [String]) -> Kind { Kind(.choice(names)) }

  /// A word that is meant as it stands.
  public static var name: Kind { Kind(.name) }
}

extension Kind where Content: Choice {
  /// One of all.
  public static var choice: Kind { .choice(Array(Content.allCases)) }

  public static func choice(_ cases: [Content]) -> Kind { Kind(.choice(cases.map(\.rawValue))) }
}

extension Kind {
  /// What `read` makes something of.
  /// - Parameter expectation: what that is, in the learner's words.
  public static func form(
    _ expectation: String, read: @escaping @Sendable (Argument) -> Content?
  ) -> Kind {
    Kind(.form(ParameterKind.Form(description: expectation) { read($0) != nil })) {
      $0.argument.flatMap(read)
    }
  }
}

extension Kind where Content: PartConvertible {
  /// One of a family.
  public static var part: Kind { Kind(.part(Content.family)) }
}

extension Kind<ImageSize> {
  /// Height x width; one number means both: `2` is `2x2`.
  public static var size: Kind { Kind(.size) }

  /// Rows x columns, either of which may be 0; one number means both.
  public static var border: Kind { Kind(.border) }
}

extension Shape: ArgumentConvertible {
  /// A whole number is one length.
  public init?(_ argument: Argument) {
    switch argument {
    case .shape(let shape): self = shape
    case .integer(let length): self = [length]
    case .number, .text, .flag, .list: return nil
    }
  }

  public var argument: Argument { .shape(self) }
}

extension Kind<Shape> {
  public static var shape: Kind { Kind(.shape) }

  /// Axes of an array.
  public static var axes: Kind { Kind(.axes) }
}

extension Kind<NameOrNumber> {
  /// A layer of a model.
  public static var layer: Kind { Kind(.layer) }

  /// A class of a data set.
  public static var label: Kind { Kind(.label) }
}
