import Core
import Foundation

@testable import NeuralNetwork

/// What peers.py has written.
enum ONNXFixtures {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/onnx").path

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
  }

  static func open(_ name: String) throws -> CheckpointFile { try CheckpointFile(bytes(name), name: name) }

  /// What ONNX Runtime gives for the first images.
  static func outputs(_ name: String) throws -> [[Float]] {
    try JSONDecoder().decode([[Float]].self, from: Data(bytes("\(name).json")))
  }

  /// A model of these operators on maps of 1x4x4 with the channels first.
  static func model(_ nodes: [ONNXNode], constants: [ONNXTensor] = []) -> ONNXModel {
    var model = ONNXModel(producer: "test", name: "net")
    model.inputs = [ONNXValueInfo(name: "x", shape: [nil, 1, 4, 4])]
    (model.nodes, model.constants) = (nodes, constants)
    model.outputs = [ONNXValueInfo(name: nodes.last?.outputs[0] ?? "x", shape: [nil, 2])]
    return model
  }

  /// An operator that gives a tensor of its name.
  static func node(
    _ operation: String, _ name: String, _ inputs: [String], _ attributes: [String: ONNXAttribute] = [:]
  ) -> ONNXNode {
    ONNXNode(name: name, operation: operation, inputs: inputs, outputs: [name], attributes: attributes)
  }

  static func zeros(_ name: String, _ shape: Int...) -> ONNXTensor {
    ONNXTensor(name: name, shape: shape, values: .floats([Float](repeating: 0, count: shape.reduce(1, *))))
  }
}
