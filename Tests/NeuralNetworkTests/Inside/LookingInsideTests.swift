import Core
import Kernels
import Testing

@testable import NeuralNetwork

@Suite struct LookingInsideTests {
  private func trial() throws -> (Model, Tensor) {
    let model = try Model(
      [10, 9, 1],
      [
        conv2D(3, 3, activation: .relu), maxPooling2D(2), conv2D(4, 3, activation: .tanh, padding: .same),
        flatten(),
        dense(5, activation: .relu), dense(3, activation: .softmax),
      ])
    var random = RandomSequence(seed: 4, stream: 1)
    return (model, Tensor(shape: [20, 10, 9, 1], floats: (0..<1800).map { _ in random.uniform(0, 1) }))
  }

  /// Changing a pixel changes the value only where the pixel lies in its receptive field.
  @Test(arguments: [
    (0, MapPlace(row: 2, column: 5, channel: 1)), (1, MapPlace(row: 3, column: 0, channel: 0)),
    (2, MapPlace(row: 1, column: 2, channel: 3)), (3, MapPlace(channel: 37)),
  ])
  func receptiveFieldHasThePixelsThatMatter(layer: Int, place: MapPlace) throws {
    let (model, images) = try trial()
    var pixels = images.floats(ofRow: 0)
    let field = try model.receptiveField(layer: layer, place: place)
    func value() throws -> Float {
      let image = Tensor(shape: [1, 10, 9, 1], floats: pixels)
      let size = try #require(MapSize(model.nodes[layer].outputShape))
      return try model.layerOutputs(image)[layer + 1][size.index(place)]
    }
    // Equal positive weights, so that no relu hides a change, and small ones, so that no tanh does.
    model.setParameters(model.parameters.map { _ in 0.02 })
    let before = try value()
    for y in 0..<10 {
      for x in 0..<9 {
        let old = pixels[y * 9 + x]
        pixels[y * 9 + x] = 50
        let changed = try value() != before
        pixels[y * 9 + x] = old
        #expect(changed == (field.seenRows.contains(y) && field.seenColumns.contains(x)), "\(y), \(x)")
      }
    }
  }

  @Test func denseSeesTheWholeImage() throws {
    let (model, _) = try trial()
    let field = try model.receptiveField(layer: 5, place: MapPlace(channel: 1))
    // The last column of the first layer's 8x7 maps lies in no window of the pooling.
    #expect(field.seenRows == 0...9 && field.seenColumns == 0...7)
  }

  @Test func deadAndSaturatedUnitsAreCounted() throws {
    let (model, images) = try trial()
    try model.setKernel(Tensor(shape: [3, 3], floats: [Float](repeating: -1, count: 9)), layer: 0, filter: 1)
    try model.setBias(100, layer: 2, filter: nil)
    try withPool(2) { pool in
      let first = try model.activationStatistics(images, layer: 0, pool: pool)
      #expect(first.dead.contains(1) && first.least == 0 && first.saturated == nil)
      let third = try model.activationStatistics(images, layer: 2, pool: pool)
      #expect(third.saturated == 1 && third.dead.isEmpty && third.zeros == 0)
    }
  }

