import Core

/// The directions in which some vectors differ most, and where the vectors lie along them.
public struct PrincipalComponents: Sendable {
  /// `count` unit vectors of as many values as a row has. Of each, the value of the greatest size is positive.
  public let components: [[Double]]
  /// The variance along each component, and its share of the whole variance.
  public let variances, shares: [Double]
  /// `(rows, count)`: each row less the mean, along the components.
  public let projections: [[Double]]

  /// scikit-learn's `PCA(count).fit_transform(rows)`, up to the components' signs.
  ///
  /// The eigenvectors of the covariance matrix with the greatest eigenvalues, by subspace iteration with a Rayleigh-Ritz
  /// step. Source: Golub, Van Loan, "Matrix computations", 4th edition, section 8.2.4.
  /// - Parameters:
  ///   - rows: at least 2, each of `width` values, side by side.
  ///   - count: at most `width`.
  public init(_ rows: [Float], width: Int, count: Int) {
    let n = width > 0 ? rows.count / width : 0
    var means = [Double](repeating: 0, count: width)
    for k in rows.indices { means[k % width] += Double(rows[k]) }
    for k in means.indices { means[k] /= Double(max(1, n)) }
    let centred = (0..<n).map { i in (0..<width).map { Double(rows[i * width + $0]) - means[$0] } }
    let covariance = Self.covariance(centred, width: width)
    let basis = Self.leading(covariance, count: count)
    let values = basis.map { vector in dot(vector, multiply(covariance, vector)) }
    let total = (0..<width).reduce(0) { $0 + covariance[$1][$1] }
    components = basis
    variances = values
    shares = values.map { total > 0 ? $0 / total : 0 }
    projections = centred.map { row in basis.map { dot($0, row) } }
  }

  private static func covariance(_ centred: [[Double]], width: Int) -> [[Double]] {
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: width)
    for row in centred {
      for i in 0..<width where row[i] != 0 {
        let x = row[i]
        sums[i].withUnsafeMutableBufferPointer { sums in
          for j in i..<width { sums[j] += x * row[j] }
        }
      }
    }
    let divisor = Double(max(1, centred.count - 1))
    for i in 0..<width {
      for j in i..<width {
        sums[i][j] /= divisor
        sums[j][i] = sums[i][j]
      }
    }
    return sums
  }

  /// More vectors than are asked for, which makes the iteration converge faster.
  private static let spare = 8

  /// The unit eigenvectors with the greatest eigenvalues, in falling order.
  private static func leading(_ matrix: [[Double]], count: Int) -> [[Double]] {
    let size = min(matrix.count, count + spare)
    var random = RandomSequence(seed: 0, stream: 0)
    var basis = orthonormal((0..<size).map { _ in matrix.map { _ in Double(random.uniform(-1, 1)) } })
    var last: [Double] = []
    for _ in 0..<1000 {
      let images = basis.map { multiply(matrix, $0) }
      // Within the space that the vectors span, the eigenvectors are those of a small matrix.
      let small = basis.map { a in images.map { dot(a, $0) } }
      let (values, vectors) = symmetricEigenvectors(small)
      let converged = zip(values, last).prefix(count).allSatisfy {
        abs($0 - $1) <= 1e-15 * abs(values.first ?? 0)
      }
      basis = orthonormal(
        vectors.map { mix in
          matrix.indices.map { k in (0..<size).reduce(0) { $0 + mix[$1] * images[$1][k] } }
        })
      if converged, last.count == values.count { break }
      last = values
    }
    return basis.prefix(count).map { vector in
      let greatest = vector.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      return greatest < 0 ? vector.map { -$0 } : vector
    }
  }

  /// Gram-Schmidt, twice over for the sake of rounding; a vector that depends on the others becomes zero.
  private static func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
    var result: [[Double]] = []
    for vector in vectors {
      var v = vector
      let before = dot(v, v).squareRoot()
      for _ in 0..<2 {
        for other in result {
          let part = dot(v, other)
          for k in v.indices { v[k] -= part * other[k] }
        }
      }
      let length = dot(v, v).squareRoot()
      result.append(length > 1e-13 * before ? v.map { $0 / length } : v.map { _ in 0 })
    }
    return result
  }
}

/// Eigenvalues in falling order and their unit eigenvectors, of a small symmetric matrix, by Jacobi's rotations.
/// Source: Golub, Van Loan, "Matrix computations", 4th edition, section 8.5.
func symmetricEigenvectors(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
  var a = matrix
  let n = a.count
  var vectors = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0.0 } }
  for _ in 0..<60 {
    var off = 0.0
    for p in 0..<n {
      for q in p + 1..<max(n, p + 1) where a[p][q] != 0 {
        off += abs(a[p][q])
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
        for k in 0..<n { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
        for k in 0..<n {
          (vectors[p][k], vectors[q][k]) = (
            c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]
          )
        }
      }
    }
    if off == 0 || off < 1e-300 { break }
  }
  let order = (0..<n).sorted { (a[$1][$1], $0) < (a[$0][$0], $1) }
  return (order.map { a[$0][$0] }, order.map { vectors[$0] })
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for k in a.indices { sum += a[k] * b[k] }
  return sum
}

private func multiply(_ matrix: [[Double]], _ vector: [Double]) -> [Double] { matrix.map { dot($0, vector) } }
