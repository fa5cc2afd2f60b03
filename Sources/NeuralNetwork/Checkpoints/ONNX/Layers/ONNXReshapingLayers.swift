import Core
import Kernels

/// Layers that give values another place, or maps another size.

extension Reshape: ONNXNotedLayer {
  static var layout: ONNXLayout { .channelsLast }

  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    // A length of 0 is that of the batch.
    let lengths = [0] + node.outputShape
    return graph.add("Reshape", [value.name, graph.constant("shape", [lengths.count], .integers(lengths))])
  }
}

extension Permute: ONNXNotedLayer {
  static var layout: ONNXLayout { .channelsLast }

  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    graph.add("Transpose", [value.name], ["perm": .integers([0] + (try options[Self.dims]))])
  }
}

extension ZeroPadding2D: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let borders = options[Self.padding]
    var pads = [Int](repeating: 0, count: 8)
    for (axis, ends) in zip(
      value.planeAxes, [(borders.top, borders.bottom), (borders.left, borders.right)])
    {
      (pads[axis], pads[axis + 4]) = ends
    }
    return graph.add("Pad", [value.name, graph.constant("pads", [8], .integers(pads))])
  }
}

extension Cropping2D: ONNXNotedLayer {
  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    let borders = options[Self.cropping]
    return graph.addSlice(
      value, borders.top..<value.shape[0] - borders.bottom, borders.left..<value.shape[1] - borders.right)
  }
}

extension CenterCrop: ONNXNotedLayer {
  static var layout: ONNXLayout { .channelsFirst }

  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    if let operation = node.built.operation as? ResamplingOperation {
      return graph.addResize(value, operation.resampling)
    }
    let (height, width) = (node.outputShape[0], node.outputShape[1])
    let (top, left) = ((value.shape[0] - height) / 2, (value.shape[1] - width) / 2)
    return graph.addSlice(value, top..<top + height, left..<left + width)
  }
}

extension Resizing: ONNXNotedLayer {
  static var layout: ONNXLayout { .channelsFirst }

  func write(
    _ value: ONNXValue, _ weights: [String: String], _ node: Model.Node, to graph: inout ONNXGraph
  ) throws(ModelError) -> String {
    guard let operation = node.built.operation as? ResamplingOperation else { return value.name }
    return graph.addResize(value, operation.resampling)
  }
}

extension ONNXGraph {
  /// The attributes of Resize with which it mixes the four pixels around a new one's middle.
  static let bilinear: [String: ONNXAttribute] = [
    "mode": .text("linear"), "coordinate_transformation_mode": .text("half_pixel"),
  ]

  /// Cuts rows and columns out of a map.
  fileprivate mutating func addSlice(_ value: ONNXValue, _ rows: Range<Int>, _ columns: Range<Int>) -> String
  {
    let parts = [
      ("starts", [rows.lowerBound, columns.lowerBound]), ("ends", [rows.upperBound, columns.upperBound]),
      ("axes", value.planeAxes),
    ]
    return add("Slice", [value.name] + parts.map { constant($0.0, [2], .integers($0.1)) })
  }

  /// A map with its channels first in another size.
  fileprivate mutating func addResize(_ value: ONNXValue, _ resampling: Resampling) -> String {
    let (rows, columns) = (resampling.rows, resampling.columns)
    if rows.interpolation == .nearest {
      // Which pixel it is depends on the last bit of a scale; so they are named.
      return zip(value.planeAxes, [rows, columns]).reduce(value.name) { name, part in
        let places = part.1.taps.map(\.first)
        return add(
          "Gather", [name, constant("places", [places.count], .integers(places))],
          ["axis": .integer(part.0)])
      }
    }
    var name = value.name
    if rows.source != 0..<value.shape[0] || columns.source != 0..<value.shape[1] {
      name = addSlice(value, rows.source, columns.source)
    }
    // Sizes rather than scales, from which the sizes would be rounded: so the batch's belongs to them.
    let batch = add("Shape", [name], ["start": .integer(0), "end": .integer(1)])
    let lengths = [value.shape[2], rows.length, columns.length]
    let sizes = add("Concat", [batch, constant("lengths", [3], .integers(lengths))], ["axis": .integer(0)])
    return add("Resize", [name, "", "", sizes], Self.bilinear)
  }
}
