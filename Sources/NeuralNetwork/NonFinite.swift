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

extension Model {
  /// The first weights that are NaN or infinite, in a sentence; nil where all are finite.
  public var nonFiniteWeights: String? {
    guard parameters.contains(where: { !$0.isFinite }) else { return nil }
    for index in nodes.indices {
      for (weight, values) in weightValues(layer: index) where values.contains(where: { !$0.isFinite }) {
        return
          "the \(weight.name) of \(nodes[index].name) holds \(values.contains(where: \.isNaN) ? "NaN" : "infinite values") "
          + "already: load or draw the weights anew"
      }
    }
    return nil
  }

  /// Why a measurement of these images is not a finite number, where images or weights are at fault.
  public func nonFiniteReason(images: Tensor) -> String? {
    images.nonFiniteRows(called: "image") ?? nonFiniteWeights
  }
}
