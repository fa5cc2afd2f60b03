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
