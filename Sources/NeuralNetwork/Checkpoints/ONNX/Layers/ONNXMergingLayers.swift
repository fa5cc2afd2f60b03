import Core

/// Layers of several inputs. They keep the layout of their maps where it is the same one for all, and else have the channels last.

/// A layer that makes one of inputs of one shape, and the operator that does.
protocol ONNXElementwiseLayer: ElementwiseLayer, ONNXLayer {
  static var operation: ONNXMerging { get }
}

/// An operator of several inputs.
enum ONNXMerging {
  /// One that takes any number of them.
  case any(String)
  /// One that takes two, and is repeated for more.
  case pairs(String)
}

extension Add: ONNXElementwiseLayer { static var operation: ONNXMerging { .pairs("Add") } }
extension Subtract: ONNXElementwiseLayer { static var operation: ONNXMerging { .pairs("Sub") } }
extension Multiply: ONNXElementwiseLayer { static var operation: ONNXMerging { .pairs("Mul") } }
extension Average: ONNXElementwiseLayer { static var operation: ONNXMerging { .any("Mean") } }
extension Maximum: ONNXElementwiseLayer { static var operation: ONNXMerging { .any("Max") } }
extension Minimum: ONNXElementwiseLayer { static var operation: ONNXMerging { .any("Min") } }

extension ONNXElementwiseLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let rank = node.outputShape.count
    let (maps, isChannelsFirst) = graph.alike(inputs)
    let names = zip(maps, inputs).map { map, input in
      // A vector counts at each pixel: its axes are those of a map of one.
      guard input.shape.count < rank else { return map }
      let axes = isChannelsFirst ? Array(2...rank) : Array(1..<rank)
      let places = graph.constant("axes", [axes.count], .integers(axes))
      return graph.prepare("Unsqueeze", [map, places])
    }
    let name: String
    switch Self.operation {
    case .any(let operation): name = graph.add(operation, names)
    case .pairs(let operation):
      name = names.dropFirst().reduce(names[0]) { graph.add(operation, [$0, $1]) }
    }
    return ONNXValue(name: name, shape: node.outputShape, isChannelsFirst: isChannelsFirst)
  }
}

extension Concatenate: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let (names, isChannelsFirst) = graph.alike(inputs)
    let name = graph.add(
      "Concat", names, ["axis": .integer(isChannelsFirst ? 1 : node.outputShape.count)])
    return ONNXValue(name: name, shape: node.outputShape, isChannelsFirst: isChannelsFirst)
  }
}

extension ONNXGraph {
  /// The names of values, of which the maps have one layout, and whether it is the one with the channels first.
  fileprivate mutating func alike(_ values: [ONNXValue]) -> (names: [String], isChannelsFirst: Bool) {
    let maps = values.filter { $0.shape.count > 1 }
    let isChannelsFirst = !maps.isEmpty && maps.allSatisfy(\.isChannelsFirst)
    return (values.map { isChannelsFirst ? $0.name : channelsLast($0) }, isChannelsFirst)
  }
}
