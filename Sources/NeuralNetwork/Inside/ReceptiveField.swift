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
  /// height k, stride s and padding p sees rows `r s - p` to `r s - p + k - 1` of the layer before. Of branches all count.
  ///
  /// Source: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
  /// - Throws: where the place lies outside what the layer gives.
  public func receptiveField(layer index: Int, place: MapPlace) throws(ModelError) -> ReceptiveField {
    guard let size = MapSize(nodes[index].outputShape) else {
      throw ModelError("\(nodes[index].name) gives neither a vector nor a map", subject: "layer")
    }
    try check(place, in: size, of: nodes[index])
    // What each layer, and the input, is seen of; `seen` is the part of it that there is.
    var whole = [Int: Reach.Part]()
    var seen = whole
    (whole[index], seen[index]) = (Reach.Part(at: place), Reach.Part(at: place))
    for number in (0...index).reversed() {
      let node = nodes[number]
      guard var part = whole[number], var partSeen = seen[number] else { continue }
      if node.activation == .softmax {
        (part, partSeen) = (part.onAllChannels(), partSeen.onAllChannels())
      }
      for (k, source) in node.inputs.enumerated() {
        guard let map = MapSize(node.inputShapes[k]), let input = node.built.reach.input(part, k),
          let inputSeen = node.built.reach.seen(by: partSeen, k, of: map)
        else { continue }
        whole[source] = whole[source]?.union(input) ?? input
        seen[source] = seen[source]?.union(inputSeen) ?? inputSeen
      }
    }
    guard let whole = whole[-1], let seen = seen[-1] else {
      throw ModelError("\(nodes[index].name) sees nothing of the image", subject: "layer")
    }
    return ReceptiveField(
      rows: whole.rows, columns: whole.columns, seenRows: seen.rows, seenColumns: seen.columns)
  }
}
