import Core
import Datasets
import NeuralNetwork

/// What operators give, as in NumPy: numbers with numbers; lists, arrays, images and data sets with a number, element by
/// element; lists of one length and arrays of one shape with each other. Labels are the numbers of their classes.
///
/// A comparison of two single values is true or false, of lists a list of those, and of arrays an array of ones and zeros:
/// there is no array of flags, and the mean of ones and zeros is the share that was true.
struct Arithmetic {
  /// Where the computation stands.
  let range: SourceRange

  /// Lists with more elements are not computed with, and no computation makes one.
  static let mostElements = 1 << 20
  /// The longest text that is made of others.
  static let mostBytes = 1 << 20

  func value(_ sign: BinaryOperator, _ left: Value, _ right: Value) throws(Diagnostic) -> Value {
    if let a = left.number, let b = right.number, sign != .and, sign != .or {
      return try number(sign, left, right, a, b)
    }
    if let answer = try single(sign, left, right) { return answer }
    switch (try calculable(left), try calculable(right)) {
    case (.list(let a), .list(let b)):
      guard a.count == b.count else {
        throw Diagnostic("lists of \(a.count) and \(b.count) elements do not fit", at: range)
      }
      return try list(a, b) { (i: Int) throws(Diagnostic) -> Value in try value(sign, a[i], b[i]) }
    case (.array(let a), .array(let b)): return try array(sign, a, b)
    case (.array(let a), .list(let b)):
      if let b = try b.array(at: range) { return try array(sign, a, b) }
    case (.list(let a), .array(let b)):
      if let a = try a.array(at: range) { return try array(sign, a, b) }
    case (.list(let a), let b) where b.isSingle:
      return try list(a, a) { (i: Int) throws(Diagnostic) -> Value in try value(sign, a[i], b) }
    case (let a, .list(let b)) where a.isSingle:
      return try list(b, b) { (i: Int) throws(Diagnostic) -> Value in try value(sign, a, b[i]) }
    case (let a, let b) where a.hasImages && b.number != nil && sign.binding > BinaryOperator.bindingOfNot:
      let number = b.number ?? 0
      if sign == .divide || sign == .remainder, number == 0 {
        throw Diagnostic("division by zero", at: range)
      }
      return try mapped(a) { images in
        images.map(limits: sign.limits(images.limits, ClosedRange(between: Float(number), Float(number)))) {
          sign.apply($0, Float(number))
        }
      }
    case (let a, let b) where a.number != nil && b.hasImages && sign.binding > BinaryOperator.bindingOfNot:
      let number = Float(a.number ?? 0)
      return try mapped(b) { images in
        images.map(limits: sign.limits(ClosedRange(between: number, number), images.limits)) {
          sign.apply(number, $0)
        }
      }
    default: break
    }
    throw Diagnostic(
      "\(left.kindName) \(sign.rawValue) \(right.kindName) cannot be computed", at: range,
      note: "arithmetic takes numbers, and images or arrays with a number")
  }

  /// `not x`
  func inverted(_ operand: Value) throws(Diagnostic) -> Value {
    switch try calculable(operand) {
    case .flag(let flag): return .flag(!flag)
    case .list(let list):
      return try self.list(list, list) { (i: Int) throws(Diagnostic) -> Value in try inverted(list[i]) }
    case .array(let array):
      return try mapped(.array(array)) { $0.map(limits: 0...1) { $0 == 0 ? 1 : 0 } }
    default:
      throw Diagnostic(
        "not \(operand.kindName) cannot be computed", at: range,
        note: "'not' takes true or false, and lists and arrays of them")
    }
  }

  // MARK: - Single values

  private func number(
    _ sign: BinaryOperator, _ left: Value, _ right: Value, _ a: Double, _ b: Double
  ) throws(Diagnostic) -> Value {
    if sign == .divide || sign == .remainder, b == 0 { throw Diagnostic("division by zero", at: range) }
    // As in NumPy, what is computed from a float of an array is one itself.
    let isDouble = if case .number = left, case .number = right { true } else { false }
    if sign.isComparison {
      return .flag(isDouble ? sign.compares(a, b) : sign.compares(Float(a), Float(b)))
    }
    if sign == .power {
      if a == 0, b < 0 { throw Diagnostic("division by zero", at: range) }
      let power = isDouble ? Scalar.power(a, b) : Double(Float(Scalar.power(a, b)))
      if power.isNaN, !a.isNaN, !b.isNaN {
        throw Diagnostic("a negative number has no power with a fraction", at: range)
      }
      if power.isInfinite, a.isFinite, b.isFinite { throw Diagnostic("this number is too large", at: range) }
      return isDouble ? .number(power) : .float32(Float(power))
    }
    return isDouble ? .number(sign.apply(a, b)) : .float32(sign.apply(Float(a), Float(b)))
  }

