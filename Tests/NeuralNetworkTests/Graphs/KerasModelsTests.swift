import Core
import Foundation
import Testing

@testable import NeuralNetwork

/// Models in models, and layers that are used several times, as Keras saved them: Fixtures/models.py.
@Suite struct KerasModelsTests {
  private struct Expected: Decodable {
    let outputs: [[Float]]
    let losses: [Double]
    let after: [[Float]]
    let parameters: Int
  }

  private struct Visited: Decodable {
    let outputs: [[Float]]
    let losses: [Double]?
    let parameters: Int
  }

  private func expected(_ name: String) throws -> Expected {
    let all = try JSONDecoder().decode(
      [String: Expected].self, from: Data(CheckpointFixtures.bytes("models.json")))
    return try #require(all[name])
  }

  private func losses(_ model: Model, epochs: Int) throws -> [Double] {
    let data = Examples(images: kerasImages(8, model.inputShape), labels: (0..<8).map { Int32($0 % 3) })
    let options = FitOptions(batchSize: 8, epochs: epochs, shuffle: false)
    return try #require(try withPool(2) { try model.fit(data, options, pool: $0).history["loss"] })
  }

  @Test(arguments: ["nested.keras", "nested.h5", "shared.keras", "shared.h5"])
  func givesAndLearnsWhatItDoesInKeras(file: String) throws {
    let (model, notes) = try CheckpointFixtures.open(file).model()
    let expected = try expected(String(file.prefix(6)))
    #expect(notes == [])
    #expect(model.parameters.count == expected.parameters)
    #expect(greatestDifference(try model.kerasOutputs(), expected.outputs) < 1e-5)
    guard file.hasSuffix(".keras") else { return }
    // With the optimizer's values, which are in the order of the file's layers.
    #expect(model.steps == 3)
    for (loss, keras) in zip(try losses(model, epochs: 2), expected.losses) {
      #expect(abs(loss - keras) < 2e-5)
    }
    #expect(greatestDifference(try model.kerasOutputs(), expected.after) < 2e-5)
  }

