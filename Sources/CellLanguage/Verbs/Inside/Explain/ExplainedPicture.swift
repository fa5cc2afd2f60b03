import Charts
import NeuralNetwork

extension Explained {
  /// The layer's input with the window framed, the working, and the output with the value framed.
  var picture: TileSheet {
    switch explanation.working {
    case .convolution(let sum): convolution(sum)
    case .separable(let sums): separable(sums)
    case .dense(let sum): dense(sum)
    case .pooling(let window): pooling(window)
    case .merged(let merged): self.merged(merged)
    default:
      TileSheet(
        title: title,
        rows: [TileSheet.Row("", [.tile(inputTile(input: nil)), .sign("→"), .tile(outputTile)])],
        notes: ["x \(digits(before)), value \(digits(explanation.value))"])
    }
  }

  static let mostChannels = 8
  private static let side = 168.0

  private var before: Float {
    switch explanation.working {
    case .convolution(let sum), .dense(let sum): sum.total
    case .separable(let sums): sums.pointwise.total
    case .pooling(let window): window.value
    case .normalization(let normalization): normalization.input
    case .standardization(let standardization): standardization.input
    case .unit(let unit): unit.input
    case .activation(let input): input
    case .dropout(let dropping): dropping.input
    case .function(let function): function.input
    case .moved: explanation.value
    case .merged(let merged): merged.value
    case .formula(let formula): formula.lines.first?.value ?? formula.value
    }
  }

  /// The sum, in a line.
  func equation(_ sum: WeightedSum) -> String {
    var text = "sum of the products \(digits(sum.sum))"
    if let bias = sum.bias {
      text += " \(bias < 0 ? "−" : "+") \(digits(abs(bias))) (bias) = \(digits(sum.total))"
    }
    if explanation.activation != .linear {
      text += ", \(explanation.activation.rawValue) → \(digits(explanation.value))"
    }
    return text
  }

  private func convolution(_ sum: WeightedSum) -> TileSheet {
    let size = explanation.inputSize
    let sizes = sum.channels.map { abs(sum.exactSum(ofChannel: $0)) }
    let largest = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(Self.mostChannels)
      .map { $0 + sum.channels.lowerBound }.sorted()
    let shown = channel.map { [$0] } ?? Array(largest)
    let grids = shown.map { self.grids(sum, channel: $0) }
    let kernelLimit = TileColours.limit(grids.flatMap(\.kernel))
    let productLimit = TileColours.limit(grids.flatMap(\.products))
    guard sum.height > 0, sum.width > 0 else {
      return TileSheet(
        title: title, rows: [TileSheet.Row("", [.tile(outputTile)])], notes: [equation(sum)])
    }
    var rows = zip(shown, grids).map { channel, grids in
      return TileSheet.Row(
        "",
        [
          .tile(inputTile(of: sum, channel: channel)),
          .tile(
            .numbers(
              grids.patch, width: sum.width,
              pixels: inputKey.colours(grids.patch), title: "patch")),
          .sign("×"),
          .tile(
            .numbers(
              grids.kernel, width: sum.width, pixels: TileColours.signed(grids.kernel, limit: kernelLimit),
              title: "kernel")),
          .sign("="),
          .tile(
            .numbers(
              grids.products, width: sum.width,
              pixels: TileColours.signed(grids.products, limit: productLimit),
              title: size.channels > 1
                ? "products, sum \(Tile.pictureText(Float(sum.exactSum(ofChannel: channel))))" : "products")),
        ])
    }
    rows.append(TileSheet.Row("", [.tile(outputTile)]))
    return TileSheet(
      title: title, rows: rows,
      notes: [equation(sum)]
        + (shown.count < sum.channels.count
          ? [
            "\(shown.count) of \(sum.channels.count) channels are drawn\(channel == nil ? ", those with the largest sums" : "")"
          ] : []))
  }

  /// A channel of what the layer takes in, with the window framed.
  func inputTile(of sum: WeightedSum, channel: Int) -> Tile {
    let size = explanation.inputSize
    var frame: Tile.Frame?
    if let top = sum.rows.first, let bottom = sum.rows.last, let left = sum.columns.first,
      let right = sum.columns.last
    {
      frame = .clipped(
        top: top, left: left, height: bottom - top + 1, width: right - left + 1, on: size)
    }
    return .map(
      explanation.input, size, channel: channel, isInput: isFirst,
      title: size.channels > 1 ? "\(sourceName), channel \(channel)" : sourceName, frame: frame,
      side: Self.side)
  }

