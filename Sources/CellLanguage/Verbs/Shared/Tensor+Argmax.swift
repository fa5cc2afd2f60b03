import Core

extension Tensor {
  /// The place of the greatest value of each row, of equal ones the first; nil where this is no array of rows.
  /// Source: https://numpy.org/doc/stable/reference/generated/numpy.argmax.html
  var predictedClasses: [Int32]? { extremes(greatest: true) }

  /// The place of the greatest or the least value of each row, of equal ones the first; nil where this is no array of rows.
  func extremes(greatest: Bool) -> [Int32]? {
    guard shape.count == 2, rowSize > 0 else { return nil }
    return (0..<count).map { i in
      let row = floats(ofRow: i)
      var best = 0
      for k in row.indices where greatest ? row[k] > row[best] : row[k] < row[best] { best = k }
      return Int32(best)
    }
  }

  /// The class that a model sees in each row of its output: of one value class 1 where it is above 0.5.
  var seenClasses: [Int32]? {
    guard shape.count == 2, rowSize == 1 else { return predictedClasses }
    return floats.map { $0 > 0.5 ? 1 : 0 }
  }

  /// The place of the greatest value of all, of equal ones the first.
  var argmax: Int {
    let values = floats
    var best = 0
    for k in values.indices where values[k] > values[best] { best = k }
    return best
  }
}
