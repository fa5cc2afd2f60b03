/// The value of an argument of a layer, loss or optimizer.
public enum Argument: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case text(String)
  case flag(Bool)
  case shape(Shape)
  case list([Argument])

  /// As a learner would type it.
  public var description: String {
    switch self {
    case .integer(let value): return String(value)
    case .number(let value): return shortNumber(value)
    case .text(let value): return value
    case .flag(let value): return String(value)
    case .shape(let value): return value.crossDescription
    case .list(let values): return "[\(values.map(\.description).joined(separator: ", "))]"
    }
  }
}

extension Argument {
  /// The numbers of a list, or of a shape; nil where this is neither, or has something else in it.
  public var numbers: [Double]? {
    switch self {
    case .shape(let shape): return shape.map(Double.init)
    case .list(let elements):
      let numbers = elements.compactMap { Double($0) }
      return numbers.count == elements.count ? numbers : nil
    case .integer, .number, .text, .flag: return nil
    }
  }
}

/// A number without a needless `.0`: `3`, `0.5`, `1e-07`.
public func shortNumber(_ value: Double) -> String {
  if abs(value) < 1e15, let whole = Int(exactly: value) { return String(whole) }
  return "\(value)"
}
