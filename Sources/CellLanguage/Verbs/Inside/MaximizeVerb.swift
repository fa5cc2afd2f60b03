import Charts
import NeuralNetwork

/// `maximize LeNet layer=conv2d_1`, `maximize LeNet class=3`
enum MaximizeVerb: Verb {
  static let declaration = Declaration(
    name: "maximize",
    summary: "the image that a filter, a unit or a class likes best",
    discussion: """
      Starts from faint noise and climbs: I = I + learning_rate g / sqrt(mean of g^2), then I = I - decay I, with g = dS / dI. \
      S is the filter's value in the middle of its map, before the activation; for a class, its value before softmax. \
      The decay takes away what does not help. Drawn is what S sees of the image; of a layer the first 16 filters where \
      none is named. Gives the whole images. Sources: Erhan, Bengio, Courville, Vincent, "Visualizing higher-layer features of a deep network", 2009; \
      Simonyan, Vedaldi, Zisserman, ICLR workshop 2014, section 2, https://arxiv.org/abs/1312.6034
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .option("layer", .layer, "the layer; the last one, with its classes, where not given"),
      .option("filter", .integer(0...1_000_000), "one or more filters", isRepeated: true),
      .option("unit", .integer(0...1_000_000), "the same of a layer that gives a vector", isRepeated: true),
      .option("class", .integer(0...1_000_000), "one or more classes", isRepeated: true),
      .option("steps", .integer(1...1000), "how many steps", default: .integer(60)),
      .option(
        "learning_rate", .number(0...1000), "size of a step, as change of a pixel", default: .number(0.1)),
      .option(
        "decay", .number(0...1), "the share of each pixel taken away at each step", default: .number(0.01)),
      .option("seed", .integer(0...Int.max), "of the noise", default: .integer(0)),
      ChartFormat.parameter,
    ],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      maximize net layer=conv2d steps=20
      """)

  static let showsValue = false

  private static let most = 64
  private static let unnamed = 16

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
    let last = model.nodes.count - 1
    guard !arguments.isGiven("class") || !arguments.isGiven("layer") else {
      throw CellError("class= is of the last layer: leave layer= out", parameter: "class")
    }
    let layer = try arguments.layer(of: model) ?? last
    let given = ["filter", "unit", "class"].filter(arguments.isGiven)
    guard given.count <= 1 else {
      throw CellError("give one of filter=, unit= and class=", parameter: given[1])
    }
    let node = model.nodes[layer]
    guard let size = MapSize(node.outputShape), let input = MapSize(model.inputShape),
      model.inputShape.count > 1
    else {
      throw CellError("\(model.name) takes no images: there is nothing to draw", parameter: "model")
    }
    var filters =
      given.first.map { arguments.all($0) }?.compactMap { value -> Int? in
        if case .number(let number) = value { Int(exactly: number) } else { nil }
      } ?? Array((0..<size.channels).prefix(unnamed))
    filters = Array(filters.prefix(most))
    var options = MaximizationOptions()
    options.steps = arguments.integer("steps") ?? options.steps
    options.learningRate = Float(arguments.number("learning_rate") ?? 0.1)
    options.decay = Float(arguments.number("decay") ?? 0.01)
    options.seed = UInt64(arguments.integer("seed") ?? 0)
    let images: [MaximizedImage]
    do {
      images = try model.maximize(layer: layer, filters: filters, options)
    } catch let error as ModelError {
      throw CellError(error, parameter: given.first ?? "layer")
    }
    let kind = layer == last && size.height == 1 && size.width == 1 ? "class" : model.outputName(layer: layer)
    session.say(
      textTable(
        [kind, "score"], zip(filters, images).map { ["\($0)", fourDecimals(Double($1.score))] }))
    let items = zip(filters, images).map { filter, image -> TileSheet.Item in
      let (part, size) = seen(of: image, input)
      return .tile(.image(part, size, title: "\(kind) \(filter)", side: 112))
    }
    let title = "\(node.name): what its \(kind == "class" ? "classes" : kind + "s") like best"
    let rows = stride(from: 0, to: items.count, by: 5).map {
      TileSheet.Row("", Array(items[$0..<min(items.count, $0 + 5)]))
    }
    var notes: [String] = []
    if let field = images.first?.field, let rows = size.height > 1 ? field.seenRows : nil {
      notes.append(
        "in the middle of its map it sees rows \(rows.lowerBound) to \(rows.upperBound), columns "
          + "\(field.seenColumns.lowerBound) to \(field.seenColumns.upperBound) of the image: that part is drawn"
      )
    }
    let left = given.isEmpty ? size.channels - filters.count : 0
    if left > 0 { notes.append("the first \(filters.count) of \(size.channels) \(kind)s") }
    try session.draw(
      TileSheet(title: title, rows: rows, notes: notes), name: "maximize", title: title, arguments)
    return .array(Tensor(shape: [images.count] + model.inputShape, floats: images.flatMap(\.pixels)))
  }

  /// The part of an image that its value depends on.
  private static func seen(of image: MaximizedImage, _ input: MapSize) -> (pixels: [Float], size: MapSize) {
    let (rows, columns) = (image.field.seenRows, image.field.seenColumns)
    let pixels = rows.flatMap { row in
      let start = (row * input.width + columns.lowerBound) * input.channels
      return image.pixels[start..<start + columns.count * input.channels]
    }
    return (pixels, MapSize(height: rows.count, width: columns.count, channels: input.channels))
  }
}
