import Core
import Testing

@testable import NeuralNetwork

/// Shapes, parameter counts and names, which must be Keras's.
@Suite struct ModelTests {
  /// The output shape and the number of weights of each layer.
  private func expect(
    _ model: Model, _ layers: [(shape: Shape, parameters: Int)], total: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      model.nodes.map(\.outputShape) == layers.map(\.shape), sourceLocation: sourceLocation)
    #expect(model.nodes.map(\.range.count) == layers.map(\.parameters), sourceLocation: sourceLocation)
    #expect(model.parameters.count == total, sourceLocation: sourceLocation)
  }

  @Test func trafficSignsLeNetHasItsSizes() throws {
    expect(
      try LessonModels.trafficSigns(),
      [
        ([28, 28, 6], 156), ([14, 14, 6], 0), ([10, 10, 16], 2416), ([5, 5, 16], 0), ([400], 0),
        ([120], 48_120), ([84], 10_164), ([43], 3655),
      ], total: 64_511)
  }

  @Test func feedForwardHasItsSizes() throws {
    expect(
      try LessonModels.feedForward(),
      [([784], 0), ([512], 401_920), ([512], 0), ([512], 262_656), ([512], 0), ([10], 5130)], total: 669_706)
  }

  @Test func digitRecognizerHasItsSizesAndUntrainedWeights() throws {
    let model = try LessonModels.digitRecognizer()
    expect(
      model,
      [
        ([28, 28, 6], 156), ([14, 14, 6], 0), ([14, 14, 6], 24), ([14, 14, 6], 0), ([10, 10, 16], 2416),
        ([5, 5, 16], 0), ([5, 5, 16], 64), ([5, 5, 16], 0), ([400], 0), ([120], 48_120), ([84], 10_164),
        ([10], 850),
      ], total: 61_794)
    #expect(model.nonTrainableCount == 44)
  }

  @Test func lenet5WithOverlappingPoolsHasItsSizes() throws {
    expect(
      try LessonModels.overlappingPools(),
      [
        ([24, 24, 6], 156), ([23, 23, 6], 0), ([19, 19, 16], 2416), ([9, 9, 16], 0), ([5, 5, 120], 48_120),
        ([3000], 0), ([84], 252_084), ([10], 850),
      ], total: 303_626)
  }

  @Test func lenet5HasItsSizes() throws {
    expect(
      try LessonModels.lenet5(),
      [
        ([24, 24, 6], 156), ([12, 12, 6], 0), ([8, 8, 16], 2416), ([4, 4, 16], 0), ([256], 0),
        ([120], 30_840), ([84], 10_164), ([10], 850),
      ], total: 44_426)
  }

  @Test func handwritingLeNetHasItsSizes() throws {
    expect(
      try LessonModels.handwriting(),
      [
        ([28, 28, 20], 520), ([14, 14, 20], 0), ([14, 14, 50], 25_050), ([7, 7, 50], 0), ([2450], 0),
        ([500], 1_225_500), ([10], 5010),
      ], total: 1_256_080)
  }

  @Test func layersAreNamedAsInKeras() throws {
    #expect(
      try LessonModels.lenet5().nodes.map(\.name) == [
        "conv2d", "average_pooling2d", "conv2d_1", "average_pooling2d_1", "flatten", "dense", "dense_1",
        "dense_2",
      ])
    let named = try Model(
      name: "net", input: [6, 6, 1],
      layers: [(conv2D(1, 3), "CONV1"), (maxPooling2D(2), nil), (conv2D(1, 1), nil)], seed: 1)
    #expect(named.nodes.map(\.name) == ["CONV1", "max_pooling2d", "conv2d"])
  }

  @Test func samePaddingWithStridesRoundsUp() throws {
    let model = try Model([7, 10, 1], [conv2D(2, 3, strides: [2, 3], padding: .same)])
    #expect(model.nodes[0].outputShape == [4, 4, 2])
  }

  @Test func startWeightsAreGlorotUniformAndBiasesZero() throws {
    let model = try LessonModels.lenet5()
    for node in model.nodes {
      for (weight, values) in model.weightValues(layer: model.nodes.firstIndex { $0.name == node.name } ?? 0)
      {
        if weight.name == "bias" {
          #expect(values.allSatisfy { $0 == 0 })
          continue
        }
        let limit = (6 / Float(weight.fanIn + weight.fanOut)).squareRoot()
        #expect(values.allSatisfy { abs($0) <= limit })
        #expect((values.map(abs).max() ?? 0) > 0.9 * limit)
        // The variance of a uniform distribution is limit² / 3.
        let variance = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
        #expect(abs(variance / (limit * limit / 3) - 1) < 0.25)
      }
    }
  }

  @Test func startWeightsDependOnTheSeedAlone() throws {
    let layers = [try dense(30), try dense(30)]
    let model = try Model([30], layers, seed: 5)
    #expect(try Model([30], layers, seed: 5).parameters == model.parameters)
    #expect(try Model([30], layers, seed: 6).parameters != model.parameters)
    #expect(model.weightValues(layer: 0)[0].values != model.weightValues(layer: 1)[0].values)
  }

  @Test func predictionsAreThoseOfTheReferenceChannelsLast() throws {
    let model = try Model([7, 6, 2], [conv2D(3, 2, activation: .softmax), maxPooling2D(2)], seed: 3)
    let data = Examples.noise(20, [7, 6, 2], classes: 2, seed: 1)
    let output = try withPool(2) { try model.predict(images: data.images, pool: $0) }
    #expect(output.shape == [20, 3, 2, 3])
    let reference = ReferenceNetwork(model: model, loss: .categoricalCrossentropy)
    let expected = reference.outputs(
      (0..<20).map { data.images.floats(ofRow: $0).map(Double.init) },
      parameters: model.parameters.map(Double.init))
    for n in 0..<20 {
      let error = zip(output.floats(ofRow: n), expected[n]).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(error < 1e-6)
    }
  }
}
