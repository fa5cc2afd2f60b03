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

/// An image that a filter, a unit or a class likes.
public struct MaximizedImage: Sendable {
  /// As the model takes it.
  public let pixels: [Float]
  /// The value that was made large.
  public let score: Float
  /// The part of the image that the value depends on; the rest is noise.
  public let field: ReceptiveField
}

extension Model {
  /// The images for which some filters' or units' values before the activation are large; for a classifier's last
  /// layer, class scores. Of a filter the value in the middle of its map is meant: the mean over the map would see each
  /// pixel under each weight of the kernel, but along the border.
  ///
  /// Gradient ascent from faint noise: I += learning_rate · g / √(mean g²), then I -= decay · I, g = ∂S / ∂I, the mean over
  /// what the value sees.
  /// Source: Erhan, Bengio, Courville, Vincent, "Visualizing higher-layer features of a deep network", 2009; with the
  /// decay of Simonyan, Vedaldi, Zisserman, ICLR workshop 2014, section 2.
  /// - Parameter filters: channels of layer `index`.
  /// - Throws: ``ModelError`` where the layer has no such filter; ``Work/Cancelled``.
  public func maximize(
    layer index: Int, filters: [Int], _ options: MaximizationOptions
  ) throws -> [MaximizedImage] {
    guard let size = MapSize(nodes[index].outputShape), let input = inputShape.elementCount else {
      throw ModelError("\(nodes[index].name) gives neither a vector nor maps", subject: "layer")
    }
    let places = filters.map { MapPlace(row: size.height / 2, column: size.width / 2, channel: $0) }
    let fields = try places.map { try receptiveField(layer: index, place: $0) }
    let channels = MapSize(inputShape)?.channels ?? 1
    let model = extractor(through: index)
    let activation = nodes[index].activation
    // Before a relu, even a filter that is silent has a gradient.
    let inspector = try Inspector(model)
    var images: [MaximizedImage] = []
    for start in stride(from: 0, to: filters.count, by: laneCount) {
      let group = start..<min(filters.count, start + laneCount)
      var random = RandomSequence(seed: options.seed, stream: UInt64(index) << 32 | UInt64(start))
      var pixels = (0..<group.count * input).map { _ in random.uniform(-0.01, 0.01) }
      let gradient = group.map { n in
        var gradient = [Float](repeating: 0, count: size.height * size.width * size.channels)
        gradient[size.index(places[n])] = 1
        return gradient
      }
      func tensor() -> Tensor { Tensor(shape: [group.count] + inputShape, floats: pixels) }
      let stepsBefore = start / laneCount * options.steps
      for step in 0..<options.steps {
        try Work.report(stepsBefore + step, of: groupCount(filters.count) * options.steps)
        inspector.forward(tensor(), stopsBeforeLastActivation: activation == .softmax)
        let slopes = inspector.gradient(ofLayer: -1, from: gradient, startsBeforeLastActivation: true)
        for (n, slope) in slopes.enumerated() {
          let field = fields[start + n]
          let seen = field.seenRows.count * field.seenColumns.count * channels
          let square = slope.reduce(0) { $0 + Double($1) * Double($1) } / Double(seen)
          let rate = square > 0 ? options.learningRate / Float(square.squareRoot()) : 0
          for k in 0..<input {
            let moved = pixels[n * input + k].addingProduct(rate, slope[k])
            pixels[n * input + k] = moved.addingProduct(-options.decay, moved)
          }
        }
      }
      inspector.forward(tensor(), stopsBeforeLastActivation: activation == .softmax)
      let outputs = inspector.output(layer: index)
      images += zip(group, outputs).enumerated().map { n, output in
        MaximizedImage(
          pixels: Array(pixels[n * input..<(n + 1) * input]), score: output.1[size.index(places[output.0])],
          field: fields[output.0])
      }
    }
    return images
  }
}
