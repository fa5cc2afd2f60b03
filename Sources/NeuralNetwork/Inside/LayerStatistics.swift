import Core
import Kernels

/// What a layer gives, over many images.
public struct ActivationStatistics: Sendable {
  public let mean, deviation: Double
  public let least, greatest: Float
  /// The share of values that are 0.
  public let zeros: Double
  /// The filters or units that give 0 for every image, everywhere: behind a relu they cannot learn any more.
  public let dead: [Int]
  /// The share of values in the flat ends of tanh (|y| > 0.99) or sigmoid and hard_sigmoid (y < 0.01 or y > 0.99), where hardly any
  /// gradient passes; nil for other activations.
  public let saturated: Double?
}

extension Model {
  /// Statistics of what layer `index` gives for the images, as the model is used.
  /// - Throws: ``ModelError`` where the images do not fit; ``Work/Cancelled``.
  public func activationStatistics(
    _ images: Tensor, layer index: Int, pool: WorkerPool
  ) throws -> ActivationStatistics {
    try check(imageShape: images.rowShape)
    guard images.count > 0 else { throw ModelError("there are no images", subject: "data") }
    let extractor = extractor(through: index)
    let channels = max(1, nodes[index].outputShape.last ?? 1)
    let activation = nodes[index].activation
    var isAlive = [Bool](repeating: false, count: channels)
    var (sum, squares, zeros, flat, count) = (0.0, 0.0, 0, 0, 0)
    var (least, greatest) = (Float.infinity, -Float.infinity)
    // Some images at a time: all feature maps of a data set would need much memory.
    for start in stride(from: 0, to: images.count, by: 256) {
      let part = images.selecting(start..<min(images.count, start + 256))
      let values = try extractor.predict(images: part, pool: pool).floats
      for (k, value) in values.enumerated() {
        sum += Double(value)
        squares += Double(value) * Double(value)
        (least, greatest) = (min(least, value), max(greatest, value))
        if value == 0 { zeros += 1 } else { isAlive[k % channels] = true }
        switch activation {
        case .tanh: if abs(value) > 0.99 { flat += 1 }
        case .sigmoid, .hardSigmoid: if value < 0.01 || value > 0.99 { flat += 1 }
        default: break
        }
      }
      count += values.count
    }
    let mean = sum / Double(count)
    return ActivationStatistics(
      mean: mean, deviation: max(0, squares / Double(count) - mean * mean).squareRoot(), least: least,
      greatest: greatest, zeros: Double(zeros) / Double(count),
      dead: isAlive.indices.filter { !isAlive[$0] },
      saturated: [.tanh, .sigmoid, .hardSigmoid].contains(activation) ? Double(flat) / Double(count) : nil)
  }
}

/// How large a layer's gradient is on a batch.
public struct GradientStatistics: Sendable {
  public let layer: Int
  /// The mean of |gradient| over the layer's trainable weights, and the root of the sum of squares.
  public let mean, norm: Double
  /// The norm of the weights themselves.
  public let weightNorm: Double
}

extension Model {
  /// The gradients of the mean loss of all these images, layer by layer. The model stays as it is.
  /// - Throws: where the model is not compiled, or images or labels do not fit.
  public func gradientStatistics(
    images: Tensor, labels: [Int32], pool: WorkerPool
  ) throws(ModelError) -> [GradientStatistics] {
    let training = try compiledTraining
    try check(images: images, labels: labels)
    let model = copy()
    let trainer = try Trainer(model, training, batchSize: images.count, pool: pool)
    let rows = (0..<Int32(images.count)).map { $0 }
    let gradient = trainer.gradients(images: images, labels: labels, rows: rows, count: images.count).gradient
    return nodes.indices.compactMap { index in
      let count = nodes[index].trainableWeights.map(\.count).reduce(0, +)
      guard count > 0 else { return nil }
      let range = nodes[index].range.lowerBound..<nodes[index].range.lowerBound + count
      func norm(_ values: ArraySlice<Float>) -> Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      }
      return GradientStatistics(
        layer: index, mean: gradient[range].reduce(0) { $0 + abs(Double($1)) } / Double(count),
        norm: norm(gradient[range]), weightNorm: norm(parameters[range]))
    }
  }
}
