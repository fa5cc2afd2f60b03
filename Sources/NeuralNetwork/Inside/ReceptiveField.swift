import Kernels

/// The part of the image that a unit sees.
public struct ReceptiveField: Sendable, Equatable {
  /// Rows and columns of the input; what lies outside it, and outside the maps on the way, is padding.
  public let rows, columns: ClosedRange<Int>
  /// Those of them that there are.
  public let seenRows, seenColumns: ClosedRange<Int>

  public var size: (height: Int, width: Int) { (rows.count, columns.count) }
}

extension Model {
  /// Follows the windows of the layers back from a value of layer `index` to the image: row r of a layer with window
  /// height k, stride s and padding p sees rows `r s - p` to `r s - p + k - 1` of the layer before.
  ///
  /// Source: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
  /// - Throws: where the place lies outside what the layer gives.
  public func receptiveField(layer index: Int, place: MapPlace) throws(ModelError) -> ReceptiveField {
    guard let size = MapSize(nodes[index].outputShape) else {
      throw ModelError("\(nodes[index].name) gives neither a vector nor a map", subject: "layer")
    }
    try check(place, in: size, of: nodes[index])
    var whole = Window(at: place)
    var seen = whole
    /// The one channel that counts; nil where several do.
    var channel: Int? = place.channel
    for node in nodes[...index].reversed() {
      guard let input = MapSize(node.inputShape) else { break }
      switch node.layer.operation(for: node.inputShape) {
      case let operation as ConvolutionOperation:
        whole = whole.input(operation.geometry)
        seen = seen.input(operation.geometry)
        channel = nil
      case let operation as any PoolingOperation:
        whole = whole.input(operation.geometry)
        seen = seen.input(operation.geometry)
      case is DenseOperation: channel = nil
      case is FlattenOperation:
        // A single value stands somewhere in the maps; what sees several values sees all of the maps.
        whole = channel.map { Window(at: input.place($0)) } ?? Window(all: input)
        seen = whole
        channel = channel.map { input.place($0).channel }
      default:
        if node.layer.activation == .softmax { channel = nil }
      }
      seen = seen.clipped(to: input)
    }
    return ReceptiveField(
      rows: whole.rows, columns: whole.columns, seenRows: seen.rows, seenColumns: seen.columns)
  }
}

/// Rows and columns of a map.
private struct Window {
  var rows, columns: ClosedRange<Int>

  init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) { (self.rows, self.columns) = (rows, columns) }

  init(at place: MapPlace) {
    self.init(rows: place.row...place.row, columns: place.column...place.column)
  }

  init(all map: MapSize) {
    self.init(rows: 0...max(0, map.height - 1), columns: 0...max(0, map.width - 1))
  }

  /// What this part of a layer's output sees of its input.
  func input(_ g: ConvolutionGeometry) -> Window {
    /// Far outside of any image, where padding upon padding may lead.
    func near(_ i: Int) -> Int { min(1 << 40, max(-1 << 40, i)) }
    func range(_ range: ClosedRange<Int>, _ stride: Int, _ padding: Int, _ length: Int) -> ClosedRange<Int> {
      near(range.lowerBound * stride - padding)...near(range.upperBound * stride - padding + length - 1)
    }
    return Window(
      rows: range(rows, g.strideY, g.padTop, g.kernelHeight),
      columns: range(columns, g.strideX, g.padLeft, g.kernelWidth))
  }

  func clipped(to map: MapSize) -> Window {
    Window(
      rows: rows.clamped(to: 0...max(0, map.height - 1)),
      columns: columns.clamped(to: 0...max(0, map.width - 1)))
  }
}
