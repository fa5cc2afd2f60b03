import Kernels

/// The part of the image that a unit sees.
public struct ReceptiveField: Sendable, Equatable {
  /// Rows and columns of the input; parts outside it (padding) included.
  public let rows, columns: ClosedRange<Int>

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
      throw ModelError("\(nodes[index].name) gives neither a vector nor a map")
    }
    try check(place, in: size, of: nodes[index])
    var (rows, columns) = (place.row...place.row, place.column...place.column)
    var channel: Int? = place.channel
    for node in nodes[...index].reversed() {
      guard let input = MapSize(node.inputShape) else { break }
      switch node.layer.operation(for: node.inputShape) {
      case let operation as ConvolutionOperation:
        (rows, columns) = operation.geometry.inputs(rows, columns)
        channel = nil
      case let operation as any PoolingOperation: (rows, columns) = operation.geometry.inputs(rows, columns)
      case is DenseOperation: channel = nil
      case is FlattenOperation:
        // A single value stands somewhere in the maps; what sees all values sees all of the maps.
        if let unit = channel {
          let source = input.place(unit)
          (rows, columns, channel) = (source.row...source.row, source.column...source.column, source.channel)
        } else {
          (rows, columns) = (0...input.height - 1, 0...input.width - 1)
        }
      default:
        if node.layer.activation == .softmax { channel = nil }
      }
    }
    // A Dense layer on the image itself, which then is a vector.
    return ReceptiveField(rows: rows, columns: columns)
  }
}

extension ConvolutionGeometry {
  fileprivate func inputs(
    _ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>
  ) -> (ClosedRange<Int>, ClosedRange<Int>) {
    (
      rows.lowerBound * strideY - padTop...rows.upperBound * strideY - padTop + kernelHeight - 1,
      columns.lowerBound * strideX - padLeft...columns.upperBound * strideX - padLeft + kernelWidth - 1
    )
  }
}
