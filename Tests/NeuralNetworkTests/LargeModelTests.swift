import Core
import Foundation
import Testing

@testable import NeuralNetwork

/// Models and batches of a size that only a slip of the finger asks for.
@Suite struct LargeModelTests {
  /// 2^24 values of an image are 1 GB for a group of 16; a million images of them are not to be had.
  @Test func aBatchBeyondTheMachineIsRefusedBeforeItIsMade() throws {
    let model = try Model(
      name: "net", input: [1 << 12, 1 << 10, 1],
      layers: [(try BatchNormalization(Options([:])), nil)], seed: 1)
    let start = ContinuousClock.now
    #expect(
      message { _ = try Workspace(model, groups: 1 << 14, workers: 1, for: .training) }?.contains(
        "; a smaller batch_size takes less") == true)
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func manyLayersAreNamedInOneWalk() throws {
    let dense = try Dense(Options(["units": .integer(1)]))
    let model = try Model(
      name: "net", input: [1], layers: .init(repeating: (dense, nil), count: 5000), seed: 1)
    #expect(
      model.nodes.map(\.name).prefix(2) == ["dense", "dense_1"] && model.nodes[4999].name == "dense_4999")
  }

  @Test func aNameOfTheLearnersIsSteppedOver() throws {
    let dense = try Dense(Options(["units": .integer(1)]))
    let model = try Model(
      name: "net", input: [1], layers: [(dense, nil), (dense, "dense_1"), (dense, nil)], seed: 1)
    #expect(model.nodes.map(\.name) == ["dense", "dense_1", "dense_2"])
  }
}
