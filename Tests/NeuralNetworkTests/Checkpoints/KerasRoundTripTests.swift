import Foundation
import Testing

@testable import NeuralNetwork

/// Models go to a real Keras and come back. `CONVBOOK_KERAS_PYTHON` names a Python that has it.
@Suite struct KerasRoundTripTests {
  private static let script = FixtureScript("checkpoints.py", variable: "CONVBOOK_KERAS_PYTHON")

  @Test(.enabled(if: script != nil, "CONVBOOK_KERAS_PYTHON names no Python with Keras"))
  func kerasPredictsAndTrainsOnAndComesBack() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keras-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Dropout draws other numbers in Keras.
    let models =
      try (0..<12).map { try RandomModel.make(seed: $0, hasDropout: false) }
      + (0..<12).map { seed in
        let model = try RandomGraph.make(seed: seed, hasDropout: false)
        model.compile(RandomModel.optimizer(seed % RandomModel.optimizerCount))
        return model
      } + [Self.imageModel()] + Self.layerModels()
    for (number, model) in models.enumerated() {
      for format in CheckpointFormat.keras {
        try Data(model.saved(as: format)).write(
          to: folder.appendingPathComponent("\(number)\(format.rawValue)"))
      }
    }
    try Self.script?.run(["visit", folder.path])

    var greatest: [String: Float] = [:]
    func note(_ key: String, _ a: [[Float]], _ b: [[Float]]) {
      greatest[key] = max(greatest[key] ?? 0, greatestDifference(a, b))
    }
    for (number, model) in models.enumerated() {
      let data = try Data(contentsOf: folder.appendingPathComponent("\(number).json"))
      let keras = try JSONDecoder().decode(KerasOutputs.self, from: data).outputs
      let outputs = try model.kerasOutputs(8)
      for key in ["keras", "h5", "weights"] { note(key, outputs, keras[key] ?? []) }
      try model.trainAStep(8)
      note("next", try model.kerasOutputs(8), keras["next"] ?? [])
      for ending in CheckpointFormat.keras.map(\.rawValue) {
        let name = "\(number)-next\(ending)"
        let file = try CheckpointFile(
          Array(Data(contentsOf: folder.appendingPathComponent(name))), name: name)
        let back = try CheckpointFile(model.saved(as: .model), name: "net").model().model
        if ending == CheckpointFormat.weights.rawValue {
          try file.loadWeights(into: back)
          note("back" + ending, try back.kerasOutputs(8), keras["next"] ?? [])
        } else {
          note("back" + ending, try file.model().model.kerasOutputs(8), keras["next"] ?? [])
        }
      }
    }
    for (key, difference) in greatest.sorted(by: { $0.key < $1.key }) {
      print("Keras and Convbook differ by at most \(difference) in \(key)")
      // A step's sums are those of a whole batch, and products of branches make them large.
      #expect(difference < (key == "next" ? 2e-5 : 1e-5), "\(key)")
    }
    #expect(greatest.count == 7)
  }

  /// Each layer that takes a map and draws nothing at random, with options other than the usual ones. The weights are small and
  /// so is the step: Keras cuts probabilities off at 1e-7.
  private static func layerModels() throws -> [Model] {
    let left: [any Layer.Type] = [
      Dropout.self, SpatialDropout2D.self, GaussianNoise.self, GaussianDropout.self, RandomFlip.self,
      RandomRotation.self, RandomTranslation.self, RandomZoom.self, RandomContrast.self, Rescaling.self,
      NormalizationLayer.self, Resizing.self, CenterCrop.self,
    ]
    return try LayerExample.all.filter { example in
      example.inputs.allSatisfy { $0.count == 3 } && !left.contains { $0 == example.type }
    }.map { example in
      let model = try example.model()
      model.setParameters(model.parameters.map { $0 / 4 })
      model.compile(try optimizer(SGD.self, ["learning_rate": .number(0.01)]))
      return model
    }
  }

  /// Layers that move values. (Keras itself cannot write those that rescale images into an `.h5`; see KerasPreprocessingTests.)
  private static func imageModel() throws -> Model {
    let model = try Model(
      [6, 7, 2],
      [
        layer(ZeroPadding2D.self, ["padding": .list([.shape([1, 2]), .integer(1)])]), conv2D(3, 3),
        layer(UpSampling2D.self, ["interpolation": .text("bilinear")]),
        layer(Cropping2D.self, ["cropping": .shape([3, 4])]),
        layer(Permute.self, ["dims": .shape([3, 1, 2])]), layer(SpatialDropout2D.self, ["rate": .integer(0)]),
        layer(Reshape.self, ["target_shape": .list([.integer(6), .integer(-1)])]), flatten(),
        dense(3, activation: .softmax),
      ])
    model.compile(optimizer(SGD.self, ["learning_rate": .number(0.02)]))
    return model
  }
}
