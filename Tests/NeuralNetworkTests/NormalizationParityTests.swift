import Core
import Testing

@testable import NeuralNetwork

/// One BatchNormalization layer beside Keras's: two steps of training, then use. See Fixtures/generate.py.
@Suite struct NormalizationParityTests {
  struct Fixture: Decodable {
    struct Step: Decodable {
      let output, inputGradient, gradient, moving: [Double]
    }
    let steps: [Step]
    let used: [Double]
  }

  private static let kept = [0, 15, 16, 18]

  @Test(arguments: [("batchnorm-vector", [3]), ("batchnorm-image", [3, 2, 2])])
  func outputsGradientsAndMovingAveragesAreThoseOfKeras(name: String, shape: Shape) throws {
    let fixture = try fixture(name, as: Fixture.self)
    let layer = try #require(try batchNormalization(momentum: 0.75) as? BatchNormalization)
    let channels = shape[shape.count - 1]
    let trial = NormalizationTrial(
      layer, shape, gamma: (0..<channels).map { 1.5 - Float($0) / 2 },
      beta: (0..<channels).map { Float($0) / 4 - 0.125 })
    let size = shape.reduce(1, *)
    func batch(_ value: (Int) -> Float) -> [[Float]] {
      (0..<19).map { n in (0..<size).map { value(n * size + $0) } }
    }
    let upstream = batch { Float(104_729 * $0 % 256) / 255 - 0.5 }
    for (index, step) in fixture.steps.enumerated() {
      let images = batch { Float(7919 * $0 % 256) / 255 * Float(index + 1) }
      let result = trial.run(images, outputGradient: upstream, isTraining: true)
      expectEqual(kept(result.output), step.output, within: 2e-6)
      expectEqual(kept(result.inputGradient), step.inputGradient, within: 5e-6)
      expectEqual(result.gradient, step.gradient, within: 1e-5)
      expectEqual(trial.movingAverages, step.moving, within: 2e-7)
    }
    let images = batch { Float(7919 * $0 % 256) / 255 }
    let used = trial.run(images, outputGradient: upstream, isTraining: false)
    expectEqual(kept(used.output), fixture.used, within: 2e-6)
  }

  private func kept(_ rows: [[Float]]) -> [Float] { Self.kept.flatMap { rows[$0] } }

  private func expectEqual(
    _ values: [Float], _ keras: [Double], within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == keras.count, sourceLocation: sourceLocation)
    let error = zip(values, keras).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(error <= tolerance, sourceLocation: sourceLocation)
  }
}
