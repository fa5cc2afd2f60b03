import Kernels
import Testing

@testable import NeuralNetwork

/// The gradients of whole networks against central differences, (L(w + h) - L(w - h)) / 2h, of a loss computed in
/// Double by the reference kernels with h = 1e-6.
///
/// The error is measured against the largest gradient of the same weight tensor. Reached are 1.2e-6 at worst and
/// 1.1e-7 in the median, the rounding of the Float32 gradients; the tests ask for 5e-6.
@Suite struct GradientTests {
  static let tolerance = 5e-6

  /// Compares the gradients of all weights, of at most `limit` of each tensor.
  private func check(
    _ model: Model, _ loss: Loss = .sparseCategoricalCrossentropy, images count: Int = 5, seed: UInt64 = 1,
    limit: Int = 60, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var random = RandomSequence(seed: seed, stream: 300)
    // Random biases too: zeros would hide what a bias does to the layers after it.
    model.setParameters(model.parameters.map { $0 == 0 ? random.uniform(-0.5, 0.5) : $0 })
    let data = Examples.noise(count, model.inputShape, classes: model.outputCount, seed: seed)
    model.compile(try optimizer(SGD.self), loss)
    let (meanLoss, gradient) = withPool(2) { model.gradients(data, pool: $0) }

    let reference = ReferenceNetwork(model: model, loss: loss)
    let images = (0..<count).map { data.images.floats(ofRow: $0).map(Double.init) }
    var parameters = model.parameters.map(Double.init)
    let exactLoss = reference.meanLoss(images, data.labels, parameters: parameters)
    #expect(abs(meanLoss - exactLoss) <= 1e-6 * max(1, exactLoss), sourceLocation: sourceLocation)

    for node in model.nodes {
      var start = node.range.lowerBound
      for weight in node.weights {
        let range = start..<start + weight.count
        start = range.upperBound
        let largest = gradient[range].map(abs).max() ?? 0
        var worst = 0.0
        for k in range where range.count <= limit || Int(random.integer(below: UInt32(range.count))) < limit {
          let (w, h) = (parameters[k], 1e-6)
          parameters[k] = w + h
          let above = reference.meanLoss(images, data.labels, parameters: parameters)
          parameters[k] = w - h
          let below = reference.meanLoss(images, data.labels, parameters: parameters)
          parameters[k] = w
          worst = max(worst, abs(Double(gradient[k]) - (above - below) / (2 * h)))
        }
        let error = worst / max(Double(largest), 1e-4)
        #expect(
          error <= Self.tolerance, "\(node.name).\(weight.name) of \(model.nodes.map(\.name))",
          sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: Activation.allCases)
  func denseWith(activation: Activation) throws {
    try check(Model([11], [dense(7, activation: activation), dense(5, activation: .softmax)]), images: 21)
  }

  @Test(arguments: Activation.allCases)
  func convolutionWith(activation: Activation) throws {
    try check(
      Model(
        [6, 5, 2], [conv2D(3, 3, 2, activation: activation), flatten(), dense(4, activation: .softmax)]))
  }

  @Test(arguments: [Padding.valid, .same], [[1, 1], [2, 2], [3, 1], [1, 3]])
  func convolutionUnderAConvolutionWith(padding: Padding, strides: Shape) throws {
    try check(
      Model(
        [8, 9, 2],
        [
          conv2D(3, 3, activation: .tanh, padding: .same),
          conv2D(4, 4, 3, activation: .sigmoid, strides: strides, padding: padding), flatten(),
          dense(3, activation: .softmax),
        ]))
  }

  @Test(arguments: [Padding.valid, .same], [(2, 2), (3, 1), (3, 2), (2, 3)])
  func poolingsWith(padding: Padding, window: (size: Int, strides: Int)) throws {
    for pool in [averagePooling2D, maxPooling2D] {
      try check(
        Model(
          [9, 8, 2],
          [
            conv2D(3, 2, activation: .tanh), pool(window.size, window.strides, padding), flatten(),
            dense(3, activation: .softmax),
          ]))
    }
  }

  @Test(arguments: Loss.allCases, [Activation.softmax, .sigmoid])
  func lossOfALastLayerWith(loss: Loss, activation: Activation) throws {
    try check(
      Model([5, 5, 1], [flatten(), dense(6, activation: .tanh), dense(4, activation: activation)]), loss,
      images: 33)
  }

  @Test func softmaxBetweenLayers() throws {
    try check(
      Model(
        [4, 4, 3],
        [
          conv2D(4, 2, activation: .softmax), averagePooling2D(2, strides: 1), flatten(),
          dense(6, activation: .softmax), dense(3, activation: .softmax),
        ]))
  }

  @Test(arguments: 0..<24)
  func randomNetwork(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 400)
    let input = [random.integer(6...11), random.integer(6...11), random.integer(1...3)]
    var layers: [any Layer] = []
    var shape = input
    for _ in 0..<random.integer(1...4) {
      let next = try randomLayer(&random)
      // A window that has become too large is left out.
      guard let output = try? next.outputShape(for: shape) else { continue }
      layers.append(next)
      shape = output
    }
    layers.append(try flatten())
    if random.integer(0...1) == 1 {
      layers.append(try dense(random.integer(1...9), activation: random.element(Activation.allCases)))
    }
    layers.append(try dense(random.integer(2...6), activation: random.element([.softmax, .sigmoid])))
    try check(
      Model(input, layers, seed: UInt64(seed)), random.element(Loss.allCases),
      images: random.integer(1...20), seed: UInt64(seed), limit: 20)
  }

  private func randomLayer(_ random: inout RandomSequence) throws -> any Layer {
    let padding = random.element([Padding.valid, .same])
    switch random.integer(0...3) {
    case 0:
      return try averagePooling2D(random.integer(1...3), strides: random.integer(1...3), padding: padding)
    case 1: return try maxPooling2D(random.integer(1...3), strides: random.integer(1...3), padding: padding)
    default:
      return try conv2D(
        random.integer(1...8), random.integer(1...4), random.integer(1...4),
        activation: random.element(Activation.allCases),
        strides: [random.integer(1...2), random.integer(1...2)], padding: padding)
    }
  }
}

extension Model {
  /// The mean loss of all examples and its gradient.
  func gradients(_ data: Examples, pool: WorkerPool) -> (loss: Double, gradient: [Float]) {
    guard let training else { return (.nan, []) }
    let trainer = Trainer(self, training, batchSize: data.labels.count, pool: pool)
    return trainer.gradients(
      images: data.images, labels: data.labels, rows: Array(0..<Int32(data.labels.count)),
      count: data.labels.count)
  }
}
