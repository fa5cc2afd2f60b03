import Core
import Kernels
import Testing

@testable import NeuralNetwork

@Suite struct DropoutTests {
  /// Which of 200 inputs each of 40 images keeps at a step.
  private func masks(_ model: Model, layer: Int, step: Int) -> [[Bool]] {
    let reference = ReferenceNetwork(model: model, loss: .sparseCategoricalCrossentropy)
    return (0..<40).map { reference.dropoutMask(layer: layer, image: $0, step: step, keep: 0.5) }
  }

  @Test func everyLayerStepAndImageHasAMaskOfItsOwn() throws {
    let model = try Model([200], [dropout(0.5), dropout(0.5), dense(3, activation: .softmax)])
    let all = [(0, 0), (1, 0), (0, 1), (0, 2)].flatMap { masks(model, layer: $0.0, step: $0.1) }
    #expect(Set(all).count == all.count)
  }

  /// The engine's masks are those of the reference at every step: else its gradients and loss would not be.
  @Test(arguments: [0, 1, 1000])
  func gradientsAreThoseOfTheStepsMask(step: Int) throws {
    try checkGradients(
      Model(
        [5, 4, 2],
        [
          dropout(0.2), conv2D(3, 2, activation: .tanh), dropout(0.5), flatten(), dropout(0.1),
          dense(4, activation: .softmax),
        ]), images: 37, step: step)
  }

  @Test func nothingIsDroppedOutsideTraining() throws {
    let model = try Model([5, 4, 2], [dropout(0.9)])
    let data = Examples.noise(19, [5, 4, 2], classes: 2, seed: 1)
    let output = try withPool(2) { try model.predict(images: data.images, pool: $0) }
    for n in 0..<19 { #expect(output.floats(ofRow: n) == data.images.floats(ofRow: n)) }
  }
}
