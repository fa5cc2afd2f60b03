/// A type in which plain arguments are read.
public protocol ArgumentConvertible: Sendable {
  /// Nil for an argument of another kind.
  init?(_ argument: Argument)

  var argument: Argument { get }
}

/// One of a few words.
public protocol Choice: ArgumentConvertible, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
  public init?(_ argument: Argument) {
    guard case .text(let word) = argument else { return nil }
    self.init(rawValue: word)
  }

  public var argument: Argument { .text(rawValue) }
}

/// How a learner names one of several things: `conv2d`, or `1`.
public enum NameOrNumber: Sendable, Equatable {
  case name(String)
  case number(Double)
}

extension NameOrNumber: ArgumentConvertible {
  public init?(_ argument: Argument) {
    switch argument {
    case .text(let name): self = .name(name)
    case .number(let number): self = .number(number)
    case .integer(let number): self = .number(Double(number))
    case .flag, .shape, .list: return nil
    }
  }

  public var argument: Argument {
    switch self {
    case .name(let name): .text(name)
    case .number(let number): .number(number)
    }
  }
}

extension Int: ArgumentConvertible {
  public init?(_ argument: Argument) {
    switch argument {
    case .integer(let value): self = value
    case .number(let value): self.init(exactly: value)
    case .text, .flag, .shape, .list: return nil
    }
  }

  public var argument: Argument { .integer(self) }
}

extension UInt64: ArgumentConvertible {
  public init?(_ argument: Argument) {
    guard let number = Int(argument) else { return nil }
    self.init(exactly: number)
  }

  public var argument: Argument { Int(exactly: self).map(Argument.integer) ?? .number(Double(self)) }
}

extension Double: ArgumentConvertible {
  public init?(_ argument: Argument) {
    switch argument {
    case .number(let value): self = value
    case .integer(let value): self = Double(value)
    case .text, .flag, .shape, .list: return nil
    }
  }

  public var argument: Argument { .number(self) }
}

extension Bool: ArgumentConvertible {
  public init?(_ argument: Argument) {
    guard case .flag(let value) = argument else { return nil }
    self = value
  }

  public var argument: Argument { .flag(self) }
}

extension String: ArgumentConvertible {
  public init?(_ argument: Argument) {
    guard case .text(let value) = argument else { return nil }
    self = value
  }

  public var argument: Argument { .text(self) }
}

extension ImageSize: ArgumentConvertible {
  public init?(_ argument: Argument) {
    switch argument {
    case .integer(let side): self.init(side, side)
    case .shape(let sides) where sides.count == 2: self.init(sides[0], sides[1])
    case .number, .text, .flag, .shape, .list: return nil
    }
  }

  /// A square is known by one side.
  public var argument: Argument { height == width ? .integer(height) : .shape([height, width]) }
}