  @Test func layersOfModelsInItHaveNamesOfTheirOwn() throws {
    let model = try CheckpointFixtures.open("nested.keras").model().model
    #expect(
      model.nodes.map(\.name) == [
        "first", "inside", "batch_normalization", "add", "inside_use2", "batch_normalization_use2",
        "add_use2",
        "max_pooling2d", "flatten", "batch_normalization_1", "head_first", "dense",
      ])
    #expect(model.nodes.map(\.sharing) == [nil, nil, nil, nil, 1, 2, 3, nil, nil, nil, nil, nil])
    #expect(
      model.nodes.filter { !$0.isTrainable }.map(\.name) == [
        "batch_normalization", "batch_normalization_use2",
      ])
  }

  /// Saved again, and opened: the same model to the last bit, its training too.
  @Test(arguments: ["nested.keras", "shared.keras"], [CheckpointFormat.archive, .model, .weights])
  func comesBackAsItWent(file: String, format: CheckpointFormat) throws {
    let model = try CheckpointFixtures.open(file).model().model
    let saved = try CheckpointFile(model.saved(as: format), name: "net")
    let back: Model
    if format == .weights {
      back = try CheckpointFixtures.open(file).model().model
      back.setParameters(back.parameters.map { _ in 0 })
      try saved.loadWeights(into: back)
    } else {
      back = try saved.model().model
      #expect(
        back.nodes.map(\.sharing).filter { $0 != nil }.count == model.nodes.filter { $0.sharing != nil }.count
      )
    }
    #expect(back.parameters.sorted() == model.parameters.sorted())
    #expect(try back.kerasOutputs() == model.kerasOutputs())
    if format == .archive { #expect(try losses(back, epochs: 2) == losses(model, epochs: 2)) }
  }

  /// The gradient of weights that are used several times, against finite differences of the loss.
  @Test func gradientsAddUpOverTheUses() throws {
    let model = try CheckpointFixtures.open("shared.keras").model().model
    let images = kerasImages(5, model.inputShape)
    let labels: [Int32] = [0, 1, 2, 0, 1]
    for (layer, index) in [(0, [1, 1, 0, 1]), (0, [1]), (8, [3, 4]), (2, [1])] {
      let explained = try withPool(2) {
        try model.explainStep(images: images, labels: labels, layer: layer, index: index, pool: $0)
      }
      let gradient = Double(explained.gradient)
      #expect(
        abs(gradient - explained.difference.quotient) < 2e-3 * max(0.05, abs(gradient)), "\(layer) \(index)")
      let sum = explained.contributions.reduce(0, +) + explained.regularization
      #expect(abs(gradient - sum) < 1e-5 * max(1, abs(gradient)), "\(layer) \(index)")
    }
  }

  @Test func bytesAreTheSameForAnyNumberOfThreads() throws {
    let weights = try [1, 2, 3, 7].map { threads in
      let model = try CheckpointFixtures.open("shared.keras").model().model
      let data = Examples.noise(70, model.inputShape, classes: 3, seed: 2)
      try withPool(threads) { _ = try model.fit(data, FitOptions(batchSize: 35, epochs: 2), pool: $0) }
      return model.parameters
    }
    for other in weights.dropFirst() { #expect(other == weights[0]) }
  }

  @Test func frozenInOneUseIsFrozenInAll() throws {
    let model = try CheckpointFixtures.open("shared.keras").model().model
    model.setTrainable(false, layers: [try #require(model.nodes.firstIndex { $0.sharing == 0 })])
    #expect(model.nodes.filter { !$0.isTrainable }.map(\.typeName) == ["Conv2D", "Conv2D", "Conv2D"])
    #expect(model.nonTrainableCount == 38 + 4)
    let before = Array(model.parameters[model.nodes[0].range])
    _ = try losses(model, epochs: 1)
    #expect(Array(model.parameters[model.nodes[0].range]) == before)
  }

  @Test func whatCannotBeOneModelIsSaid() throws {
    let input: JSON = ["class_name": "InputLayer", "config": ["name": "in", "batch_shape": [.null, 4]]]
    func model(_ name: String, _ layers: [JSON]) -> JSON {
      ["class_name": "Sequential", "config": ["name": .text(name), "layers": .list(layers)]]
    }
    let dense: JSON = ["class_name": "Dense", "config": ["name": "d", "units": 3]]
    #expect(try Model.described(by: model("a", [input, model("b", [input, dense])])).model.nodes.count == 1)
    var deep = model("deep", [input, dense])
    for _ in 0..<40 { deep = model("deeper", [input, deep]) }
    #expect(message { _ = try Model.described(by: deep) } == "more than 32 models stand within each other")
    // One set of weights for inputs of two sizes.
    func call(_ layer: String, _ number: Int) -> JSON { [[.text(layer), .integer(number), 0, .object([:])]] }
    let twice: JSON = [
      "class_name": "Functional",
      "config": [
        "name": "net",
        "layers": [
          [
            "class_name": "InputLayer", "name": "in", "config": ["batch_shape": [.null, 4]],
            "inbound_nodes": [],
          ],
          [
            "class_name": "Dense", "name": "d", "config": ["name": "d", "units": 3],
            "inbound_nodes": [call("in", 0), call("d", 0)],
          ],
        ], "input_layers": [["in", 0, 0]], "output_layers": [["d", 1, 0]],
      ],
    ]
    #expect(
      message { _ = try Model.described(by: twice) }
        == "layer d_use2: cannot have the weights of another layer, whose input is of another shape")
  }

  @Test func aDescriptionBeyondMeasureIsNotParsed() {
    #expect(
      message { _ = try JSON(parsing: [UInt8](repeating: UInt8(ascii: " "), count: 10_000_001)) }
        == "its description of the model is 10000001 bytes long; here it may be 10000000")
  }

  private static let script = FixtureScript("models.py", variable: "CONVBOOK_KERAS_PYTHON")

  /// What is saved here opens in a real Keras, gives the same, and learns on.
  @Test(.enabled(if: script != nil, "CONVBOOK_KERAS_PYTHON names no Python with Keras"))
  func kerasOpensThem() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["nested", "shared"] {
      let model = try CheckpointFixtures.open("\(name).keras").model().model
      try Data(model.saved(as: .archive)).write(to: folder.appendingPathComponent("\(name).keras"))
      try Data(model.saved(as: .model)).write(to: folder.appendingPathComponent("\(name).h5"))
    }
    try Self.script?.run(["visit", folder.path])
    let visited = try JSONDecoder().decode(
      [String: Visited].self, from: Data(contentsOf: folder.appendingPathComponent("visited.json")))
    #expect(visited.count == 4)
    for (file, keras) in visited {
      let expected = try expected(String(file.prefix(6)))
      #expect(greatestDifference(keras.outputs, expected.outputs) < 1e-5, "\(file)")
      #expect(keras.parameters == expected.parameters, "\(file)")
      for (loss, other) in zip(keras.losses ?? [], expected.losses) {
        #expect(abs(loss - other) < 2e-5, "\(file)")
      }
    }
  }
}
