import Charts
import Core
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
    parameters: [model, layer, filter, unit, ofClass, steps, learningRate, decay, seed, ChartFormat.key],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      maximize net layer=conv2d steps=20
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let layer = Key<NameOrNumber?>.option(
    "layer", .layer, "the layer; the last one, with its classes, where not given")
  static let filter = Key<[Int]>.option("filter", .integer(0...1_000_000), "one or more filters")
  static let unit = Key<[Int]>.option(
    "unit", .integer(0...1_000_000), "the same of a layer that gives a vector")
  static let ofClass = Key<[Int]>.option("class", .integer(0...1_000_000), "one or more classes")
  static let steps = Key<Int>.option("steps", .integer(1...1000), "how many steps", default: 60)
  static let learningRate = Key<Double>.option(
    "learning_rate", .number(0...1000), "size of a step, as change of a pixel", default: 0.1)
  static let decay = Key<Double>.option(
    "decay", .number(0...1), "the share of each pixel taken away at each step", default: 0.01)
  static let seed = Key<UInt64>.option("seed", .seed, "of the noise", default: 0)

  static let showsValue = false

  private static let most = 64
  private static let unnamed = 16

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let last = model.nodes.count - 1
    guard !arguments.isGiven(Self.ofClass) || !arguments.isGiven(Self.layer) else {
      throw CellError("class= is of the last layer: leave layer= out", parameter: Self.ofClass)
    }
    let layer = try arguments.layer(Self.layer, of: model) ?? last
    let given = [filter, unit, ofClass].filter { arguments.isGiven($0) }
    guard given.count <= 1 else {
      throw CellError("give one of filter=, unit= and class=", parameter: given[1])
    }
    let node = model.nodes[layer]
    guard let size = MapSize(node.outputShape), let input = MapSize(model.inputShape),
      model.inputShape.count > 1
    else {
      throw CellError("\(model.title) takes no images: there is nothing to draw", parameter: Self.model)
    }
    let filters = Array(
      (given.first.map { arguments[$0] } ?? Array((0..<size.channels).prefix(unnamed))).prefix(most))
    let options = MaximizationOptions(
      steps: arguments[Self.steps], learningRate: Float(arguments[Self.learningRate]),
      decay: Float(arguments[Self.decay]), seed: arguments[Self.seed])
    let images: [MaximizedImage]
    do { images = try model.maximize(layer: layer, filters: filters, options) } catch let error as ModelError
    {
      // A filter may have been called a unit or a class.
      throw CellError(error, parameter: given.first ?? Self.layer)
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
