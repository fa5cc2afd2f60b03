import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

/// Twenty training steps beside Keras (in float64; see Fixtures/generate.py for the formulas of data and weights).
/// Reached are, relative for losses and absolute for outputs, 6e-7 and 3e-7 with D, where Adam's divisions let
/// rounding grow, and 3e-8 and 8e-8 with the others. Keras's own float32 is as far from its float64.
@Suite struct KerasParityTests {
  struct Fixture: Decodable {
    let losses: [Double]
    let outputs: [[Double]]

    init(_ name: String) throws {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/\(name).json")
      self = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    }
  }

  @Test func trafficSignsWithAdam() throws {
    try expectParity("A", LessonModels.trafficSigns(), optimizer(Adam.self))
  }

  @Test func overlappingPoolsWithSGD() throws {
    try expectParity("C", LessonModels.overlappingPools(), optimizer(SGD.self))
  }

  @Test func lenet5WithAdam() throws {
    try expectParity("D", LessonModels.lenet5(), optimizer(Adam.self), .categoricalCrossentropy)
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

  @Test(arguments: [
    ("sparse", Loss.sparseCategoricalCrossentropy), ("categorical", .categoricalCrossentropy),
  ])
  func lossOfOutputsThatAreNoProbabilitiesWithNesterov(name: String, loss: Loss) throws {
    let model = try Model(
      [6, 5, 1],
      [conv2D(8, 3, activation: .tanh), conv2D(4, 4, 3, activation: .sigmoid), flatten()])
    let options: [String: Argument] = [
      "learning_rate": .number(0.01), "momentum": .number(0.9), "nesterov": .flag(true),
    ]
    try expectParity(name, model, optimizer(SGD.self, options), loss)
  }

  private func expectParity(
    _ name: String, _ model: Model, _ optimizer: any Optimizer,
    _ loss: Loss = .sparseCategoricalCrossentropy, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let fixture = try Fixture(name)
    let run = try KerasRun(model, optimizer, loss, steps: fixture.losses.count)
    let lossError = zip(run.losses, fixture.losses).map { abs($0 - $1) / $1 }.max() ?? .infinity
    let outputError =
      zip(run.outputs.joined(), fixture.outputs.joined()).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(run.losses.count == fixture.losses.count && run.outputs.count == fixture.outputs.count)
    #expect(lossError <= 2e-5, sourceLocation: sourceLocation)
    #expect(outputError <= 1e-5, sourceLocation: sourceLocation)
  }
}
