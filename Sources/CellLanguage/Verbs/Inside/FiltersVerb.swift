import Charts
import Core
import NeuralNetwork

/// `filters LeNet layer=conv2d`
enum FiltersVerb: Verb {
  static let declaration = Declaration(
    name: "filters",
    summary: "draws the kernels that a convolution has learned",
    discussion: """
      Blue weights are negative, white ones zero, orange ones positive; all kernels have one scale. A kernel on several \
      channels is a row of pictures, one for each channel. With values=true the weights are written on them.
      """,
    parameters: [model, layer, filter, values, ChartFormat.key],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
      end
      filters net
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let layer = Key<NameOrNumber?>.option(
    "layer", .layer, "a Conv2D layer; the first one where not given")
  static let filter = Key<[Int]>.option(
    "filter", .integer(0...1_000_000), "one or more filters; all where not given")
  static let values = Key<Bool>.option("values", .flag, "write the weights on the kernels", default: false)

  static let showsValue = false

  /// More would be too small or too many to look at.
  private static let mostFilters = 64
  private static let mostChannels = 16

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let convolutions = model.nodes.indices.filter { model.nodes[$0].built.look.kind == .convolution }
    guard let layer = try arguments.layer(Self.layer, of: model) ?? convolutions.first else {
      throw CellError("\(model.title) has no Conv2D layer, so no filters to draw", parameter: Self.model)
    }
    let node = model.nodes[layer]
    guard convolutions.contains(layer), let kernel = model.weightValues(layer: layer).first else {
      throw CellError(
        "\(node.name) (\(node.typeName)) has no filters to draw\n"
          + (convolutions.isEmpty
            ? "\(model.title) has no Conv2D layer"
            : "these layers have: \(convolutions.map { model.nodes[$0].name }.joined(separator: ", "))"),
        parameter: Self.layer)
    }
    let (shape, filters) = (kernel.weight.filterShape, kernel.weight.filters)
    let (height, width, channels) = (shape[0], shape[1], shape[2])
    var chosen = arguments[Self.filter]
    if let wrong = chosen.first(where: { $0 >= filters }) {
      throw CellError(
        "\(node.name) has no filter \(wrong): it has \(filters), numbered 0 to \(filters - 1)",
        parameter: Self.filter)
    }
    if chosen.isEmpty { chosen = Array((0..<filters).prefix(Self.mostFilters)) }
    let key = ColourKey.signed(kernel.values)
    func tile(_ filter: Int, _ channel: Int, _ title: String) -> TileSheet.Item {
      let values = (0..<height * width).map {
        kernel.values[kernel.weight.index(ofFilter: filter, $0 * channels + channel)]
      }
      return .tile(
        arguments[Self.values]
          ? .numbers(values, width: width, pixels: key.colours(values), title: title)
          : .coloured(
            values, width: width, height: height, key: key, title: title, side: channels == 1 ? 72 : 44))
    }
    var rows: [TileSheet.Row] = []
    if channels == 1 {
      let perRow = arguments[Self.values] ? 3 : 8
      for start in stride(from: 0, to: chosen.count, by: perRow) {
        rows.append(
          TileSheet.Row(
            "", chosen[start..<min(chosen.count, start + perRow)].map { tile($0, 0, "filter \($0)") }))
      }
    } else {
      for filter in chosen {
        let shown = (0..<channels).prefix(arguments[Self.values] ? 3 : Self.mostChannels)
        rows.append(
          TileSheet.Row(
            "filter \(filter)", shown.map { tile(filter, $0, filter == chosen[0] ? "\($0)" : "") }))
      }
    }
    let title =
      "\(node.name): \(filters) \(filters == 1 ? "filter" : "filters") of \(height)x\(width)x\(channels)"
    var notes: [String] = []
    if chosen.count < filters { notes.append("\(chosen.count) of \(filters) filters are drawn") }
    if channels > 1, let row = rows.first, row.items.count < channels {
      notes.append("the first \(row.items.count) of \(channels) channels are drawn")
    }
    try session.draw(
      TileSheet(title: title, rows: rows, notes: notes), name: "filters", title: title, arguments)
    return .nothing
  }
}
