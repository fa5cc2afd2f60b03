import Charts
import Core
import NeuralNetwork

/// `feature_maps LeNet norm.test[12]`
enum FeatureMapsVerb: Verb {
  static let declaration = Declaration(
    name: "feature_maps",
    summary: "draws what each layer makes of an image, from the input to softmax",
    discussion: """
      A row for each layer, with up to 8 of its maps, and short rows side by side; a vector is laid out in rows of 16 \
      values. Of one layer, with layer=, \
      all maps are drawn, up to 64, and an array of them is the value. All maps of a layer have one scale, which stands below \
      them: gray from 0, black, to the greatest value, white, where nothing is negative; else blue is negative and \
      orange positive.
      """,
    parameters: [model, data, layer, ChartFormat.key],
    example: Example.digits + Example.convolution
      + "feature_maps net digits.test[12]")

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "one image, such as digits.test[12]")
  static let layer = Key<NameOrNumber?>.option("layer", .layer, "one layer, all of its maps")

  static let showsValue = false

  private static let inStrip = 8
  private static let ofOneLayer = 64

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let image = try arguments.image(Self.data, for: model)
    let outputs = try model.layerOutputs(image.pixels)
    if let layer = try arguments.layer(Self.layer, of: model) {
      let node = model.nodes[layer]
      let title = "\(node.name) (\(node.typeName)), \(node.outputShape.crossDescription), of \(image.name)"
      let items = items(outputs[layer + 1], node, side: side([node], limit: 8), limit: Self.ofOneLayer, image)
      let rows = stride(from: 0, to: items.count, by: 8).map {
        TileSheet.Row("", Array(items[$0..<min(items.count, $0 + 8)]))
      }
      let left = (MapSize(node.outputShape)?.channels ?? 0) - items.count
      let notes =
        node.outputShape.count == 3 && left > 0
        ? ["the first \(items.count) maps; \(left) more are not drawn"] : []
      try session.draw(
        TileSheet(title: title, rows: rows, notes: notes), name: "feature-maps", title: title, arguments)
      return .array(Tensor(shape: node.outputShape, floats: outputs[layer + 1]))
    }
    let title = "\(image.name) through \(model.title)"
    // Maps of one size are drawn in one size, as large as the row with the most of them allows.
    let side = side(model.nodes, limit: Self.inStrip)
    var rows: [TileSheet.Row] = []
    if let size = MapSize(model.inputShape) {
      let input: Tile =
        model.inputShape.count == 1
        ? .vector(outputs[0], title: "") : .image(outputs[0], size, side: side)
      rows.append(TileSheet.Row("input \(model.inputShape.crossDescription)", [.tile(input)]))
    }
    for (index, node) in model.nodes.enumerated() {
      let items = items(outputs[index + 1], node, side: side, limit: Self.inStrip, image)
      let count = node.outputShape.count == 3 ? node.outputShape[2] : items.count
      rows.append(
        TileSheet.Row(
          "\(node.name) (\(node.typeName)) \(node.outputShape.crossDescription)"
            + (node.activation == .linear ? "" : ", \(node.activation.rawValue)")
            + (count > items.count ? ": the first \(items.count) of \(count) maps" : ""), items))
    }
    try session.draw(
      TileSheet(title: title, rows: rows, flows: true), name: "feature-maps", title: title, arguments)
    return .nothing
  }

  /// The side of a map where the widest row is to fill a sheet.
  private static func side(_ nodes: [Model.Node], limit: Int) -> Double {
    let most = nodes.compactMap { $0.outputShape.count == 3 ? min(limit, $0.outputShape[2]) : nil }.max() ?? 1
    return min(196, max(84, (720 - 12 * Double(most - 1)) / Double(most)))
  }

  private static func items(
    _ values: [Float], _ node: Model.Node, side: Double, limit: Int, _ image: ShownImage
  ) -> [TileSheet.Item] {
    guard let size = MapSize(node.outputShape) else { return [] }
    guard node.outputShape.count > 1 else {
      if values.count <= 16 {
        // Few enough to be read: the classes with their probabilities.
        let pixels = ColourKey.layer(values).colours(values)
        return values.enumerated().map { k, value in
          .tile(
            .numbers(
              [value], width: 1, pixels: Array(pixels[3 * k..<3 * k + 3]),
              title: image.classNames[safe: k].map { $0.count <= 3 ? $0 : "\(k)" } ?? "\(k)"))
        }
      }
      return [
        .tile(.vector(values, columns: values.count > 256 ? 64 : 32, side: values.count > 256 ? 512 : 320))
      ]
    }
    return (0..<min(limit, size.channels)).map {
      .tile(.map(values, size, channel: $0, title: "\($0)", side: side))
    }
  }
}
