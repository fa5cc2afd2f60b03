import Core
import Datasets

/// One number of many, as NumPy's functions of these names. A member and a verb of the same name give the same:
/// `history.loss.min` and `min history.loss`.
enum Statistic: String, CaseIterable {
  case min, max, mean, std, sum, argmin, argmax

  /// Of numbers in their order; nil where there are none, but for their sum. One that is NaN makes all NaN.
  func of(_ numbers: some Sequence<Double>) -> Double? {
    switch self {
    case .min, .max: return extreme(of: numbers)?.value
    case .argmin, .argmax: return extreme(of: numbers).map { Double($0.place) }
    case .sum: return numbers.reduce(0, +)
    case .mean: return Self.mean(of: numbers)
    case .std:
      // That of all there are, as NumPy's: divided by their number.
      guard let mean = Self.mean(of: numbers) else { return nil }
      return Self.mean(of: numbers.lazy.map { ($0 - mean) * ($0 - mean) })?.squareRoot()
    }
  }

  private static func mean(of numbers: some Sequence<Double>) -> Double? {
    var (sum, count) = (0.0, 0.0)
    for number in numbers { (sum, count) = (sum + number, count + 1) }
    return count > 0 ? sum / count : nil
  }

  /// The least or the greatest, of equal ones the first, and its place; the first NaN where there is one.
  private func extreme(of numbers: some Sequence<Double>) -> (place: Int, value: Double)? {
    let isLeast = self == .min || self == .argmin
    var best: (place: Int, value: Double)?
    for (place, number) in numbers.enumerated() {
      guard let value = best?.value else {
        best = (place, number)
        continue
      }
      if value.isNaN { break }
      if number.isNaN || (isLeast ? number < value : number > value) { best = (place, number) }
    }
    return best
  }
}

extension Value {
  /// Whether this is a list, a series or an array of numbers, as far as its first element tells.
  var holdsNumbers: Bool {
    switch self {
    case .array(let array): array.shape.elementCount ?? 1 > 0
    case .series(_, let values, _): !values.isEmpty
    case .list(let list):
      switch list.first {
      case .number?, .float32?, .flag?: true
      case let first?: first.holdsNumbers
      case nil: false
      }
    default: false
    }
  }

  /// A statistic of all numbers in this; nil where there are none.
  /// - Throws: where something in a list is no number, or where there are too many.
  func statistic(_ statistic: Statistic) throws -> Value? {
    switch self {
    case .array(let array):
      switch statistic {
      case .argmax, .argmin:
        guard array.shape.count <= 2 else {
          throw CellError("\(statistic) takes an array of rows, such as predict gives")
        }
        guard array.shape.count == 2 else { break }
        return try array.extremes(greatest: statistic == .argmax).map {
          .labels(try Labels(classes: $0, classNames: (0..<array.rowSize).map(String.init)))
        }
      case .min, .max:
        return array.values.map { Value(element: statistic == .min ? $0.min : $0.max, array.dtype) }
      default: break
      }
      let result = statistic.of(array.elements)
      let isPlace = statistic == .argmax || statistic == .argmin
      // As in NumPy, a float where the elements are floats.
      return result.map { array.dtype == .float32 && !isPlace ? .float32(Float($0)) : .number($0) }
    case .labels(let labels):
      return statistic.of(labels.classes.lazy.map(Double.init)).map(Value.number)
    case .ragged, .examples, .example:
      guard let images = imageParts.first?.images else { return nil }
      if let even = images.even { return try Value.array(even).statistic(statistic) }
      guard statistic == .min || statistic == .max else { throw CellError.differingSizes() }
      return images.values.map { .float32(statistic == .min ? $0.min : $0.max) }
    default:
      return statistic.of(try flatNumbers()).map(Value.number)
    }
  }

  /// The numbers of a number, a series or a list with those of the lists in it; true counts as 1, false as 0.
  func flatNumbers() throws -> [Double] {
    if case .list(let list) = self, list.leafCount > Arithmetic.mostElements {
      throw CellError.tooManyElements
    }
    var numbers: [Double] = []
    try append(to: &numbers)
    return numbers
  }

  private func append(to numbers: inout [Double]) throws {
    switch self {
    case .number(let number): numbers.append(number)
    case .float32(let number): numbers.append(Double(number))
    case .flag(let flag): numbers.append(flag ? 1 : 0)
    case .series(_, let values, _): numbers += values
    case .array(let array):
      guard numbers.count + (array.shape.elementCount ?? .max) / 2 <= Arithmetic.mostElements else {
        throw CellError.tooManyElements
      }
      numbers += array.floats.map(Double.init)
    case .list(let list): for element in list { try element.append(to: &numbers) }
    default: throw CellError("\(kindName) is no number")
    }
  }
}

extension Tensor {
  /// All elements in their order, none of which are copied.
  fileprivate var elements: some Sequence<Double> {
    (0..<count).lazy.flatMap { row in floats(ofRow: row).lazy.map(Double.init) }
  }
}
