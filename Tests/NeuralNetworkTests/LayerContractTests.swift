import Core
import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

/// What every layer has to do, tried with every layer: who forgets one of them fails here.
@Suite struct LayerContractTests {
  @Test func everyLayerHasAnExample() {
    let names = Set(LayerExample.all.map { $0.type.declaration.name })
    for type in layerTypes {
      #expect(names.contains(type.declaration.name), "\(type) is not in LayerExample.all")
    }
  }

  /// Shapes, weights, and both passes against the reference and finite differences.
  @Test(arguments: LayerExample.all) func gradientsAreThoseOfTheFormula(example: LayerExample) throws {
    try checkGradients(example.model(), images: 18, limit: 30)
  }

  /// What stands before it learns through it.
  @Test(arguments: LayerExample.all.filter { $0.inputs.count == 1 })
  func gradientsOfWhatStandsBefore(example: LayerExample) throws {
    let input = example.inputs[0]
    try checkGradients(
      Model(
        input,
        [
          input.count == 1
            ? dense(input[0], activation: .tanh) : conv2D(input[2], 1, activation: .tanh),
          layer(example.type, example.given), flatten(), dense(3, activation: .softmax),
        ]), images: 18, limit: 12)
  }

  @Test(arguments: LayerExample.all) func valuesAreExplainedToTheLastBit(example: LayerExample) throws {
    let model = try example.model()
    let index = example.index(in: model)
    let images = try example.images(2)
    let used = try withPool(2) { try model.extractor(through: index).predict(images: images, pool: $0) }
      .floats(ofRow: 1)
    let size = try #require(MapSize(model.nodes[index].outputShape))
    for k in used.indices {
      let explanation = try model.explain(images.selecting(1..<2), layer: index, place: size.place(k))
      #expect(explanation.value.bitPattern == used[k].bitPattern, "\(size.place(k))")
    }
  }

  @Test(arguments: LayerExample.all) func gradientsOfWeightsAreExplained(example: LayerExample) throws {
    let model = try example.model()
    let index = example.index(in: model)
    model.compile(optimizer(SGD.self))
    let images = try example.images(7)
    for weight in model.nodes[index].weights where weight.isTrainable {
      // The last weight of each tensor; of two of one rank only the first can be named.
      let place = weight.shape.map { $0 - 1 }
      guard model.nodes[index].weights.first(where: { $0.shape.count == place.count })?.name == weight.name
      else { continue }
      let step = try withPool(1) {
        try model.explainStep(
          images: images, labels: (0..<7).map { Int32($0 % 3) }, layer: index, index: place, pool: $0)
      }
      let sum = step.contributions.reduce(0, +) + step.regularization
      #expect(abs(sum - Double(step.gradient)) <= 1e-5 * max(0.1, abs(sum)), "\(weight.name)")
    }
  }

  /// Just the pixels that change a value lie in its receptive field.
  @Test(arguments: LayerExample.all) func theReceptiveFieldIsFoundByProbing(example: LayerExample) throws {
    let model = try example.model()
    let index = example.index(in: model)
    let image = try example.images(1)
    let size = try #require(MapSize(model.inputShape))
    let output = try #require(MapSize(model.nodes[index].outputShape))
    // Under a kernel with gaps some pixels are not felt, but the first and the last ones are.
    let hasGaps = example.given["dilation_rate"] != nil
    for place in [
      MapPlace(channel: 0),
      MapPlace(row: output.height / 2, column: output.width / 2, channel: output.channels - 1),
    ] {
      // Nil of what sees nothing of the image.
      let field = try? model.receptiveField(layer: index, place: place)
      let before = try model.layerOutputs(image)[index + 1][output.index(place)]
      var felt: Set<[Int]> = []
      for row in 0..<size.height {
        for column in 0..<size.width {
          let isSeen =
            field.map { $0.seenRows.contains(row) && $0.seenColumns.contains(column) } ?? false
          // Upward and downward, and each channel by another amount, so that nothing cancels and no maximum hides all of them.
          let isFelt = try [-300, -20, 20, 300].contains { (change: Float) in
            var pixels = image.floats
            for channel in 0..<size.channels {
              pixels[size.index(MapPlace(row: row, column: column, channel: channel))] +=
                change * Float(1 + 2 * channel)
            }
            let after = try model.layerOutputs(Tensor(shape: image.shape, floats: pixels))
            return after[index + 1][output.index(place)] != before
          }
          if isFelt { #expect(isSeen, "\(place): row \(row), column \(column) is felt") }
          if isFelt { felt.insert([row, column]) }
          if size.height > 1, isSeen, !hasGaps {
            #expect(isFelt, "\(place): row \(row), column \(column) is not felt")
          }
        }
      }
      guard hasGaps, let field else { continue }
      for (axis, seen) in [field.seenRows, field.seenColumns].enumerated() {
        #expect(
          felt.map { $0[axis] }.min() == seen.lowerBound && felt.map { $0[axis] }.max() == seen.upperBound)
      }
    }
  }

  @Test(arguments: LayerExample.all, [CheckpointFormat.archive, .model])
  func aFileGivesTheLayerBack(example: LayerExample, format: CheckpointFormat) throws {
    let model = try example.model()
    let file = try CheckpointFile(model.saved(as: format), name: "net")
    let (back, notes) = try file.model()
    #expect(notes.isEmpty)
    // Perhaps in another order, of branches that stand beside each other.
    func inputs(_ model: Model) -> [String: [String]] {
      Dictionary(
        uniqueKeysWithValues: model.nodes.map { node in
          (node.name, node.inputs.map { $0 < 0 ? "input" : model.nodes[$0].name })
        })
    }
    #expect(inputs(back) == inputs(model))
    let images = try example.images(3)
    try withPool(2) { pool in
      let (now, before) = try (
        back.predict(images: images, pool: pool), model.predict(images: images, pool: pool)
      )
      #expect(now.floats == before.floats)
    }
    #expect(
      try CheckpointFile(back.saved(as: format), name: "net").model().model.saved(as: format)
        == back.saved(as: format))
  }

  @Test(arguments: LayerExample.all) func bytesAreTheSameForAnyNumberOfThreads(example: LayerExample) throws {
    let images = try example.images(70)
    let weights = try [1, 2, 3, 7].map { threads in
      let model = try example.model()
      model.compile(optimizer(Adam.self))
      let data = Examples(images: images, labels: (0..<70).map { Int32($0 % 3) })
      try withPool(threads) { _ = try model.fit(data, FitOptions(batchSize: 35, epochs: 2), pool: $0) }
      return model.parameters
    }
    for other in weights.dropFirst() { #expect(other == weights[0]) }
  }
}
