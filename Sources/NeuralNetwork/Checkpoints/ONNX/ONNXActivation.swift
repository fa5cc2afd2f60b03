import Core

/// Activations as operators of ONNX, a line each.
enum ONNXActivation {
  /// By the names of ``Activation``. Softmax also has an axis, which is that of the channels.
  static let operations: [String: String] = [
    "relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid", "softmax": "Softmax",
  ]

  /// The activation that an operator is; nil of any other operator.
  static func named(_ operation: String) -> Activation? {
    operations.first { $0.value == operation }.flatMap { Activation(rawValue: $0.key) }
  }
}

extension ONNXGraph {
  /// Adds an activation to what a layer gives.
  mutating func add(_ activation: Activation, to value: ONNXValue) throws(ModelError) -> ONNXValue {
    if activation == .linear { return value }
    guard let operation = ONNXActivation.operations[activation.rawValue] else {
      throw ModelError("ONNX has no operator for activation=\(activation.rawValue)")
    }
    return add(
      operation, to: value, [],
      activation == .softmax ? ["axis": .integer(value.isChannelsFirst ? 1 : -1)] : [:])
  }
}
