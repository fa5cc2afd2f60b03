import Core

/// Where a loss that is not a number comes from, for messages that name it.
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
