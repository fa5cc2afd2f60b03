import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// A model whose weights take much more memory than the values of a batch computes its Dense layers for all groups at once.
/// The numbers have to be those of one group after the other, which a larger batch goes back to.
@Suite struct LargeWeightsTests {
  private func model() throws -> Model {
    let model = try Model(
      [8, 8, 1],
      [
        flatten(), dense(1040, activation: .relu, l2: 0.01), batchNormalization(), dropout(0.2),
        dense(259, activation: .tanh), dropout(0.1), dense(4, activation: .softmax),
      ])
    model.compile(optimizer(RMSprop.self))
    return model
  }

  @Test func largeLayersAreDoneInParts() throws {
    let model = try model()
    func parted(groups: Int) throws -> [Bool] {
      try Workspace(model, groups: groups, workers: 2, for: .training).stages.map { $0.parted != nil }
    }
    #expect(try parted(groups: 2) == [false, true, false, false, true, false, false])
    #expect(try !parted(groups: 16).contains(true))
    #expect(Workspace.groupsAtOnce(model) == 2)
    #expect(Workspace.groupsAtOnce(try Examples.quartersNetwork()) == 1)
  }

  @Test(arguments: [1, 2, 3, 7], [1, 16, 29, 32])
  func gradientsAreThoseOfOneGroupAfterTheOther(threads: Int, images: Int) throws {
    let model = try model()
    let data = Examples.noise(images, [8, 8, 1], classes: 4, seed: 3)
    let rows = (0..<Int32(images)).map { $0 }
    func gradients(batchSize: Int, threads: Int) throws -> (loss: Double, bits: [UInt32]) {
      try withPool(threads) { pool in
        let result = try Trainer(model, try #require(model.training), batchSize: batchSize, pool: pool)
          .gradients(images: data.images, labels: data.labels, rows: rows, count: images)
        return (result.loss, result.gradient.map(\.bitPattern))
      }
    }
    // The moving averages change with each call, but nothing here depends on them.
    let inParts = try gradients(batchSize: 32, threads: threads)
    let inGroups = try gradients(batchSize: 256, threads: 1)
    #expect(inParts.loss == inGroups.loss)
    #expect(inParts.bits == inGroups.bits)
    #expect(inParts.bits.contains { $0 != 0 })
  }

  @Test(arguments: [1, 3])
  func predictionsOfTwoGroupsAtOnceAreThoseOfEach(threads: Int) throws {
    let model = try model()
    let data = Examples.noise(83, [8, 8, 1], classes: 4, seed: 4)
    try withPool(threads) { pool in
      let all = try model.predict(images: data.images, pool: pool)
      for first in stride(from: 0, to: 83, by: 16) {
        let rows = first..<min(83, first + 16)
        let some = try model.predict(images: data.images.selecting(rows), pool: pool)
        for (n, row) in rows.enumerated() {
          #expect(some.floats(ofRow: n).map(\.bitPattern) == all.floats(ofRow: row).map(\.bitPattern))
        }
      }
    }
  }
}
