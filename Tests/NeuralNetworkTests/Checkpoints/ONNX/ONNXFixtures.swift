import Core
import Foundation

@testable import NeuralNetwork

/// What peers.py has written.
enum ONNXFixtures {
  private static let folder = fixtureFolder.appendingPathComponent("onnx").path

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

  /// A model with layers that are used again, of each way in which weights are written.
  static func sharingModel() throws -> Model {
    let convolution = try conv2D(2, 3, activation: .relu, padding: .same)
    let group = try layer(GroupNormalization.self, ["groups": .integer(2)])
    let batch = try layer(BatchNormalization.self, ["scale": .flag(false)])
    let model = try Model(
      name: "net", input: [5, 4, 2],
      elements: [
        .init(convolution, name: "one", inputs: [-1]),
        .init(convolution, name: "two", inputs: [0], sharing: 0),
        .init(group, inputs: [1]), .init(group, inputs: [2], sharing: 2),
        .init(batch, inputs: [3]), .init(batch, inputs: [4], sharing: 4),
        .init(try flatten(), inputs: [5]), .init(try dense(3), inputs: [6]),
      ], seed: 2)
    var random = RandomSequence(seed: 2, stream: 41)
    model.setParameters(model.parameters.map { _ in random.uniform(0.25, 1) })
    return model
  }
}
