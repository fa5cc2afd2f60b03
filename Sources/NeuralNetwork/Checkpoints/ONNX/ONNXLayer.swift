import Core

/// A layer that ONNX has operators for.
///
/// A new layer has its entry beside those of its kind in `Layers`: `write` adds its operators, and `ONNXOperator` says what becomes
/// of them on the way back; a layer of which they do not tell all is an ``ONNXNotedLayer``. A layer that is none of these stands in ``ONNXRefusal``.
protocol ONNXLayer: Layer {
  /// Adds the operators of the layer at `node`, but for the node's activation, which every layer has alike.
  /// - Returns: what they give.
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
}

/// The layers that cannot be written as operators of ONNX, by their classes.
enum ONNXRefusal {
  /// Why, as a sentence after the layer's name: `it changes images while training alone`.
  static let reasons: [String: String] = [:]
}

/// A tensor on its way through the operators, one for each image of the batch.
struct ONNXValue {
  let name: String
  /// As everywhere here, channels last.
  let shape: Shape
  /// Whether the tensor has the channels before height and width, as ONNX's convolutions take them.
  var isChannelsFirst = false
}

extension Model {
  /// The model as operators of ONNX. It takes images as Keras does, channels last, in batches of any size.
  /// - Throws: where a layer is none that ONNX has operators for.
  func onnx() throws(ModelError) -> ONNXModel {
    var graph = ONNXGraph(name: name, layerNames: nodes.map(\.name))
    let input = graph.addInput(inputShape)
    var values: [ONNXValue] = []
    for (index, node) in nodes.enumerated() {
      let title = "layer \(node.name) (\(node.typeName))"
      guard let layer = node.layer as? any ONNXLayer else {
        throw ModelError(
          "\(title) cannot be written as ONNX: "
            + (ONNXRefusal.reasons[node.typeName] ?? "ONNX has no operator for it"))
      }
      graph.begin(node, owner: node.sharing ?? index, weights: weightValues(layer: index))
      do throws(ModelError) {
        var value = try layer.write(node, node.inputs.map { $0 < 0 ? input : values[$0] }, to: &graph)
        value = graph.add(node.activation, to: value)
        values.append(index == nodes.count - 1 ? graph.finish(value) : value)
      } catch {
        throw ModelError("\(title) cannot be written as ONNX: \(error.message)")
      }
    }
    return graph.model
  }
}
