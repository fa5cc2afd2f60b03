import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Losses that take what goes into the last activation, and hits that are counted in what comes out of it.
@Suite struct LogitsTests {
  private let images = Tensor(shape: [3, 3], floats: [1, 2, 3, 0.5, -1, 2, 20, 30, -4])
  private let labels: [Int32] = [2, 0, 0]

  private func net(_ activation: String, _ loss: Loss, _ metrics: [Metric] = [.accuracy]) throws -> Model {
    let dense = try Dense(
      Options(["units": .integer(3), "activation": .text(activation)]))
    let model = try Model(name: "net", input: [3], layers: [(dense, nil)], seed: 1)
    model.setParameters([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
    let sgd = SGD(Options(["learning_rate": .number(0.5)]))
    model.compile(.init(optimizer: sgd, loss: loss, metrics: metrics))
    return model
  }

  /// The numbers are those of Keras 3.15.1 on TensorFlow 2.21: evaluate, then one step on all three images. Of the third the
  /// sigmoids of 20 and 30 are both 1, and the first class is taken.
  @Test(arguments: Loss.ofClasses)
  func afterASigmoidTheyAreKerass(loss: Loss) throws {
    let model = try net("sigmoid", loss)
    let pool = WorkerPool(count: 1)
    let score = try model.evaluate(images: images, labels: labels, pool: pool)
    #expect(abs(score.loss - 4.049654483795166) < 1e-6)
    #expect(score.accuracy == 2.0 / 3)
    let options = FitOptions(shuffle: false)
    let result = try model.fit(
      images: images, labels: labels, options: options, validation: nil, pool: pool, observe: { _ in true })
    #expect(result.history["accuracy"] == [2.0 / 3])
    let expected: [Float] = [
      4.386902809143066, -3.3772294521331787, -0.009673241525888443, 4.832311153411865, -4.074830532073975,
      0.24251919984817505, -0.4367485046386719, 0.531234622001648, 0.9055138826370239, 0.2891055941581726,
      -0.21396595239639282, -0.07513965666294098,
    ]
    for (found, wanted) in zip(model.parameters, expected) { #expect(abs(found - wanted) < 2e-6) }
  }

  /// Logits that differ where probabilities do not: Keras counts in probabilities, and so does the confusion matrix.
  @Test func hitsAreCountedInProbabilities() throws {
    let model = try net("softmax", .sparseCategoricalCrossentropy)
    let pool = WorkerPool(count: 1)
    let tied = Tensor(shape: [1, 3], floats: [0, 1e-8, -9])
    #expect(try model.evaluate(images: tied, labels: [1], pool: pool).accuracy == 0)
    #expect(try model.evaluate(images: tied, labels: [0], pool: pool).accuracy == 1)
    let seen = try model.predict(images: tied, pool: pool).floats
    #expect(seen[0] == seen[1])
  }

  /// Probabilities that underflow to 0 tie, and what ties is among the first five.
  @Test func underflownProbabilitiesTie() throws {
    let activation = try ActivationLayer(
      Options(["activation": .text("softmax")]))
    let model = try Model(name: "net", input: [7], layers: [(activation, nil)], seed: 1)
    let sgd = SGD(Options([:]))
    model.compile(
      .init(optimizer: sgd, loss: .sparseCategoricalCrossentropy, metrics: [.sparseTopKCategoricalAccuracy]))
    let row: [Float] = [0, -200, -300, -400, -500, -600, -700]
    let score = try model.evaluate(
      images: Tensor(shape: [2, 7], floats: row + row), labels: [6, 0], pool: WorkerPool(count: 1))
    #expect(score.logs["sparse_top_k_categorical_accuracy"] == 1)
  }

  /// Whatever is added to a loss, the derivative of a saturated tanh is 0: explain's two gradients agree.
  @Test func aSaturatedTanhHasNoGradient() throws {
    let tanh = try Dense(Options(["units": .integer(1), "activation": .text("tanh")]))
    let out = try Dense(Options(["units": .integer(2), "activation": .text("softmax")]))
    let model = try Model(name: "net", input: [1], layers: [(tanh, nil), (out, nil)], seed: 1)
    model.setParameters([0.1, 0, 1, -1, 0, 0])
    let sgd = SGD(Options([:]))
    model.compile(.init(optimizer: sgd, loss: .sparseCategoricalCrossentropy))
    let step = try model.explainStep(
      images: Tensor(shape: [1, 1], floats: [255]), labels: [1], layer: 0, index: [0, 0],
      pool: WorkerPool(count: 1))
    #expect(step.gradient == 0 && step.difference.above == step.difference.below)
  }
}
