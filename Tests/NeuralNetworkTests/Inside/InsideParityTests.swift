import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Saliency and Grad-CAM beside Keras 3.15.1 on TensorFlow 2.21.0 (GradientTape, float64), PCA beside scikit-learn: see
/// Fixtures/inside.py. Reached are 3e-7 and better.
@Suite struct InsideParityTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let label, camLayer: Int
      let image: [Float]
      let weights: [[Float]]
      let saliency, camWeights, cam: [Double]
    }
    struct Components: Decodable {
      let rows: [Float]
      let width: Int
      let places, shares, variances: [Double]
    }
    let cases: [Case]
    let pca: Components
  }

  private func model(_ name: String) throws -> Model {
    name == "relu"
      ? try Model(
        [11, 10, 2],
        [
          conv2D(4, 3, activation: .relu), maxPooling2D(2),
          conv2D(5, 2, 3, activation: .relu, padding: .same),
          averagePooling2D(2), flatten(), dense(7, activation: .sigmoid), dense(5, activation: .softmax),
        ])
      : try Model(
        [9, 9, 3],
        [
          batchNormalization(), conv2D(6, 3, activation: .tanh, strides: [2, 2], padding: .same),
          batchNormalization(), dropout(0.3), conv2D(3, 2, activation: .relu), flatten(), dense(6),
        ])
  }

  private func error(_ values: [Float], _ expected: [Double]) -> Double {
    values.count == expected.count
      ? zip(values, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } : .infinity
  }

  @Test(arguments: ["relu", "normalized"])
  func saliencyAndGradCAMAreKeras(name: String) throws {
    let fixture = try #require(try fixture("inside", as: Fixture.self).cases.first { $0.name == name })
    let model = try model(name)
    model.setParameters(fixture.weights.flatMap { $0 })
    let image = Tensor(shape: [1] + model.inputShape, floats: fixture.image)
    let saliency = try model.saliency(image, ofClass: fixture.label)
    #expect(error(saliency.floats, fixture.saliency) < 1e-5)
    let cam = try model.gradCAM(image, ofClass: fixture.label, layer: fixture.camLayer)
    #expect(error(cam.weights, fixture.camWeights) < 1e-5)
    #expect(error(cam.map.floats, fixture.cam) < 1e-5)
  }

  @Test func principalComponentsAreScikitLearnsUpToSign() throws {
    let fixture = try fixture("inside", as: Fixture.self).pca
    let found = PrincipalComponents(fixture.rows, width: fixture.width, count: 2)
    for k in 0..<2 {
      let places = found.projections.map { $0[k] }
      let expected = stride(from: k, to: fixture.places.count, by: 2).map { fixture.places[$0] }
      let sign: Double = places[0] * expected[0] < 0 ? -1 : 1
      // The rows are floats here.
      #expect(zip(places, expected).allSatisfy { abs($0 - sign * $1) < 1e-5 })
      #expect(abs(found.shares[k] - fixture.shares[k]) < 1e-7)
      #expect(abs(found.variances[k] - fixture.variances[k]) < 1e-5)
    }
  }

  @Test func componentsOfFewValuesOrAlikeRows() {
    let line = PrincipalComponents([1, 2, 2, 4, 3, 6], width: 2, count: 2)
    #expect(abs(line.shares[0] - 1) < 1e-12 && abs(line.shares[1]) < 1e-12)
    let alike = PrincipalComponents([1, 2, 1, 2], width: 2, count: 2)
    #expect(alike.shares == [0, 0] && alike.projections.joined().allSatisfy { $0 == 0 })
  }
}
