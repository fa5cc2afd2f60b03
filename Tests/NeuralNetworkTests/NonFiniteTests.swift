import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// What is said where a loss is no number: what holds NaN, not the learning rate.
@Suite struct NonFiniteTests {
  private func net() throws -> Model {
    let dense = try Dense(Options(["units": .integer(2), "activation": .text("softmax")]))
    let model = try Model(name: "net", input: [3], layers: [(dense, "out")], seed: 1)
    model.compile(
      .init(optimizer: SGD(Options([:])), loss: .sparseCategoricalCrossentropy))
    return model
  }

  private func images(_ values: [Int: Float] = [:]) -> Tensor {
    var floats = (0..<60).map { Float($0 % 7) / 7 }
    for (place, value) in values { floats[place] = value }
    return Tensor(shape: [20, 3], floats: floats)
  }

  private func fit(
    _ model: Model, _ images: Tensor, validation: Tensor? = nil, observe: (FitEvent) -> Bool = { _ in true }
  ) throws -> FitResult {
    let labels = (0..<Int32(20)).map { $0 % 2 }
    let options = FitOptions(epochs: 2, shuffle: false)
    let pool = WorkerPool(count: 1)
    return try model.fit(
      images: images, labels: labels, options: options, validation: validation.map { ($0, labels) },
      pool: pool,
      observe: observe)
  }

  @Test func theImagesAreNamed() throws {
    let head = "the loss is not a number at epoch 1, batch 1 of 1: "
    #expect(
      message { _ = try fit(net(), images([10: .nan, 50: .nan, 51: .infinity])) }
        == head + "image 3 holds NaN (as do 2 more); replace it before training")
    #expect(
      message { _ = try fit(net(), images([59: -.infinity])) }
        == head + "image 19 holds infinite values; replace it before training")
  }

  @Test func theWeightsAreNamed() throws {
    let model = try net()
    var weights = model.parameters
    weights[2] = .nan
    model.setParameters(weights)
    #expect(
      message { _ = try fit(model, images()) }
        == "the loss is not a number at epoch 1, batch 1 of 1: the kernel of out holds NaN already: load or draw the weights "
        + "anew")
  }

  @Test func imagesThatAreOnlyMeasuredAreNamedOnce() throws {
    var messages: [String] = []
    let result = try fit(net(), images(), validation: images([0: .nan])) {
      if case .message(let text) = $0 { messages.append(text) }
      return true
    }
    #expect(messages == ["val_loss is not a number: validation data: image 0 holds NaN"])
    #expect(result.history.epochs == 2 && result.interruptedAt == nil)
  }
}
