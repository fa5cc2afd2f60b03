import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Networks with branches, drawn at random.
@Suite struct GraphTests {
  private func images(_ model: Model, _ count: Int, seed: Int) throws -> Tensor {
    var random = RandomSequence(seed: UInt64(seed), stream: 5)
    let size = try #require(model.inputShape.elementCount)
    return Tensor(
      shape: [count] + model.inputShape, floats: (0..<count * size).map { _ in random.uniform(-1, 1) })
  }

  /// Products of products make larger sums, and larger roundings, than there are in a chain.
  @Test(arguments: 0..<30) func gradientsAreThoseOfTheFormula(seed: Int) throws {
    try checkGradients(
      RandomGraph.make(seed: seed), images: [3, 17, 34][seed % 3], seed: UInt64(seed), limit: 12,
      tolerance: 2e-5)
  }

  /// Values and gradients that lie where others were change no number.
  @Test(arguments: 0..<20) func memoryThatIsSharedChangesNothing(seed: Int) throws {
    let model = try RandomGraph.make(seed: seed)
    model.compile(optimizer(SGD.self))
    let training = try model.compiledTraining
    let images = try images(model, 20, seed: seed)
    let labels = (0..<20).map { Int32($0 % 3) }
    let rows = (0..<Int32(20)).map { $0 }
    func gradient(keepsAll: Bool) throws -> [Float] {
      try withPool(2) {
        let model = model.copy()
        let trainer = try Trainer(model, training, batchSize: 20, pool: $0, keepsAll: keepsAll)
        return trainer.gradients(images: images, labels: labels, rows: rows, count: 20).gradient
      }
    }
    #expect(try gradient(keepsAll: true) == gradient(keepsAll: false))
  }

  @Test(arguments: 0..<8) func bytesAreTheSameForAnyNumberOfThreads(seed: Int) throws {
    let weights = try [1, 2, 3, 7].map { threads in
      let model = try RandomGraph.make(seed: seed)
      model.compile(optimizer(Adam.self))
      let data = Examples.noise(70, model.inputShape, classes: 3, seed: UInt64(seed))
      try withPool(threads) { _ = try model.fit(data, FitOptions(batchSize: 35, epochs: 2), pool: $0) }
      return model.parameters
    }
    for other in weights.dropFirst() { #expect(other == weights[0]) }
  }

  /// What is looked at is what is used, and every value of it can be explained to its last bit.
  @Test(arguments: 0..<20) func eachLayerGivesWhatIsExplained(seed: Int) throws {
    let model = try RandomGraph.make(seed: seed)
    let images = try images(model, 2, seed: seed)
    let image = images.selecting(1..<2)
    let outputs = try model.layerOutputs(image)
    for (index, node) in model.nodes.enumerated() {
      let used = try withPool(2) { try model.extractor(through: index).predict(images: images, pool: $0) }
        .floats(ofRow: 1)
      #expect(used == outputs[index + 1], "\(node.name)")
      let size = try #require(MapSize(node.outputShape))
      for k in stride(from: 0, to: used.count, by: max(1, used.count / 8)) {
        let explanation = try model.explain(image, layer: index, place: size.place(k))
        #expect(explanation.value.bitPattern == used[k].bitPattern, "\(node.name) \(size.place(k))")
      }
    }
    let whole = try withPool(2) { try model.predict(images: images, pool: $0) }.floats(ofRow: 1)
    for (a, b) in zip(whole, outputs[model.nodes.count]) { #expect(abs(a - b) < 1e-5) }
  }

  /// The gradient of a score with respect to what any layer gives, against central differences by the reference kernels: through
  /// all branches.
  @Test(arguments: 0..<12) func gradientsOfTheImage(seed: Int) throws {
    let model = try RandomGraph.make(seed: seed)
    let image = try images(model, 1, seed: seed)
    let gradient = try model.inputGradient(image, ofClass: 1).floats
    let reference = ReferenceNetwork(model: model, loss: .sparseCategoricalCrossentropy)
    let parameters = model.parameters.map(Double.init)
    func score(_ pixels: [Double]) -> Double {
      reference.outputs([pixels], parameters: parameters, stopsBeforeLastActivation: true)[0][1]
    }
    let pixels = image.floats.map(Double.init)
    let largest = gradient.map { abs(Double($0)) }.max() ?? 0
    for k in stride(from: 0, to: pixels.count, by: max(1, pixels.count / 20)) {
      var (above, below) = (pixels, pixels)
      (above[k], below[k]) = (pixels[k] + 1e-6, pixels[k] - 1e-6)
      let difference = (score(above) - score(below)) / 2e-6
      #expect(abs(difference - Double(gradient[k])) <= 2e-4 * max(largest, 0.01), "pixel \(k)")
    }
  }

  /// A pixel outside of the field changes nothing; one in it may.
  @Test(arguments: 0..<12) func theReceptiveFieldHasAllThatMatters(seed: Int) throws {
    let model = try RandomGraph.make(seed: seed, hasBatch: false)
    let image = try images(model, 1, seed: seed)
    let before = try model.layerOutputs(image)
    let size = try #require(MapSize(model.inputShape))
    var random = RandomSequence(seed: UInt64(seed), stream: 6)
    let fields = try model.nodes.indices.map { index in
      let output = try #require(MapSize(model.nodes[index].outputShape))
      let place = output.place(random.integer(0...output.height * output.width * output.channels - 1))
      return (index: output.index(place), field: try model.receptiveField(layer: index, place: place))
    }
    for row in 0..<size.height {
      for column in 0..<size.width {
        var pixels = image.floats
        for channel in 0..<size.channels {
          pixels[size.index(MapPlace(row: row, column: column, channel: channel))] += 3
        }
        let after = try model.layerOutputs(Tensor(shape: image.shape, floats: pixels))
        for (layer, (index, field)) in fields.enumerated()
        where !(field.seenRows.contains(row) && field.seenColumns.contains(column)) {
          #expect(after[layer + 1][index] == before[layer + 1][index], "\(model.nodes[layer].name)")
        }
      }
    }
  }

  @Test func aLayerThatNobodyTakesIsRefused() throws {
    let error = #expect(throws: ModelError.self) {
      try Model(
        name: "net", input: [4, 4, 1],
        elements: [
          .init(try conv2D(2, 3), inputs: [-1]), .init(try conv2D(2, 3), inputs: [-1]),
        ], seed: 1)
    }
    #expect(error?.message == "leads nowhere: no layer takes what it gives")
    #expect(error?.layer == 0)
  }

  @Test func shapesThatDoNotFitAreNamedWithWhatWouldFit() throws {
    func message(_ a: Shape, _ b: Shape) -> String? {
      do {
        _ = try Add(Options([:])).built(for: [a, b])
        return nil
      } catch { return error.message }
    }
    #expect(message([8, 8, 4], [8, 8, 4]) == nil && message([8, 8, 4], [1, 1, 4]) == nil)
    #expect(message([8, 8, 4], [4]) == nil)
    #expect(
      message([8, 8, 4], [8, 8, 6])
        == "cannot take 8x8x4 and 8x8x6: they differ in more than a length of 1; Conv2D 6 1x1 makes 6 channels of 4"
    )
    #expect(
      message([8, 8, 4], [4, 4, 4])
        == "cannot take 8x8x4 and 4x4x4: they differ in more than a length of 1; strides=2 padding=same makes the larger as small"
    )
  }
}
