import Testing

/// Expects each number within `tolerance` times the sum of the absolute values of its terms: the error that a sum
/// of rounded products has, however it is ordered.
func expectClose(
  _ fast: [Float], _ exact: [Double], terms: [Double], tolerance: Double = 1e-6, _ what: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(fast.count == exact.count, what, sourceLocation: sourceLocation)
  let wrong = exact.indices.filter { !(abs(Double(fast[$0]) - exact[$0]) <= tolerance * terms[$0]) }
  #expect(
    wrong.isEmpty, "\(what): \(wrong.prefix(3).map { "[\($0)] \(fast[$0]), not \(exact[$0])" })",
    sourceLocation: sourceLocation)
}

/// Expects each number within `tolerance` of its own size (or of `least`, where it is smaller).
func expectClose(
  _ fast: [Float], _ exact: [Double], tolerance: Double = 1e-6, least: Double = 1e-6, _ what: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(
    fast, exact, terms: exact.map { max(abs($0), least) }, tolerance: tolerance, what,
    sourceLocation: sourceLocation)
}

/// Sums arrays of equal length, place by place.
func sum(_ arrays: [[Double]]) -> [Double] {
  guard var total = arrays.first else { return [] }
  for array in arrays.dropFirst() { for k in total.indices { total[k] += array[k] } }
  return total
}
