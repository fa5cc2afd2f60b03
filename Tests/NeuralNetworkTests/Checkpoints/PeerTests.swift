import Core
import Foundation
import Testing

@testable import NeuralNetwork

/// Models go to ONNX's own checker and ONNX Runtime, weights to safetensors' own package and back. `CONVBOOK_PEERS_PYTHON` names a
/// Python that has them; `make peers` makes one.
@Suite struct PeerTests {
  private static let script = FixtureScript("peers.py", variable: "CONVBOOK_PEERS_PYTHON")

  @Test(
    .enabled(
      if: script != nil, "CONVBOOK_PEERS_PYTHON names no Python with onnx, onnxruntime and safetensors"))
  func othersGiveTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("peers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let models = try self.models()
    for (number, model) in models.enumerated() {
      try Data(model.saved(as: .onnx)).write(to: folder.appendingPathComponent("\(number).onnx"))
      try Data(model.saved(as: .safetensors)).write(
        to: folder.appendingPathComponent("\(number).safetensors"))
      let images = try images(of: model)
      try Data("{\"shape\": \(images.shape), \"values\": \(images.floats)}".utf8).write(
        to: folder.appendingPathComponent("\(number).json"))
    }
    try Self.script?.run(["visit", folder.path])
    var greatest: Float = 0
    for (number, model) in models.enumerated() {
      let images = try images(of: model)
      let outputs = try withPool(2) { try model.predict(images: images, pool: $0) }
      let theirs = try JSONDecoder().decode(
        [[Float]].self, from: Data(contentsOf: folder.appendingPathComponent("\(number)-outputs.json")))
      let difference = greatestDifference((0..<images.shape[0]).map { outputs.floats(ofRow: $0) }, theirs)
      #expect(difference < 1e-5, "\(model.nodes.map(\.typeName))")
      greatest = max(greatest, difference)
      try checkTensors(of: model, in: folder, number)
    }
    print("ONNX Runtime and Convbook differ by at most \(greatest) in \(models.count) models")
  }

  /// Every layer in small, graphs of all kinds, and the lessons' networks.
  private func models() throws -> [Model] {
    var models: [Model] = []
    for example in LayerExample.all where ONNXRefusal.reasons[example.type.declaration.name] == nil {
      models.append(try example.model())
    }
    for function in Activation.allCases {
      models.append(try Model([5, 4, 2], [conv2D(3, 2, activation: function), flatten(), dense(3)]))
    }
    for seed in 0..<40 { models.append(try RandomGraph.make(seed: seed)) }
    models.append(try CheckpointFixtures.network())
    models.append(try ONNXFixtures.sharingModel())
    // The output is a map.
    models.append(try Model([4, 6, 1], [conv2D(2, 3, activation: .softmax, padding: .same)]))
    return models
  }

  private func images(of model: Model) throws -> Tensor {
    var random = RandomSequence(seed: 5, stream: 44)
    let size = try #require(model.inputShape.elementCount)
    return Tensor(shape: [3] + model.inputShape, floats: (0..<3 * size).map { _ in random.uniform(-1, 1) })
  }

  /// The same tensors as other floats and in another order.
  private func checkTensors(of model: Model, in folder: URL, _ number: Int) throws {
    guard !model.parameters.isEmpty else { return }
    let before = model.parameters
    for (name, tolerance) in [("half", Float(0x1p-11)), ("double", 0), ("float", 0)] {
      let path = folder.appendingPathComponent("\(number)-\(name).safetensors")
      model.setParameters(before.map { _ in 0 })
      try CheckpointFile(Array(Data(contentsOf: path)), name: name).loadWeights(into: model)
      for (now, then) in zip(model.parameters, before) {
        #expect(abs(now - then) <= tolerance * max(abs(then), 0x1p-14))
      }
    }
  }
}
