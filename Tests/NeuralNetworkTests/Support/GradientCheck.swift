import Core
import Testing

@testable import NeuralNetwork

/// Compares the gradients of all trainable weights, of at most `limit` of each tensor, with central differences,
/// (L(w + h) - L(w - h)) / 2h, of the loss in Double by the reference kernels with h = 1e-6.
///
/// The error is measured against the largest gradient of the same weight tensor; with a BatchNormalization against the
/// largest of all, since what it takes out (a shift or a scale before it) has no gradient but the rounding of sums
/// that cancel.
/// Reached are 1.1e-6 at worst and 1.2e-7 in the median, the rounding of the Float32 gradients, and with a
/// BatchNormalization 1.7e-6 and 7e-8; asked for are 5e-6.
/// - Parameters:
///   - seed: of biases and images.
///   - step: at which the masks of Dropout are drawn.
func checkGradients(
  _ model: Model, _ loss: Loss = .sparseCategoricalCrossentropy, images count: Int = 5, seed: UInt64 = 1,
  step: Int = 0, limit: Int = 60, tolerance: Double = 5e-6,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var random = RandomSequence(seed: seed, stream: 300)
  // Random biases, gammas and betas too: zeros and ones would hide what they do to the layers after them.
  model.setParameters(
    model.parameters.map {
      switch $0 {
      case 0: random.uniform(-0.5, 0.5)
      case 1: random.uniform(0.5, 1.5)
      default: $0
      }
    })
  var parameters = model.parameters.map(Double.init)
  let reference = ReferenceNetwork(model: model, loss: loss)
  // Images that keep every unit away from the kink of its relu: else rounding alone might take one to the other side.
  let data = try #require(
    (seed..<seed + 200).lazy.map {
      Examples.noise(count, model.inputShape, classes: model.outputCount, seed: $0)
    }.first {
      reference.nearestKink($0.images.exactRows, parameters: parameters, step: step) > 4e-6
    }, sourceLocation: sourceLocation)
  let images = data.images.exactRows
  model.compile(optimizer(SGD.self), loss)
  model.steps = step
  let (meanLoss, gradient) = withPool(2) { model.gradients(data, pool: $0) }

  let exactLoss = reference.meanLoss(images, data.labels, parameters: parameters, step: step)
  #expect(abs(meanLoss - exactLoss) <= 1e-6 * max(1, exactLoss), sourceLocation: sourceLocation)

  let isTrained = model.nodes.flatMap(\.weights).flatMap {
    [Bool](repeating: $0.isTrainable, count: $0.count)
  }
  func largest(_ range: Range<Int>) -> Double {
    Double(range.map { isTrained[$0] ? abs(gradient[$0]) : 0 }.max() ?? 0)
  }
  let isNormalized = model.nodes.contains { $0.layer is BatchNormalization }
  let least = isNormalized ? max(largest(gradient.indices), 0.01) : 0.001
  for node in model.nodes {
    var start = node.range.lowerBound
    for weight in node.weights {
      let range = start..<start + weight.count
      start = range.upperBound
      guard weight.isTrainable else { continue }
      var worst = 0.0
      for k in range where range.count <= limit || Int(random.integer(below: UInt32(range.count))) < limit {
        let (w, h) = (parameters[k], 1e-6)
        parameters[k] = w + h
        let above = reference.meanLoss(images, data.labels, parameters: parameters, step: step)
        parameters[k] = w - h
        let below = reference.meanLoss(images, data.labels, parameters: parameters, step: step)
        parameters[k] = w
        worst = max(worst, abs(Double(gradient[k]) - (above - below) / (2 * h)))
      }
      let error = worst / max(largest(range), least)
      #expect(
        error <= tolerance, "\(node.name).\(weight.name) of \(model.nodes.map(\.name))",
        sourceLocation: sourceLocation)
    }
  }
}

extension Tensor {
  fileprivate var exactRows: [[Double]] { (0..<count).map { floats(ofRow: $0).map(Double.init) } }
}

extension Model {
  /// The mean loss of all examples and its gradient.
  func gradients(_ data: Examples, pool: WorkerPool) -> (loss: Double, gradient: [Float]) {
    guard let training,
      let trainer = try? Trainer(self, training, batchSize: data.labels.count, pool: pool)
    else { return (.nan, []) }
    return trainer.gradients(
      images: data.images, labels: data.labels, rows: Array(0..<Int32(data.labels.count)),
      count: data.labels.count)
  }
}
