import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Every explained value is the engine's, to the last bit: that of the layers as they are used, joined and packed.
@Suite struct ExplanationTests {
  /// A model with trained-looking weights, and images.
  private func random(_ layers: [any Layer], input: Shape, seed: UInt64) throws -> (Model, Tensor) {
    let model = try Model(input, layers, seed: seed)
    var random = RandomSequence(seed: seed, stream: 1)
    model.setParameters(
      model.nodes.flatMap { node in
        node.weights.flatMap { weight in
          (0..<weight.count).map { _ in
            weight.name == "moving_variance" ? random.uniform(0.1, 2) : random.uniform(-1, 1)
          }
        }
      })
    let size = try #require(input.elementCount)
    let pixels = (0..<2 * size).map { _ in random.uniform(-1, 1) }
    return (model, Tensor(shape: [2] + input, floats: pixels))
  }

  /// Explains some values of layer `index` of the second image.
  private func expectExact(
    _ model: Model, _ images: Tensor, layer index: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let image = images.selecting(1..<2)
    let used = try withPool(2) { try model.extractor(through: index).predict(images: images, pool: $0) }
      .floats(ofRow: 1)
    let size = try #require(MapSize(model.nodes[index].outputShape))
    for k in stride(from: 0, to: used.count, by: max(1, used.count / 40)) {
      let explanation = try model.explain(image, layer: index, place: size.place(k))
      #expect(
        explanation.value.bitPattern == used[k].bitPattern, "\(size.place(k))", sourceLocation: sourceLocation
      )
      #expect(explanation.output == used, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: 0..<34)
  func convolutionOfAnyShape(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 2)
    let layer = try conv2D(
      random.integer(1...14), random.integer(1...5), random.integer(1...5),
      activation: Activation.allCases[seed % Activation.allCases.count],
      strides: [random.integer(1...3), random.integer(1...3)],
      padding: random.element([.valid, .same]))
    let input = [random.integer(5...11), random.integer(5...11), random.integer(1...7)]
    let (model, images) = try self.random(
      [layer, maxPooling2D(1), flatten(), dense(2)], input: input, seed: UInt64(seed))
    try expectExact(model, images, layer: 0)
  }

  @Test(arguments: 0..<24)
  func poolingOfAnyShape(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 3)
    let (size, strides) = (random.integer(1...4), random.integer(1...4))
    let padding = random.element([Padding.valid, .same])
    // Behind a convolution, with which a pooling that fits is joined where a model is used.
    let layers = try [
      conv2D(5, 2, activation: .tanh),
      seed % 2 == 0
        ? averagePooling2D(size, strides: seed % 3 == 0 ? size : strides, padding: padding)
        : maxPooling2D(size, strides: seed % 3 == 0 ? size : strides, padding: padding),
    ]
    let input = [random.integer(6...12), random.integer(6...12), 2]
    let (model, images) = try self.random(layers, input: input, seed: UInt64(seed))
    try expectExact(model, images, layer: 1)
  }

  @Test(arguments: 0..<34)
  func denseOfAnySize(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 4)
    let layer = try dense(
      random.integer(1...20), activation: Activation.allCases[seed % Activation.allCases.count])
    let (model, images) = try self.random([layer], input: [random.integer(1...400)], seed: UInt64(seed))
    try expectExact(model, images, layer: 0)
  }

  @Test(arguments: 0..<17)
  func normalizationDropoutActivationAndFlatten(seed: Int) throws {
    let function = Activation.allCases[seed % Activation.allCases.count]
    let layers = try [
      conv2D(4, 3, activation: .relu), batchNormalization(epsilon: 0.01), dropout(0.3), activation(function),
      flatten(),
      batchNormalization(), dense(7), activation(.softmax),
    ]
    let (model, images) = try random(layers, input: [7, 6, 3], seed: UInt64(seed))
    for index in layers.indices { try expectExact(model, images, layer: index) }
  }

  @Test func droppedValuesAreOneOfTheTwoThatAreShown() throws {
    let (model, images) = try random([dropout(0.3)], input: [40], seed: 5)
    let image = images.selecting(0..<1)
    let workspace = try Workspace(model, groups: 1, workers: 1, for: .training)
    let rows: [Int32] = [0]
    rows.withUnsafeBufferPointer { images.fill(workspace.input.lanes, rows: $0.baseAddress!, count: 1) }
    let weights: [Float] = [0]
    weights.withUnsafeBufferPointer {
      _ = workspace.forward(
        0..<1, group: 0, worker: 0, weights: $0.baseAddress!,
        .init(images: 1, isTraining: true, seed: 1, step: 0), stopsBeforeLastActivation: false)
    }
    var kept = 0
    for k in 0..<40 {
      let explanation = try model.explain(image, layer: 0, place: MapPlace(channel: k))
      guard case .dropout(let dropping) = explanation.working else { continue }
      let trained = workspace.stages[0].output.lanes[k][0]
      #expect(trained == 0 || trained == dropping.kept)
      if trained != 0 { kept += 1 }
    }
    #expect((20...36).contains(kept))
  }

  @Test(
    arguments: [Loss.sparseCategoricalCrossentropy, .categoricalCrossentropy], [Activation.softmax, .sigmoid])
  func lossOfOneImage(loss: Loss, last: Activation) throws {
    let (model, images) = try random([dense(9, activation: last)], input: [30], seed: 3)
    model.compile(optimizer(SGD.self), loss)
    for label in [Int32(0), 4, 8] {
      let image = images.selecting(1..<2)
      let engine = try withPool(1) { try model.evaluate(images: image, labels: [label], pool: $0) }.loss
      #expect(Float(engine) == (try model.explainLoss(image, label: label)).value)
    }
  }

  @Test func placesOutsideAreRefusedWithTheirRange() throws {
    let (model, images) = try random([conv2D(4, 3), flatten()], input: [7, 6, 3], seed: 0)
    let image = images.selecting(0..<1)
    func message(_ layer: Int, _ place: MapPlace) -> String {
      do throws(ModelError) {
        _ = try model.explain(image, layer: layer, place: place)
        return ""
      } catch { return error.message }
    }
    #expect(
      message(0, MapPlace(row: 5, column: 0, channel: 0))
        == "row 5 lies outside what conv2d gives, 5x4x4: rows are 0 to 4")
    #expect(
      message(0, MapPlace(row: 0, column: 4, channel: 0))
        == "column 4 lies outside what conv2d gives, 5x4x4: columns are 0 to 3")
    #expect(
      message(0, MapPlace(row: 0, column: 0, channel: 9))
        == "filter 9 lies outside what conv2d gives, 5x4x4: filters are 0 to 3")
    #expect(
      message(1, MapPlace(channel: 80)) == "unit 80 lies outside what flatten gives, 80: units are 0 to 79")
  }
}
