/// Where numbers come from that are none: what messages about a loss that is not a number name.
extension Tensor {
  /// The first row that holds NaN or infinite values, and how many do, as `image 3 holds NaN (as do 11 more)`; nil where all
  /// values are finite. A row is what the first axis counts.
  public func nonFiniteRows(called name: String) -> String? {
    guard dtype != .uint8 else { return nil }
    var first: (row: Int, isNaN: Bool)?
    var more = 0
    for row in 0..<count {
      var (hasNaN, isFinite) = (false, true)
      forEachElement(ofRow: row) { _, value in
        if !value.isFinite { (hasNaN, isFinite) = (hasNaN || value.isNaN, false) }
      }
      guard !isFinite else { continue }
      if first == nil { first = (row, hasNaN) } else { more += 1 }
    }
    return first.map { row, isNaN in
      "\(name) \(row) holds \(isNaN ? "NaN" : "infinite values")"
        + (more == 0 ? "" : more == 1 ? " (as does 1 more)" : " (as do \(more) more)")
    }
  }
}
