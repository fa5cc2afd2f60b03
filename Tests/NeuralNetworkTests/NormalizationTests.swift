import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// BatchNormalization: its gradients in networks, where it stops the groups of a batch to wait for each other.
@Suite struct NormalizationTests {
  /// One image, a group that is not full, one that is, and batches whose last group is not full.
  static let batches = [1, 5, 16, 17, 40]

  @Test(arguments: batches)
  func gradientsWithImages(count: Int) throws {
    try checkGradients(
      Model(
        [6, 5, 2],
        [
          conv2D(4, 3, activation: .tanh), batchNormalization(), conv2D(3, 2, activation: .tanh), flatten(),
          dense(4, activation: .softmax),
        ]), images: count, limit: 20)
  }

  @Test(arguments: batches)
  func gradientsWithVectors(count: Int) throws {
    try checkGradients(
      Model(
        [11],
        [
          dense(7, activation: .tanh), batchNormalization(), dense(6, activation: .tanh),
          dense(4, activation: .softmax),
        ]), images: count)
  }

  @Test(arguments: batches, [[5, 4, 3], [9]])
  func gradientsAsTheFirstLayer(count: Int, input: Shape) throws {
    try checkGradients(
      Model(input, [batchNormalization(), flatten(), dense(4, activation: .softmax)]), images: count)
  }

  @Test(arguments: batches)
  func gradientsOfSeveralInARowAndAtBothEnds(count: Int) throws {
    try checkGradients(
      Model(
        [5, 4, 2],
        [
          batchNormalization(), batchNormalization(epsilon: 0.1), conv2D(3, 2), batchNormalization(),
          activation(.tanh), batchNormalization(), flatten(), dense(5), batchNormalization(),
          activation(.softmax),
        ]), images: count, limit: 20)
  }

  @Test(arguments: batches, [0, 0.4])
  func gradientsBetweenDropouts(count: Int, rate: Double) throws {
    try checkGradients(
      Model(
        [6, 5, 2],
        [
          conv2D(3, 3, activation: .tanh), dropout(rate), batchNormalization(), dropout(rate),
          conv2D(4, 2, activation: .tanh), flatten(), dropout(rate), dense(5, activation: .tanh),
          batchNormalization(), dropout(rate), dense(4, activation: .softmax),
        ]), images: count, step: 7, limit: 20)
  }

  @Test func lastLayerMayBeANormalization() throws {
    try checkGradients(
      Model([6], [dense(5, activation: .tanh), batchNormalization(), activation(.sigmoid)]), images: 19)
  }

  /// Two steps of the optimizer's, with steps large enough to show if it took moving averages for weights.
  @Test func optimizerLeavesMovingAveragesToTheLayer() throws {
    let model = try Model([5, 4, 3], [batchNormalization(momentum: 0.75), flatten(), dense(4)])
    let data = Examples.noise(37, [5, 4, 3], classes: 4, seed: 3)
    let images = (0..<37).map { data.images.floats(ofRow: $0).map(Double.init) }
    let (mean, variance) = Reference.moments(images, channels: 3)
    for type in [Adam.self, RMSprop.self, SGD.self] as [any Optimizer.Type] {
      model.setParameters(
        model.parameters.indices.map { $0 < 3 || (9..<12).contains($0) ? 1 : $0 < 9 ? 0 : 0.1 })
      model.compile(optimizer(type, ["learning_rate": .number(0.5)]))
      try withPool(2) {
        _ = try model.fit(data, FitOptions(batchSize: 37, epochs: 2), pool: $0)
      }
      for c in 0..<3 {
        // old · 0.75 + fresh · 0.25, twice: 1 - 0.75² = 0.4375 of the batch's.
        #expect(abs(Double(model.parameters[6 + c]) - 0.4375 * mean[c]) < 1e-7)
        #expect(abs(Double(model.parameters[9 + c]) - (0.5625 + 0.4375 * variance[c])) < 1e-6)
      }
      #expect(model.parameters[0..<6] != [1, 1, 1, 0, 0, 0])
      let slots = model.slots.indices.filter { (6..<12).contains($0 % model.parameters.count) }
      #expect(slots.allSatisfy { model.slots[$0] == 0 })
    }
  }

  @Test func movingAveragesAreUsedOutsideTraining() throws {
    let model = try Model([4, 3, 2], [batchNormalization(epsilon: 0.25)])
    model.setParameters([2, 3, 5, 7, 0.5, -1, 0.75, 3.75])  // gamma, beta, mean, variance
    let data = Examples.noise(18, [4, 3, 2], classes: 2, seed: 4)
    let output = try withPool(2) { try model.predict(images: data.images, pool: $0) }
    for n in 0..<18 {
      let x = data.images.floats(ofRow: n)
      let expected = x.indices.map { $0 % 2 == 0 ? 2 * (x[$0] - 0.5) + 5 : 1.5 * (x[$0] + 1) + 7 }
      let error = zip(output.floats(ofRow: n), expected).map { abs($0 - $1) }.max() ?? 1
      #expect(error < 2e-6)
    }
  }

  @Test func batchOfEqualValuesHasItsBetaAndNoGradient() throws {
    let model = try Model([3], [dense(4), batchNormalization(momentum: 0), dense(2, activation: .softmax)])
    let data = Examples(
      images: Tensor(shape: [20, 3], floats: [Float](repeating: 0.3, count: 60)),
      labels: (0..<20).map { $0 % 2 })
    model.compile(optimizer(SGD.self))
    let (loss, gradient) = withPool(2) { model.gradients(data, pool: $0) }
    #expect(abs(loss - 0.6931472) < 1e-6)
    #expect(gradient[0..<16].allSatisfy { abs($0) < 1e-6 })
  }
}
