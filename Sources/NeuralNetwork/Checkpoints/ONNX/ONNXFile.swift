/// A file of ONNX: a model for any framework. How it is trained is not in it.
struct ONNXFile: CheckpointContent {
  private let onnx: ONNXModel

  /// The format has no mark. Every writer begins with the version, field 1.
  static func recognises(_ bytes: [UInt8]) -> Bool { bytes.first == 1 << 3 }

  init(_ bytes: [UInt8]) throws(ModelError) { onnx = try ONNXModel(bytes) }

  func model() throws(ModelError) -> (model: Model, notes: [String]) { (try ONNXImporter.model(onnx), []) }

  /// The weights of a model of the same layers.
  func parameters(for model: Model) throws(ModelError) -> [Float] {
    let source = try ONNXImporter.model(onnx)
    let nodes = model.nodes.filter { !$0.weights.isEmpty }
    let others = source.nodes.filter { !$0.weights.isEmpty }
    guard nodes.count == others.count else {
      throw ModelError(
        "\(model.name) has \(nodes.count) layers with weights, and the file has \(others.count): "
          + others.map(\.name).joined(separator: ", "))
    }
    var parameters = model.parameters
    for (node, other) in zip(nodes, others) {
      guard node.weights.map(\.shape) == other.weights.map(\.shape) else {
        throw ModelError(
          "layer \(node.name) (\(node.typeName)) has other weights than \(other.name) (\(other.typeName)) in the file"
        )
      }
      parameters.replaceSubrange(node.range, with: source.parameters[other.range])
    }
    return parameters
  }
}