  /// What texts, flags and shapes give with their like; nil where they give nothing, and for all other values.
  private func single(_ sign: BinaryOperator, _ left: Value, _ right: Value) throws(Diagnostic) -> Value? {
    let areEqual: Bool
    switch (left, right) {
    case (.text(let a), .text(let b)):
      if sign == .add {
        guard a.utf8.count + b.utf8.count <= Self.mostBytes else {
          throw Diagnostic("a text has at most \(Self.mostBytes) bytes", at: range)
        }
        return .text(a + b)
      }
      areEqual = a == b
    case (.flag(let a), .flag(let b)):
      if sign == .and { return .flag(a && b) }
      if sign == .or { return .flag(a || b) }
      areEqual = a == b
    case (.shape(let a), .shape(let b)): areEqual = a == b
    // A shape of one length is written as a number: `net.output_shape == 10`.
    case (.shape(let a), .number(let b)): areEqual = a.count == 1 && Double(a[0]) == b
    case (.number(let a), .shape(let b)): areEqual = b.count == 1 && Double(b[0]) == a
    default: return nil
    }
    return sign == .equal ? .flag(areEqual) : sign == .notEqual ? .flag(!areEqual) : nil
  }

  // MARK: - Lists and arrays

  /// Labels as an array, a series as a list; any other value as it is.
  private func calculable(_ value: Value) throws(Diagnostic) -> Value {
    switch value {
    case .labels(let labels):
      if let refusal = MachineMemory.refusal(
        of: "this array", bytes: [labels.shape.elementCount ?? .max, MemoryLayout<Float>.size].elementCount)
      {
        throw Diagnostic(refusal, at: range)
      }
      return .array(labels.array)
    case .series(_, let values, _): return .list(ValueList(values.map(Value.number)))
    default: return value
    }
  }

  /// The list of what `element` gives for each place of two lists.
  private func list(
    _ a: ValueList, _ b: ValueList, _ element: (Int) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> Value {
    guard max(a.leafCount, b.leafCount) <= Self.mostElements else {
      throw Diagnostic(
        "these are too many elements to compute with", at: range,
        note: "lists have at most \(Self.mostElements) for that, with those of the lists in them")
    }
    var elements: [Value] = []
    elements.reserveCapacity(a.count)
    for i in a.indices { elements.append(try element(i)) }
    return .list(ValueList(elements))
  }

  private func array(_ sign: BinaryOperator, _ a: Tensor, _ b: Tensor) throws(Diagnostic) -> Value {
    guard a.shape == b.shape else {
      throw Diagnostic(
        "arrays of shapes \(a.shape.tupleDescription) and \(b.shape.tupleDescription) do not fit", at: range)
    }
    let bytes = [a.shape.elementCount ?? .max, 3, MemoryLayout<Float>.size].elementCount
    if let refusal = MachineMemory.refusal(of: "this array", bytes: bytes) {
      throw Diagnostic(refusal, at: range)
    }
    let (x, y) = (a.floats, b.floats)
    return .array(
      Tensor(
        shape: a.shape, floats: x.indices.map { sign.apply(x[$0], y[$0]) },
        limits: sign.limits(a.limits, b.limits)))
  }

  private func mapped(_ value: Value, _ change: (Tensor) -> Tensor) throws(Diagnostic) -> Value {
    do { return try value.mapPixels(change) } catch { throw Diagnostic("\(error)", at: range) }
  }
}

extension Value {
  /// Whether this is computed with each element of a list.
  fileprivate var isSingle: Bool {
    switch self {
    case .number, .float32, .text, .flag, .shape: true
    default: false
    }
  }
}

extension ValueList {
  /// The list as an array, where it is one of numbers.
  fileprivate func array(at range: SourceRange) throws(Diagnostic) -> Tensor? {
    do {
      return try Value.list(self).nestedNumbers.map { Tensor(shape: $0.shape, floats: $0.floats) }
    } catch { throw Diagnostic(CellError(error).message, at: range) }
  }
}

extension Labels {
  /// The numbers of the classes, or their one-hot rows.
  var array: Tensor {
    isOneHot
      ? Tensor(shape: shape, floats: classes.flatMap { oneHotVector(of: $0) })
      : Tensor(shape: [count], floats: classes.map { Float($0) })
  }
}

extension BinaryOperator {
  /// The result; of a comparison, and of `and` and `or`, 1 or 0.
  func apply<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Number {
    switch self {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide: return a / b
    case .remainder:
      // As in Python it has the sign of the divisor.
      let rest = a.truncatingRemainder(dividingBy: b)
      return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    case .power: return Number(Scalar.power(Double(a), Double(b)))
    case .and: return a != 0 && b != 0 ? 1 : 0
    case .or: return a != 0 || b != 0 ? 1 : 0
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return compares(a, b) ? 1 : 0
    }
  }

  fileprivate func compares<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    default: false
    }
  }

  /// What values between these can become; nil where that is not known.
  fileprivate func limits(_ a: ClosedRange<Float>?, _ b: ClosedRange<Float>?) -> ClosedRange<Float>? {
    switch self {
    case .and, .or: return 0...1
    case _ where isComparison: return 0...1
    case .remainder: return nil
    // The powers of negative numbers rise and fall.
    case .power where (a?.lowerBound ?? -1) < 0: return nil
    default: break
    }
    guard let a, let b, self != .divide || !b.contains(0) else { return nil }
    let corners = [a.lowerBound, a.upperBound].flatMap { x in
      [b.lowerBound, b.upperBound].map { apply(x, $0) }
    }
    guard corners.allSatisfy(\.isFinite), let least = corners.min(), let greatest = corners.max() else {
      return nil
    }
    return least...greatest
  }
}
