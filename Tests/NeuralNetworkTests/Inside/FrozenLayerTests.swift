import Core
import Kernels
import Testing

@testable import NeuralNetwork

@Suite struct FrozenLayerTests {
  private func trial() throws -> (Model, Examples) {
    let model = try Model(
      [8, 8, 1],
      [
        conv2D(4, 3, activation: .relu, l2: 0.01), batchNormalization(), conv2D(3, 3, activation: .tanh),
        flatten(),
        dense(6, activation: .relu), dense(4, activation: .softmax),
      ])
    model.compile(optimizer(Adam.self))
    var random = RandomSequence(seed: 1, stream: 9)
    let pixels = (0..<40 * 64).map { _ in random.uniform(-1, 1) }
    return (
      model,
      Examples(images: Tensor(shape: [40, 8, 8, 1], floats: pixels), labels: (0..<40).map { Int32($0 % 4) })
    )
  }

  @Test(arguments: [[0], [1], [0, 1], [2], [4, 0], [5], [0, 1, 2, 4]])
  func trainingLeavesFrozenLayersAlone(frozen: [Int]) throws {
    let (model, data) = try trial()
    model.setTrainable(false, layers: frozen)
    let before = model.parameters
    try withPool(2) { _ = try model.fit(data, FitOptions(epochs: 2), pool: $0) }
    for (index, node) in model.nodes.enumerated() where !node.range.isEmpty {
      #expect((Array(model.parameters[node.range]) == Array(before[node.range])) == frozen.contains(index))
    }
  }

  /// The layers before a frozen one learn through it, as through one that learns.
  @Test func gradientsOfTheOtherLayersAreTheSame() throws {
    let (model, data) = try trial()
    let rows = (0..<Int32(40)).map { $0 }
    func gradient() throws -> [Float] {
      try withPool(1) {
        try Trainer(model, try #require(model.training), batchSize: 40, pool: $0)
          .gradients(images: data.images, labels: data.labels, rows: rows, count: 40).gradient
      }
    }
    let all = try gradient()
    model.setTrainable(false, layers: [2, 4])
    let some = try gradient()
    for index in [0, 1, 5] {
      #expect(
        Array(all[model.nodes[index].range.prefix(4)]) == Array(some[model.nodes[index].range.prefix(4)]))
    }
    #expect(some[model.nodes[2].range].allSatisfy { $0 == 0 })
  }

  @Test func aModelWithAllLayersFrozenSaysSo() throws {
    let (model, data) = try trial()
    model.setTrainable(false, layers: Array(model.nodes.indices))
    #expect(model.nonTrainableCount == model.parameters.count)
    #expect(throws: ModelError.self) { try withPool(1) { _ = try model.fit(data, FitOptions(), pool: $0) } }
  }

  @Test func freezingIsSaved() throws {
    let (model, _) = try trial()
    model.setTrainable(false, layers: [1, 4])
    let config = JSON.object(try model.kerasConfig())
    #expect(
      try Model.described(by: config).model.nodes.map(\.isTrainable) == [
        true, false, true, true, false, true,
      ])
  }

  /// A frozen BatchNormalization works with its moving averages, so the network does what it does when it is used.
  @Test func aFrozenNormalizationTrainsAsItIsUsed() throws {
    let (model, data) = try trial()
    model.setTrainable(false, layers: [1])
    try withPool(1) { pool in
      let used = try model.evaluate(images: data.images, labels: data.labels, pool: pool).loss
      let rows = (0..<Int32(40)).map { $0 }
      let trained = try Trainer(model, try #require(model.training), batchSize: 40, pool: pool)
        .gradients(images: data.images, labels: data.labels, rows: rows, count: 40).loss
      #expect(abs(used - trained) < 1e-9)
    }
  }
}
