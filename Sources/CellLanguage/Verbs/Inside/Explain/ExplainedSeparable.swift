import Charts
import NeuralNetwork

/// The two sums of a SeparableConv2D: that of a map by itself, and that over the maps.
extension Explained {
  func separable(_ sums: SeparableSum) throws -> [String] {
    let maps = sums.depthwise.indices
    if let channel, !maps.contains(channel) {
      throw CellError(
        "\(node.name) has no map \(channel) between its two sums: they are 0 to \(maps.count - 1)",
        parameter: ExplainVerb.channel)
    }
    let shown = shownMap(sums)
    let first = sums.depthwise[shown]
    var parts = [
      ": \(window(first) ?? "no pixel") of \(source); first each map by itself, then all of them weighted"
        + (first.isPadded(explanation.inputSize) ? "; what lies outside counts as 0" : "")
    ]
    let grids = grids(first, channel: first.channels.lowerBound)
    parts += [
      "map \(shown), patch of channel \(first.channels.lowerBound):", matrix(grids.patch, width: first.width),
      "its kernel:", matrix(grids.kernel, width: first.width),
      "patch * kernel:", matrix(grids.products, width: first.width),
      textTable(
        ["map", "sum of its products", "weight", "sum * weight"],
        zip(maps, sums.pointwise.terms).map {
          [String($0), digits($1.input), digits($1.weight), digits($1.product)]
        }),
      closing(sums.pointwise),
    ]
    return parts + (maps.count > 1 && channel == nil ? ["channel= shows the numbers of another map"] : [])
  }

  func separable(_ sums: SeparableSum) -> TileSheet {
    let shown = shownMap(sums)
    let first = sums.depthwise[shown]
    let grids = grids(first, channel: first.channels.lowerBound)
    let order = sums.pointwise.terms.indices.sorted {
      (abs(sums.pointwise.terms[$1].product), $0) < (abs(sums.pointwise.terms[$0].product), $1)
    }
    let terms = order.prefix(Self.mostChannels).sorted().map { sums.pointwise.terms[$0] }
    func column(_ values: [Float], _ title: String) -> TileSheet.Item {
      .tile(
        .numbers(
          values, width: 1, pixels: TileColours.signed(values, limit: TileColours.limit(values)), title: title
        ))
    }
    func grid(_ values: [Float], _ title: String) -> TileSheet.Item {
      .tile(
        .numbers(
          values, width: first.width, pixels: TileColours.signed(values, limit: TileColours.limit(values)),
          title: title))
    }
    return TileSheet(
      title: title,
      rows: [
        TileSheet.Row(
          "",
          [
            .tile(inputTile(of: first, channel: first.channels.lowerBound)), grid(grids.patch, "patch"),
            .sign("×"), grid(grids.kernel, "kernel"), .sign("="),
            grid(grids.products, "products, sum \(Tile.pictureText(first.total))"),
          ]),
        TileSheet.Row(
          "",
          [
            column(terms.map(\.input), "sums of the maps"), .sign("×"),
            column(terms.map(\.weight), "weights"), .sign("="), column(terms.map(\.product), "products"),
            .sign("→"), .tile(outputTile),
          ]),
      ],
      notes: [equation(sums.pointwise)]
        + (terms.count < order.count
          ? ["\(terms.count) of \(order.count) maps are drawn, those with the largest products"] : []))
  }

  /// The map whose numbers are shown: the one that was chosen, or the one that counts most.
  private func shownMap(_ sums: SeparableSum) -> Int {
    if let channel, sums.depthwise.indices.contains(channel) { return channel }
    let sizes = sums.pointwise.terms.map { abs($0.product) }
    return sizes.indices.max { (sizes[$0], $1) < (sizes[$1], $0) } ?? 0
  }
}
