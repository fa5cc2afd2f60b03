import Core
import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

/// Twenty training steps beside Keras (in float64; see Fixtures/generate.py for the formulas of data and weights).
/// Reached are, relative for losses and absolute for outputs, 5e-7 and 3e-7 with D and B, whose optimizers divide by
/// the gradient's size and so let rounding grow (Keras's own float32 stays within 2e-7 there), 2e-7 and 3e-8 with E
/// (Keras's float32: 4e-6 and 1e-6), and 5e-8 and 8e-8 with the others.
@Suite struct KerasParityTests {
  struct Fixture: Decodable {
    let losses: [Double]
    let outputs: [[Double]]
  }

  @Test func trafficSignsWithAdam() throws {
    try expectParity("A", LessonModels.trafficSigns(), optimizer(Adam.self))
  }

  @Test func feedForwardWithRMSprop() throws {
    try expectParity("B", LessonModels.feedForward(), optimizer(RMSprop.self))
  }

  @Test func overlappingPoolsWithSGD() throws {
    try expectParity("C", LessonModels.overlappingPools(), optimizer(SGD.self))
  }

  @Test func lenet5WithAdam() throws {
    try expectParity("D", LessonModels.lenet5(), optimizer(Adam.self), .categoricalCrossentropy)
  }

  @Test func digitRecognizerWithRMSprop() throws {
    try expectParity(
      "E", LessonModels.digitRecognizer(), optimizer(RMSprop.self), .categoricalCrossentropy)
  }

  @Test func handwritingWithSGD() throws {
    try expectParity("F", LessonModels.handwriting(), optimizer(SGD.self), .categoricalCrossentropy)
  }

  @Test func colourStridesAndOverlappingWindowsWithRMSprop() throws {
    let model = try Model(
      [13, 11, 3],
      [
        conv2D(7, 3, 4, activation: .relu, strides: [2, 1], padding: .same),
        maxPooling2D(3, strides: 2, padding: .same), conv2D(5, 2, activation: .softmax), flatten(),
        dense(9, activation: .sigmoid), dense(6, activation: .softmax),
      ])
    try expectParity("rmsprop", model, optimizer(RMSprop.self))
  }

  @Test func normalizationFirstInARowAndOfVectorsWithNesterov() throws {
    let model = try Model(
      [7, 6, 2],
      [
        batchNormalization(momentum: 0.9), conv2D(5, 3), batchNormalization(), activation(.relu),
        batchNormalization(epsilon: 0.01), flatten(), dense(9), batchNormalization(momentum: 0.5),
        activation(.tanh), dense(6, activation: .softmax),
      ])
    try expectParity("normalized", model, nesterov())
  }

  @Test func regularizedKernelsWithSGD() throws {
    let model = try Model(
      [8, 8, 1],
      [
        conv2D(4, 3, activation: .relu, l2: 0.01), flatten(), dense(20, activation: .tanh, l2: 0.1),
        dense(5, activation: .softmax),
      ])
    try expectParity("regularized", model, optimizer(SGD.self))
  }

  @Test(arguments: [
    ("sparse", Loss.sparseCategoricalCrossentropy), ("categorical", .categoricalCrossentropy),
  ])
  func lossOfOutputsThatAreNoProbabilitiesWithNesterov(name: String, loss: Loss) throws {
    let model = try Model(
      [6, 5, 1],
      [conv2D(8, 3, activation: .tanh), conv2D(4, 4, 3, activation: .sigmoid), flatten()])
    try expectParity(name, model, nesterov(), loss)
  }

  private func nesterov() throws -> any Optimizer {
    optimizer(
      SGD.self, ["learning_rate": .number(0.01), "momentum": .number(0.9), "nesterov": .flag(true)])
  }

  private func expectParity(
    _ name: String, _ model: Model, _ optimizer: any Optimizer,
    _ loss: Loss = .sparseCategoricalCrossentropy, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let fixture = try fixture(name, as: Fixture.self)
    let run = try KerasRun(model, optimizer, loss, steps: fixture.losses.count)
    let lossError = zip(run.losses, fixture.losses).map { abs($0 - $1) / $1 }.max() ?? .infinity
    let outputError =
      zip(run.outputs.joined(), fixture.outputs.joined()).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(run.losses.count == fixture.losses.count && run.outputs.count == fixture.outputs.count)
    #expect(lossError <= 2e-5, sourceLocation: sourceLocation)
    #expect(outputError <= 1e-5, sourceLocation: sourceLocation)
  }
}
