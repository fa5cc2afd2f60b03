import Charts
import Core
import NeuralNetwork

/// `receptive_field LeNet norm.test[12] layer=conv2d_1 at=3,4`
enum ReceptiveFieldVerb: Verb {
  static let declaration = Declaration(
    name: "receptive_field",
    summary: "frames the part of the image that a unit sees",
    discussion: """
      Each layer sees the image through the windows of the layers before it: row r of a layer with window height k, \
      stride s and padding p sees the rows r s - p to r s - p + k - 1 below it. The table has the size of what one value \
      of each layer sees, and how far apart neighbouring values look. \
      Source: Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
      """,
    parameters: [model, data, layer, at, filter, unit, ChartFormat.key],
    example: """
      digits = load digits train=100 test=20
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        MaxPooling2D
        Conv2D 16 5x5 activation=relu
      end
      receptive_field net digits.test[12] layer=conv2d_1 at=3,4
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "one image, such as digits.test[12]")
  static let layer = Key<NameOrNumber?>.option(
    "layer", .layer, "the layer of the unit; the last one with maps where not given")
  static let at = Key<[Int]>.option(
    "at", .integer(0...1_000_000), "row,column in the layer's maps; the greatest value's where not given")
  static let filter = Key<Int?>.option(
    "filter", .integer(0...1_000_000), "the map whose greatest value is meant")
  static let unit = Key<Int?>.option("unit", .integer(0...1_000_000), "of a vector the value")

  static let place = PlaceKeys(at: at, filter: filter, unit: unit)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let image = try arguments.image(Self.data, for: model)
    guard let size = MapSize(model.inputShape), model.inputShape.count > 1 else {
      throw CellError(
        "\(model.title) takes vectors, not images: there is no part of an image to frame",
        parameter: Self.model)
    }
    guard
      let layer = try arguments.layer(Self.layer, of: model)
        ?? model.nodes.lastIndex(where: { $0.outputShape.count == 3 })
    else { throw CellError("\(model.title) has no layer with maps\ngive layer=", parameter: Self.model) }
    let place = try arguments.place(Self.place, of: model, layer: layer, image, session)
    let field = try model.receptiveField(layer: layer, place: place)
    let node = model.nodes[layer]
    let unit =
      node.outputShape.count == 1 ? "unit \(place.channel)" : "row \(place.row), column \(place.column)"
    let (rows, columns) = (field.seenRows, field.seenColumns)
    let frame = Tile.Frame(
      row: rows.lowerBound, column: columns.lowerBound, height: rows.count, width: columns.count)
    var lines = [
      "\(node.name), \(unit): sees rows \(rows.lowerBound) to \(rows.upperBound), columns \(columns.lowerBound) to "
        + "\(columns.upperBound) of the \(size.height)x\(size.width) image, \(rows.count)x\(columns.count) pixels"
        + (rows == field.rows && columns == field.columns
          ? "" : "; the rest of its \(field.size.height)x\(field.size.width) field is padding")
    ]
    lines.append(try table(model, through: layer, size))
    session.say(lines.joined(separator: "\n"))
    let title = "What \(node.name), \(unit), sees"
    let values = try model.extractor(through: layer).predict(images: image.pixels, pool: session.pool).floats
    let output: Tile
    if let outputSize = MapSize(node.outputShape), node.outputShape.count > 1 {
      output = .map(
        values, outputSize, channel: place.channel, title: "\(node.name), map \(place.channel)",
        frame: Tile.Frame(row: place.row, column: place.column, height: 1, width: 1), side: 168)
    } else {
      output = .vector(values, title: node.name, marked: place.channel, side: 168)
    }
    let input = Tile.image(image.pixels.floats, size, title: image.name, frame: frame, side: 224)
    try session.draw(
      TileSheet(title: title, rows: [.init("", [.tile(input), .sign("→"), .tile(output)])]),
      name: "receptive-field", title: title, arguments)
    return .list([
      .list([.number(Double(rows.lowerBound)), .number(Double(rows.upperBound))]),
      .list([.number(Double(columns.lowerBound)), .number(Double(columns.upperBound))]),
    ])
  }

  /// The size of what a value in the middle of each layer sees, and the distance to what its neighbour sees.
  private static func table(_ model: Model, through last: Int, _ size: MapSize) throws -> String {
    var rows: [[String]] = []
    for index in 0...last {
      let node = model.nodes[index]
      guard let output = MapSize(node.outputShape) else { continue }
      let place = MapPlace(row: output.height / 2, column: output.width / 2, channel: 0)
      // Between the kernels that a transposed convolution lays far apart there is nothing.
      guard let field = try? model.receptiveField(layer: index, place: place) else {
        rows.append([node.name, "nothing", "-"])
        continue
      }
      var stride = "-"
      if output.height > 1 || output.width > 1 {
        let next = MapPlace(
          row: output.height > 1 ? (place.row + 1 < output.height ? place.row + 1 : place.row - 1) : 0,
          column: output.width > 1
            ? (place.column + 1 < output.width ? place.column + 1 : place.column - 1) : 0,
          channel: 0)
        if let other = try? model.receptiveField(layer: index, place: next) {
          stride =
            "\(abs(other.rows.lowerBound - field.rows.lowerBound))x\(abs(other.columns.lowerBound - field.columns.lowerBound))"
        }
      }
      rows.append([node.name, "\(field.size.height)x\(field.size.width)", stride])
    }
    return textTable(["layer", "sees", "step"], rows)
  }
}