  private func dense(_ sum: WeightedSum) -> TileSheet {
    let products = sum.terms.map(\.product)
    let items: [TileSheet.Item] = [
      .tile(.vector(sum.terms.map(\.input), title: "inputs", side: Self.side)), .sign("×"),
      .tile(.vector(sum.terms.map(\.weight), title: "weights", side: Self.side)), .sign("="),
      .tile(.vector(products, title: "products", side: Self.side)), .sign("→"), .tile(outputTile),
    ]
    var rows = [TileSheet.Row("", items)]
    // Behind a Flatten each input stands somewhere in a map: there the products can be seen as pictures.
    if let size = flattenedSize, size.height > 1 {
      let key = ColourKey.signed(products)
      let maps = (0..<min(size.channels, 2 * Self.mostChannels)).map { channel -> TileSheet.Item in
        .tile(
          .coloured(
            size.plane(channel, of: products), width: size.width, height: size.height, key: key,
            title: "map \(channel)", side: 72))
      }
      for start in stride(from: 0, to: maps.count, by: Self.mostChannels) {
        rows.append(
          TileSheet.Row(
            start == 0 ? "the products where their inputs stood before flatten" : "",
            Array(maps[start..<min(maps.count, start + Self.mostChannels)])))
      }
    }
    return TileSheet(title: title, rows: rows, notes: [equation(sum)])
  }

  private func pooling(_ window: PooledWindow) -> TileSheet {
    let size = explanation.inputSize
    let columns = window.pixels.map(\.place.column)
    let width = (columns.max() ?? 0) - (columns.min() ?? 0) + 1
    let values = window.pixels.map(\.value)
    let winner = Tile.Frame(row: window.winner / width, column: window.winner % width, height: 1, width: 1)
    return TileSheet(
      title: title,
      rows: [
        TileSheet.Row(
          "",
          [
            .tile(
              inputTile(
                input: .clipped(
                  top: window.top, left: window.left, height: window.height, width: window.width, on: size))),
            .tile(
              .numbers(
                values, width: width,
                pixels: inputKey.colours(values), title: "window",
                frame: window.kind == .maximum ? winner : nil)),
            .sign("→"), .tile(outputTile),
          ])
      ],
      notes: [
        (window.kind == .maximum ? "the greatest value: " : "the mean: ") + digits(explanation.value)
      ])
  }

  private func merged(_ merged: MergedValues) -> TileSheet {
    var items: [TileSheet.Item] = []
    for number in merged.inputs.indices {
      if number > 0 { items.append(.sign(merged.kind.sign)) }
      items.append(
        .tile(
          inputTile(
            number: number,
            source: MapPlace(
              row: min(place.row, explanation.inputSizes[number].height - 1),
              column: min(place.column, explanation.inputSizes[number].width - 1),
              channel: min(place.channel, explanation.inputSizes[number].channels - 1)), frame: nil)))
    }
    return TileSheet(
      title: title, rows: [TileSheet.Row("", items + [.sign("→"), .tile(outputTile)])],
      notes: [merged.equation])
  }

  /// The scale of what the layer takes in, and of the window that is cut from it.
  private var inputKey: ColourKey {
    isFirst ? .pixels(explanation.input) : .layer(explanation.input)
  }

  /// The channel that this value comes from, of what the layer takes in.
  private func inputTile(input frame: Tile.Frame?) -> Tile {
    inputTile(number: movedFrom?.input ?? 0, source: movedFrom?.place ?? place, frame: frame)
  }

  private func inputTile(number: Int, source: MapPlace, frame: Tile.Frame?) -> Tile {
    let size = explanation.inputSizes[number]
    let name = sourceName(number)
    if size.height == 1, size.width == 1 {
      return .vector(explanation.inputs[number], title: name, marked: source.channel, side: Self.side)
    }
    return .map(
      explanation.inputs[number], size, channel: source.channel, isInput: explanation.sources[number] < 0,
      title: size.channels > 1 ? "\(name), channel \(source.channel)" : name,
      frame: frame ?? Tile.Frame(row: source.row, column: source.column, height: 1, width: 1), side: Self.side
    )
  }

  var outputTile: Tile {
    let size = explanation.outputSize
    if node.outputShape.count == 1 {
      return .vector(explanation.output, title: node.name, marked: place.channel, side: Self.side)
    }
    return .map(
      explanation.output, size, channel: place.channel, title: "\(node.name), map \(place.channel)",
      frame: Tile.Frame(row: place.row, column: place.column, height: 1, width: 1), side: Self.side)
  }
}
