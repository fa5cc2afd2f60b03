import Foundation
import Testing

@testable import NeuralNetwork

/// Models go to a real Keras and come back. `CONVBOOK_KERAS_PYTHON` names a Python that has it.
@Suite struct KerasRoundTripTests {
  private static let python = ProcessInfo.processInfo.environment["CONVBOOK_KERAS_PYTHON"]

  @Test(.enabled(if: python != nil, "CONVBOOK_KERAS_PYTHON names no Python with Keras"))
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
      } + [Self.imageModel()]
    for (number, model) in models.enumerated() {
      for format in CheckpointFormat.keras {
        try Data(model.saved(as: format)).write(
          to: folder.appendingPathComponent("\(number)\(format.rawValue)"))
      }
    }
    try visit(folder)

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

  /// Runs checkpoints.py on the folder.
  private func visit(_ folder: URL) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/checkpoints.py").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python ?? "python3")
    process.arguments = [script, "visit", folder.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
