import Core
import Kernels

extension Model {
  /// Gives each Normalization the mean and the variance of its channels over what reaches it when the model is used on these images, in
  /// the order of the layers. Keras: `layer.adapt(data)`.
  ///
  /// - Parameters:
  ///   - images: `(N, height, width, channels)`.
  ///   - layers: which ones; every one that has no numbers of its own where nil.
  /// - Returns: the layers that were adapted.
  /// - Throws: ``ModelError`` where there are none, or the images do not fit; ``Work/Cancelled``.
  @discardableResult
  public func adapt(images: Tensor, layers: [Int]? = nil, pool: WorkerPool) throws -> [Int] {
    guard images.count > 0 else { throw ModelError("there are no images", subject: "data") }
    try check(imageShape: images.rowShape)
    let adapted = nodes.indices.filter { (nodes[$0].layer as? NormalizationLayer)?.isAdapted == true }
    if let layer = layers?.first(where: { !adapted.contains($0) }) {
      throw ModelError(
        "\(nodes[layer].name) (\(nodes[layer].typeName)) is no Normalization that finds its numbers in data",
        subject: "layer")
    }
    guard !adapted.isEmpty else {
      throw ModelError(
        "no layer of \(name) is a Normalization without mean= and variance=", subject: "model")
    }
    for index in layers ?? adapted { try adapt(layer: index, images: images, pool: pool) }
    return layers ?? adapted
  }

  /// Images whose sums are made at once.
  private static let block = 1024

  private func adapt(layer index: Int, images: Tensor, pool: WorkerPool) throws {
    let source = nodes[index].inputs[0]
    let extractor = source < 0 ? nil : extractor(through: source)
    let channels = nodes[index].inputShape.last ?? 1
    // Means and squared differences of two sets combine as in Chan, Golub, LeVeque (1983); blocks in order.
    var count = 0.0
    var mean = [Double](repeating: 0, count: channels)
    var square = mean
    try Work.inBlocks(of: Self.block, images.count) { block in
      let rows = images.selecting(block)
      let values = try extractor?.predict(images: rows, pool: pool) ?? rows
      let added = Double(values.count * values.rowSize / channels)
      var sums = [Double](repeating: 0, count: channels)
      for row in 0..<values.count {
        for (k, value) in values.floats(ofRow: row).enumerated() { sums[k % channels] += Double(value) }
      }
      let means = sums.map { $0 / added }
      var squares = [Double](repeating: 0, count: channels)
      for row in 0..<values.count {
        for (k, value) in values.floats(ofRow: row).enumerated() {
          let difference = Double(value) - means[k % channels]
          squares[k % channels] += difference * difference
        }
      }
      for c in 0..<channels {
        let difference = means[c] - mean[c]
        mean[c] += difference * (added / (count + added))
        square[c] += squares[c] + difference * difference * (count * added / (count + added))
      }
      count += added
    }
    for (weight, range) in tensors(layer: index) {
      if weight.name == "mean" { parameters.replaceSubrange(range, with: mean.map { Float($0) }) }
      if weight.name == "variance" {
        parameters.replaceSubrange(range, with: square.map { Float($0 / count) })
      }
    }
  }
}
