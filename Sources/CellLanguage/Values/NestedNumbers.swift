import Core

extension Value {
  /// The number, whether it is a float of an array or not; nil for anything else.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .float32(let number): Double(number)
    default: nil
    }
  }

  /// The numbers of a series, of a list of numbers or of an array of one axis; nil for anything else.
  var numbers: [Double]? {
    switch self {
    case .series(_, let values, _): return values
    case .array(let array): return array.shape.count == 1 ? array.floats.map(Double.init) : nil
    case .list(let list):
      var numbers: [Double] = []
      for value in list {
        guard let number = value.number else { return nil }
        numbers.append(number)
      }
      return numbers
    default: return nil
    }
  }

  /// The most numbers that lists become an array of: as many as a model may have weights.
  private static var mostNumbers: Int { 1 << 27 }

  /// The numbers of nested lists, with the lengths of the lists as shape; nil where the lists of a level differ in length
  /// or something in them is no number.
  /// - Throws: where there are too many, as there are in a list that holds itself often.
  var nestedNumbers: (shape: Shape, floats: [Float])? {
    get throws {
      guard let shape = nestedShape else { return nil }
      guard let count = shape.elementCount, count <= Self.mostNumbers else {
        throw CellError("a list of \(shape.crossDescription) numbers is too large")
      }
      var floats: [Float] = []
      floats.reserveCapacity(count)
      return try append(to: &floats, shape[...]) ? (shape, floats) : nil
    }
  }

  /// The lengths of the first list of each level.
  private var nestedShape: Shape? {
    switch self {
    case .number, .float32: []
    case .array(let array): array.shape
    case .series(_, let values, _): [values.count]
    case .list(let list): (list.first ?? .number(0)).nestedShape.map { [list.count] + $0 }
    default: nil
    }
  }

  /// Adds the numbers, which must have this shape; false where they have another.
  private func append(to floats: inout [Float], _ shape: ArraySlice<Int>) throws -> Bool {
    switch self {
    case .number, .float32:
      floats.append(Float(number ?? 0))
      return shape.isEmpty
    case .array(let array):
      guard array.shape[...] == shape else { return false }
      floats += array.floats
    case .series(_, let values, _):
      guard shape == [values.count] else { return false }
      floats += values.map { Float($0) }
    case .list(let list):
      guard shape.first == list.count else { return false }
      try Work.report(floats.count, of: floats.capacity)
      for element in list where try !element.append(to: &floats, shape.dropFirst()) { return false }
    default: return false
    }
    return true
  }
}
