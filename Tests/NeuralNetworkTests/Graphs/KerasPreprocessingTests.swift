import Core
import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

/// Layers that move, rescale and change images against Keras: Fixtures/preprocessing.py made them there.
@Suite struct KerasPreprocessingTests {
  private struct Case: Decodable {
    let config: JSON
    let weights: JSON?
    let outputs: JSON
  }

  private struct Fixture: Decodable {
    let used: [Case]
    let changed: [Case]
  }

  private func fixture() throws -> Fixture {
    try NeuralNetworkTests.fixture("preprocessing", as: Fixture.self, keys: .useDefaultKeys)
  }

  /// What is described in a file, as a model, and saved and described again.
  private func model(_ config: JSON) throws -> Model {
    let (model, _, notes) = try Model.described(by: config)
    #expect(notes.isEmpty, "\(notes)")
    let again = try Model.described(by: .object(model.kerasConfig())).model
    #expect(try again.kerasConfig() == model.kerasConfig())
    return model
  }

  @Test func aModelGivesWhatItGivesInKeras() throws {
    var worst: Float = 0
    for used in try fixture().used {
      let model = try model(used.config)
      let weights = used.weights?.numbers ?? []
      if !weights.isEmpty { model.setParameters(weights) }
      let images = hashedImages(4, model.inputShape)
      let outputs = try withPool(1) { try model.predict(images: images, pool: $0) }
      let difference = greatestDifference([outputs.floats], [used.outputs.numbers])
      #expect(difference < 2e-6, "\(model.nodes.map(\.typeName))")
      worst = max(worst, difference)
    }
    print("what models of these layers give differs from Keras by at most \(worst)")
  }

  /// The mean and the variance that Keras has found in six images.
  @Test func adaptFindsWhatItFindsInKeras() throws {
    let used = try #require(try fixture().used.first { ($0.weights?.list?.count ?? 0) > 0 })
    let model = try model(used.config)
    let adapted = try withPool(2) { try model.adapt(images: hashedImages(6, model.inputShape), pool: $0) }
    #expect(adapted == [0])
    #expect(greatestDifference([model.parameters], [used.weights?.numbers ?? []]) < 1e-6)
  }

  /// What a layer makes of images while training, with factors that leave nothing to chance.
  @Test func imagesChangeAsInKeras() throws {
    var worst: Float = 0
    for changed in try fixture().changed {
      let model = try model(changed.config)
      let images = hashedImages(2, model.inputShape)
      let size = try #require(MapSize(model.inputShape))
      var input = [Lanes](repeating: Lanes(), count: images.rowSize)
      images.fill(&input, rows: 0..<2)
      var output = input
      switch model.nodes[0].built.operation {
      case let operation as RandomMapOperation:
        let map = operation.draw(SIMD4())
        mapPlanes(input, operation.sampling, [map, map], output: &output)
      case let operation as ContrastOperation:
        let factors = Lanes(repeating: operation.contrast(1))
        adjustContrast(
          input, channels: size.channels, plane: size.height * size.width, factors: factors,
          range: operation.range, output: &output)
      default: Issue.record("\(model.nodes[0].typeName) is no random layer")
      }
      let values = (0..<2).flatMap { n in output.map { $0[n] } }
      let difference = greatestDifference([values], [changed.outputs.numbers])
      // Keras turns its angles and finds its places in 32-bit floats.
      #expect(difference < 2e-5, "\(changed.config)")
      worst = max(worst, difference)
    }
    print("changed images differ from Keras by at most \(worst)")
  }
}

/// The images that both sides feed, as `images` of graphs.py.
private func hashedImages(_ count: Int, _ shape: Shape) -> Tensor {
  Tensor(
    shape: [count] + shape,
    floats: (0..<count * shape.reduce(1, *)).map { k in
      var h = UInt32(truncatingIfNeeded: 77 + k) &* 0x9E37_79B1
      h ^= h >> 15
      h = h &* 0x85EB_CA77
      h ^= h >> 13
      h = h &* 0xC2B2_AE3D
      h ^= h >> 16
      return Float(Double(h) / 4_294_967_296)
    })
}

extension JSON {
  /// All numbers of nested lists, in order.
  fileprivate var numbers: [Float] {
    if let list { return list.flatMap(\.numbers) }
    return number.map { [Float($0)] } ?? []
  }
}
