import Core

/// The mean and the standard deviation of each column of a table, by which all columns come to one scale.
///
/// Source: scikit-learn's `StandardScaler`: `(x - mean) / deviation`, the deviation with N below the sum and 1 in place of 0.
public struct ColumnScale: Sendable {
  public let means, deviations: [Float]

  /// - Parameter table: `(N, columns)`; nil where it has another shape or no rows.
  public init?(of table: Tensor) {
    guard table.shape.count == 2, table.count > 0 else { return nil }
    let (rows, width) = (table.count, table.shape[1])
    let floats = table.floats
    var means = [Double](repeating: 0, count: width)
    for row in 0..<rows { for k in 0..<width { means[k] += Double(floats[row * width + k]) } }
    for k in 0..<width { means[k] /= Double(rows) }
    var squares = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      for k in 0..<width {
        let distance = Double(floats[row * width + k]) - means[k]
        squares[k] += distance * distance
      }
    }
    self.means = means.map { Float($0) }
    deviations = squares.map { $0 == 0 ? 1 : Float(($0 / Double(rows)).squareRoot()) }
  }

  /// - Parameter table: `(N, columns)`.
  /// - Throws: ``DatasetError`` where it has other columns.
  public func applied(to table: Tensor) throws -> Tensor {
    guard table.shape.count == 2, table.shape[1] == means.count else {
      throw DatasetError("expected rows of \(means.count) numbers, found \(table.shape.tupleDescription)")
    }
    let floats = table.floats
    return Tensor(
      shape: table.shape,
      floats: floats.indices.map { (floats[$0] - means[$0 % means.count]) / deviations[$0 % means.count] })
  }
}