  @Test func occlusionIsWhatPredictSaysOfTheCoveredImage() throws {
    let (model, images) = try trial()
    let image = images.selecting(3..<4)
    try withPool(2) { pool in
      let (drops, tops, lefts) = try model.occlusion(
        image, ofClass: 1, size: 4, stride: 3, value: 0.5, pool: pool)
      #expect(tops == [0, 3, 6] && lefts == [0, 3, 5] && drops.shape == [3, 3])
      var covered = image.floats
      for y in 3..<7 { for x in 5..<9 { covered[y * 9 + x] = 0.5 } }
      let seen = try model.predict(images: image, pool: pool).floats[1]
      let left = try model.predict(images: Tensor(shape: image.shape, floats: covered), pool: pool).floats[1]
      #expect(drops.floats[1 * 3 + 2] == seen - left)
      #expect(throws: ModelError.self) {
        try model.occlusion(image, ofClass: 1, size: 10, stride: 3, value: 0, pool: pool)
      }
      #expect(throws: ModelError.self) { try model.saliency(image, ofClass: 3) }
    }
  }

  /// Not an error of the size, or of the image.
  @Test func workThatNobodyWaitsForIsCancelled() throws {
    let (model, images) = try trial()
    try withPool(2) { pool in
      for work in [
        { _ = try model.predict(images: images, pool: pool) },
        { _ = try model.activationStatistics(images, layer: 0, pool: pool) },
        {
          _ = try model.occlusion(
            images.selecting(0..<1), ofClass: 1, size: 4, stride: 3, value: 0, pool: pool)
        },
      ] as [() throws -> Void] {
        #expect(throws: Work.Cancelled.self) { try Work.watched(by: { _, _ in false }, work) }
      }
    }
  }

  /// A whole model takes the convolution with fewer products, what looks into it the direct one: they differ by their
  /// rounding alone.
  @Test(arguments: 0..<12)
  func theWholeModelGivesWhatItsLayersGive(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 9)
    let size = random.integer(3...7)
    let layers: [any Layer] = try [
      conv2D(
        random.integer(12...20), size, activation: random.element([.relu, .tanh, .linear]),
        padding: random.element([.valid, .same])),
      seed % 2 == 0 ? averagePooling2D(2) : maxPooling2D(2), flatten(), dense(4, activation: .softmax),
    ]
    let shape = [random.integer(10...16), 2 * random.integer(8...10), random.integer(6...9)]
    let operation = try layers[0].built(for: shape).operation
    #expect(type(of: operation.withFewerProducts) != type(of: operation))
    #expect(type(of: operation.forInference) == type(of: operation))
    let model = try Model(shape, layers, seed: UInt64(seed))
    let count = 20 * shape.reduce(1, *)
    let images = Tensor(shape: [20] + shape, floats: (0..<count).map { _ in random.uniform(0, 1) })
    try withPool(2) { pool in
      let whole = try model.predict(images: images, pool: pool).floats
      let extracted = try model.extractor(through: 3).predict(images: images, pool: pool).floats
      #expect(
        extracted
          == (0..<20).flatMap { n in (try? model.layerOutputs(images.selecting(n..<n + 1)).last) ?? [] })
      for (a, b) in zip(whole, extracted) { #expect(abs(a - b) < 1e-5) }
    }
  }

  private static let climb = MaximizationOptions(steps: 60, learningRate: 0.1, decay: 0.01, seed: 0)

  @Test(arguments: [0, 2, 4, 5])
  func maximizedImagesScoreHigherThanNoise(layer: Int) throws {
    let (model, images) = try trial()
    let liked = try model.maximize(layer: layer, filters: [2, 0], Self.climb)
    #expect(liked.allSatisfy { $0.pixels.count == 90 && $0.pixels.allSatisfy(\.isFinite) })
    // The value in the middle of the map, of images as bright.
    let size = try #require(MapSize(model.nodes[layer].outputShape))
    for (liked, filter) in zip(liked, [2, 0]) {
      func value(_ image: Tensor) throws -> Float {
        let place = MapPlace(row: size.height / 2, column: size.width / 2, channel: filter)
        return try model.layerOutputs(image)[layer + 1][size.index(place)]
      }
      let image = Tensor(shape: [1, 10, 9, 1], floats: liked.pixels)
      #expect(try value(image) >= value(images.selecting(0..<1)))
    }
    #expect(throws: ModelError.self) { try model.maximize(layer: layer, filters: [99], Self.climb) }
  }

  @Test func aFirstFilterLikesItsKernelBest() throws {
    let (model, _) = try trial()
    let liked = try #require(try model.maximize(layer: 0, filters: [1], Self.climb).first)
    let (rows, columns) = (liked.field.seenRows, liked.field.seenColumns)
    let patch = rows.flatMap { row in columns.map { Double(liked.pixels[row * 9 + $0]) } }
    let weights = try #require(model.weightValues(layer: 0).first).values
    let kernel = (0..<9).map { Double(weights[3 * $0 + 1]) }
    #expect(patch.count == kernel.count)
    // What the kernel is multiplied with grows along it: the two have one direction.
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let cosine = product(patch, kernel) / (product(patch, patch) * product(kernel, kernel)).squareRoot()
    #expect(cosine > 0.999, "\(cosine)")
    // And what it does not see is still the faint noise.
    for (k, pixel) in liked.pixels.enumerated() where !(rows.contains(k / 9) && columns.contains(k % 9)) {
      #expect(abs(pixel) <= 0.01)
    }
  }

  @Test func histogramsAreBroughtToOneScaleExactly() {
    var random = RandomSequence(seed: 1, stream: 1)
    let values = (0..<1000).map { _ in random.uniform(-0.2, 0.2) }
    let narrow = WeightHistogram(values)
    #expect(narrow.limit == 0.25 && narrow.counts.reduce(0, +) == 1000)
    // One value further out sets the wider scale directly.
    let wide = WeightHistogram(values + [0.9])
    #expect(wide.limit == 1)
    let difference = zip(wide.counts, narrow.widened(to: 1).counts).map { $0 - $1 }
    #expect(difference.filter { $0 != 0 } == [1])
    #expect(WeightHistogram([.nan, 0] as [Float]).counts.reduce(0, +) == 1)
  }

  @Test func anExtractorGivesWhatItsLayerGives() throws {
    let (model, images) = try trial()
    let outputs = try model.layerOutputs(images.selecting(7..<8))
    try withPool(2) { pool in
      for index in model.nodes.indices {
        let given = try model.extractor(through: index).predict(images: images, pool: pool)
        #expect(given.floats(ofRow: 7) == outputs[index + 1])
      }
    }
  }

  @Test func gradientStatisticsAreThoseOfTheBatch() throws {
    let (model, images) = try trial()
    model.compile(optimizer(SGD.self))
    let labels = (0..<20).map { Int32($0 % 3) }
    let before = model.parameters
    let statistics = try withPool(2) {
      try model.gradientStatistics(images: images, labels: labels, pool: $0)
    }
    #expect(statistics.map(\.layer) == [0, 2, 4, 5])
    #expect(statistics.allSatisfy { $0.norm > 0 && $0.mean > 0 && $0.weightNorm > 0 })
    #expect(model.parameters == before)
  }
}
