import Core
import Kernels

/// How an image is made that a filter or class likes.
public struct MaximizationOptions: Sendable {
  let steps: Int
  let learningRate, decay: Float
  let seed: UInt64

  /// - Parameters:
  ///   - learningRate: how far a step goes, the root mean square of the change of a pixel.
  ///   - decay: the share of each pixel that is taken away at each step, so that only what helps stays.
  ///   - seed: what the faint noise to start from is drawn from.
  public init(steps: Int, learningRate: Float, decay: Float, seed: UInt64) {
    (self.steps, self.learningRate, self.decay, self.seed) = (steps, learningRate, decay, seed)
  }
}

extension Model {
  /// The images for which some filters' or units' values before the activation, on average over their maps, are large;
  /// for a classifier's last layer, class scores.
  ///
  /// Gradient ascent from faint noise: I += learning_rate · g / √(mean g²), then I -= decay · I, g = ∂S / ∂I.
  /// Source: Erhan, Bengio, Courville, Vincent, "Visualizing higher-layer features of a deep network", 2009; with the
  /// decay of Simonyan, Vedaldi, Zisserman, ICLR workshop 2014, section 2.
  /// - Parameter filters: channels of layer `index`.
  /// - Returns: the images, and the score of each.
  /// - Throws: ``ModelError`` where the layer has no such filter; ``Work/Cancelled``.
  public func maximize(
    layer index: Int, filters: [Int], _ options: MaximizationOptions
  ) throws -> (images: Tensor, scores: [Float]) {
    guard let size = MapSize(nodes[index].outputShape), let input = inputShape.elementCount else {
      throw ModelError("\(nodes[index].name) gives neither a vector nor maps", subject: "layer")
    }
    for filter in filters { try check(MapPlace(channel: filter), in: size, of: nodes[index]) }
    let model = extractor(through: index)
    let activation = nodes[index].layer.activation
    // Before a relu, even a filter that is silent has a gradient.
    let inspector = try Inspector(model)
    var images: [Float] = []
    var scores: [Float] = []
    for start in stride(from: 0, to: filters.count, by: laneCount) {
      let group = Array(filters[start..<min(filters.count, start + laneCount)])
      var random = RandomSequence(seed: options.seed, stream: UInt64(index) << 32 | UInt64(start))
      var pixels = (0..<group.count * input).map { _ in random.uniform(-0.01, 0.01) }
      let gradient = group.map { filter in
        (0..<size.height * size.width * size.channels).map { k in
          k % size.channels == filter ? 1 / Float(size.height * size.width) : 0 as Float
        }
      }
      func tensor() -> Tensor { Tensor(shape: [group.count] + inputShape, floats: pixels) }
      let stepsBefore = start / laneCount * options.steps
      for step in 0..<options.steps {
        try Work.report(stepsBefore + step, of: groupCount(filters.count) * options.steps)
        inspector.forward(tensor(), stopsBeforeLastActivation: activation == .softmax)
        let slopes = inspector.gradient(ofLayer: -1, from: gradient, startsBeforeLastActivation: true)
        for (n, slope) in slopes.enumerated() {
          let square = slope.reduce(0) { $0 + Double($1) * Double($1) } / Double(input)
          let rate = square > 0 ? options.learningRate / Float(square.squareRoot()) : 0
          for k in 0..<input {
            let moved = pixels[n * input + k].addingProduct(rate, slope[k])
            pixels[n * input + k] = moved.addingProduct(-options.decay, moved)
          }
        }
      }
      inspector.forward(tensor(), stopsBeforeLastActivation: activation == .softmax)
      let outputs = inspector.output(layer: index)
      scores += zip(group, outputs).map { filter, values in
        let plane = size.plane(filter, of: values)
        return plane.reduce(0, +) / Float(plane.count)
      }
      images += pixels
    }
    return (Tensor(shape: [filters.count] + inputShape, floats: images), scores)
  }
}
