import Core
import Datasets

/// A function of one number, done to each of those in a list, an array or images.
///
/// As elsewhere an array's floats are computed as floats and numbers as doubles. What no number comes of is an error for a
/// single one, and infinite or NaN in lists and arrays, as in NumPy.
struct NumberFunction {
  static let data = Required<Value>.positional(
    "data", .numbers, "numbers: one, a list, an array or images")

  let double: (Double) -> Double
  let float: (Float) -> Float
  /// What values between these become; nil where that is not known.
  let limits: (ClosedRange<Float>) -> ClosedRange<Float>?

  /// - Parameter limits: left out of a function that rises all along, or falls.
  init(
    double: @escaping (Double) -> Double, float: @escaping (Float) -> Float,
    limits: ((ClosedRange<Float>) -> ClosedRange<Float>?)? = nil
  ) {
    (self.double, self.float) = (double, float)
    self.limits = limits ?? { ClosedRange(between: float($0.lowerBound), float($0.upperBound)) }
  }

  /// - Parameters:
  ///   - verb: names the function in messages.
  ///   - takes: what it takes, for a message: `log takes a number above 0`.
  func result(of value: Value, _ verb: String, takes: String, _ key: any Declared) throws -> Value {
    func checked(_ x: Double, _ y: Double) throws {
      if !y.isFinite, x.isFinite {
        throw CellError("\(verb) takes \(takes), not \(shortNumber(x))", parameter: key)
      }
    }
    switch value {
    case .number(let x):
      try checked(x, double(x))
      return .number(double(x))
    case .float32(let x):
      try checked(Double(x), Double(float(x)))
      return .float32(float(x))
    case .labels(let labels):
      return .array(labels.array.map(limits: nil, float))
    case .list, .series: return try mapped(value)
    default:
      return try value.mapPixels { images in
        images.map(limits: images.limits.flatMap(limits), float)
      }
    }
  }

  private func mapped(_ value: Value) throws -> Value {
    switch value {
    case .number(let x): return .number(double(x))
    case .float32(let x): return .float32(float(x))
    case .flag(let flag): return .number(double(flag ? 1 : 0))
    case .array: return try value.mapPixels { $0.map(limits: $0.limits.flatMap(limits), float) }
    case .series(_, let values, _): return .list(ValueList(values.map { .number(double($0)) }))
    case .list(let list):
      guard list.leafCount <= Arithmetic.mostElements else {
        throw CellError.tooManyElements
      }
      return .list(ValueList(try list.map(mapped)))
    default: throw CellError("\(value.kindName) is no number")
    }
  }
}

extension CellError {
  static var tooManyElements: CellError {
    CellError("these are too many elements to compute with: at most \(Arithmetic.mostElements)")
  }
}

/// A verb that gives a statistic of numbers.
protocol StatisticVerb: Verb {
  static var statistic: Statistic { get }
}

extension StatisticVerb {
  static var data: Required<Value> { NumberFunction.data }

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try arguments[data].result(of: statistic, data)
  }
}

extension Value {
  /// A statistic of this, as a verb gives it.
  func result(of statistic: Statistic, _ key: any Declared) throws -> Value {
    guard case .dataset(let dataset) = orOnlySplit else {
      do {
        if let result = try orOnlySplit.statistic(statistic) { return result }
      } catch { throw CellError(error, parameter: key) }
      throw CellError("there are no numbers", parameter: key)
    }
    throw CellError.whichPart(of: dataset, parameter: key)
  }
}
