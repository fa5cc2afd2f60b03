import Core
import Foundation
import Testing

@testable import NeuralNetwork

/// Networks with branches against Keras: Fixtures/graphs.py made them there.
@Suite struct KerasGraphTests {
  private struct Trained: Decodable, Sendable, CustomTestStringConvertible {
    let config: JSON
    let rate: Double
    let losses: [Double]

    var testDescription: String { config["config"]?["name"]?.text ?? "" }
  }

  private struct RandomGraph: Decodable {
    let config: JSON
    let outputs: [[Float]]
  }

  private struct Fixture: Decodable {
    let trained: [Trained]
    let random: [RandomGraph]
  }

  private static func fixture() throws -> Fixture {
    try NeuralNetworkTests.fixture("graphs", as: Fixture.self, keys: .useDefaultKeys)
  }

  /// Numbers in 0..<1 that look drawn, as `uniform` of graphs.py has them.
  private func uniform(_ count: Int, start: Int) -> [Double] {
    (0..<count).map { k in
      var h = UInt32(truncatingIfNeeded: start + k) &* 0x9E37_79B1
      h ^= h >> 15
      h = h &* 0x85EB_CA77
      h ^= h >> 13
      h = h &* 0xC2B2_AE3D
      h ^= h >> 16
      return Double(h) / 4_294_967_296
    }
  }

  private func images(_ count: Int, _ shape: Shape) -> Tensor {
    Tensor(
      shape: [count] + shape, floats: uniform(count * shape.reduce(1, *), start: 77).map { Float($0) })
  }

  /// The model of a description, with the weights of `fill` in graphs.py.
  private func model(_ config: JSON) throws -> Model {
    let (model, _, notes) = try Model.described(by: config)
    #expect(notes.isEmpty, "\(notes)")
    var parameters = model.parameters
    var number = 0
    for index in model.nodes.indices {
      for (weight, range) in model.tensors(layer: index) {
        number += 1
        let scale =
          weight.shape.count > 1 ? (6 / Double(weight.count / (weight.shape.last ?? 1))).squareRoot() : 0.1
        let centre = ["gamma", "moving_variance"].contains(weight.name) ? 1.0 : 0
        for (place, u) in zip(range, uniform(weight.count, start: number * 1_000_003)) {
          parameters[place] = Float(centre + scale * (u * 2 - 1))
        }
      }
    }
    model.setParameters(parameters)
    return model
  }

  /// ResNet-20, a MobileNet, a DenseNet, an Inception block, squeeze-and-excitation, a U, one with transposed convolutions: twenty steps, each loss.
  @Test func twentyStepsAreThoseOfKeras() throws {
    for trained in try Self.fixture().trained {
      let model = try model(trained.config)
      model.compile(optimizer(SGD.self, ["learning_rate": .number(trained.rate)]))
      let data = Examples(
        images: images(32, model.inputShape), labels: (0..<32).map { Int32($0 % 10) })
      let options = FitOptions(batchSize: 32, epochs: 20, shuffle: false)
      let losses = try withPool(2) { try model.fit(data, options, pool: $0).history["loss"] }
      let worst = zip(try #require(losses), trained.losses).map { abs($0 - $1) }.max() ?? .infinity
      print("\(trained.testDescription): losses of 20 steps differ by at most \(worst)")
      #expect(worst <= 2e-5, "\(trained.testDescription)")
      #expect(losses?.count == 20 && trained.losses.count == 20)
    }
  }

  @Test func randomGraphsGiveWhatTheyGiveInKeras() throws {
    try check(try Self.fixture().random)
  }

  private static let script = FixtureScript("graphs.py", variable: "CONVBOOK_KERAS_PYTHON")

  /// Two hundred of them, made anew by a real Keras.
  @Test(.enabled(if: script != nil, "CONVBOOK_KERAS_PYTHON names no Python with Keras"))
  func manyRandomGraphsGiveWhatTheyGiveInKeras() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("graphs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.script?.run(["random", folder.path, "200"])
    try check(
      JSONDecoder().decode(
        [RandomGraph].self, from: Data(contentsOf: folder.appendingPathComponent("random.json"))))
  }

  private func check(_ graphs: [RandomGraph]) throws {
    var greatest: Float = 0
    for graph in graphs {
      let model = try model(graph.config)
      let outputs = try withPool(1) { try model.predict(images: images(4, model.inputShape), pool: $0) }
      let difference = greatestDifference((0..<4).map { outputs.floats(ofRow: $0) }, graph.outputs)
      #expect(difference < 1e-5, "\(model.name)")
      greatest = max(greatest, difference)
    }
    print("\(graphs.count) random graphs differ from Keras by at most \(greatest)")
    #expect(!graphs.isEmpty)
  }
}
