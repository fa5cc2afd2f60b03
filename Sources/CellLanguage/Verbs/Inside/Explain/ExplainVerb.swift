import Charts
import Core
import Datasets
import NeuralNetwork

/// `explain LeNet norm.test[12] layer=conv2d_1 at=3,4 filter=5`
enum ExplainVerb: Verb {
  static let declaration = Declaration(
    name: "explain",
    summary: "takes one number of a network apart: the sum behind a pixel, a gradient",
    discussion: """
      Of a layer it shows how one value came about, as numbers that can be worked through on paper and as a picture: for \
      Conv2D the patch, the kernel, their products, the sum, the bias and the activation; for pooling the window; \
      for Dense the largest products; for BatchNormalization, Dropout, Flatten and softmax their formulas. Every \
      value is the engine's own, to the last bit. (In the output of a whole model and in training the last digits \
      may differ: large convolutions are then computed with fewer products.) at=ROW,COLUMN and filter= (unit= of a \
      vector) say which value, counted from 0; without them it is the greatest one. Without layer= it shows the \
      whole output: softmax and, where the label is known, the loss. With weight= it shows what a training step on \
      these images (at most 16) does to one weight: its gradient by the chain rule and by trying, and the \
      optimizer's update. weight=ROW,COLUMN,CHANNEL,FILTER of a Conv2D kernel, INPUT,UNIT of a Dense kernel, one \
      number of a bias.
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .positional("data", .value(.images), "one image, such as digits.test[12]; for a step some with labels"),
      .option("layer", .layer, "the layer; the whole output where not given"),
      .option("at", .integer(0...1_000_000), "row,column in the layer's maps", isRepeated: true),
      .option("filter", .integer(0...1_000_000), "the map, from 0"),
      .option("unit", .integer(0...1_000_000), "of a vector the value, from 0"),
      .option("channel", .integer(0...1_000_000), "of a Conv2D the input channel whose numbers are shown"),
      .option("terms", .count, "how many products of a Dense layer are listed", default: .integer(10)),
      .option(
        "weight", .integer(0...1_000_000), "one weight of the layer, for a training step", isRepeated: true),
      ChartFormat.parameter,
    ],
    example: """
      digits = load digits train=100 test=20
      net = model input=28x28x1
        Conv2D 4 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      explain net digits.test[12] layer=conv2d at=3,4 filter=2
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
    if arguments.isGiven("weight") { return try ExplainedStep.run(arguments, model, session) }
    let image = try arguments.image(for: model)
    guard let layer = try arguments.layer(of: model) else {
      return try ExplainedOutput.run(image, model, arguments, session)
    }
    let place = try arguments.place(of: model, layer: layer, image, session)
    let explanation = try model.explain(image.pixels, layer: layer, place: place)
    let explained = Explained(
      explanation: explanation, model: model, image: image, channel: arguments.integer("channel"),
      terms: arguments.integer("terms") ?? 10)
    session.say(try explained.text())
    try session.draw(explained.picture, name: "explain", title: explained.title, arguments)
    return .float32(explanation.value)
  }
}

extension Arguments {
  /// Which value of a layer is meant: that of at=, filter= and unit=; what they leave open is where the value is
  /// greatest.
  func place(of model: Model, layer: Int, _ image: ShownImage, _ session: Session) throws -> MapPlace {
    let node = model.nodes[layer]
    guard let size = MapSize(node.outputShape) else {
      throw CellError("\(node.name) gives neither a vector nor maps", parameter: "layer")
    }
    let filter = try filter(of: model, layer: layer)
    let at = all("at").compactMap { value -> Int? in
      if case .number(let number) = value { Int(exactly: number) } else { nil }
    }
    guard at.isEmpty || node.outputShape.count == 3 else {
      throw CellError(
        "\(node.name) gives a vector of \(size.channels) values, without rows and columns\nchoose one with unit=",
        parameter: "at")
    }
    guard at.isEmpty || at.count == 2 else {
      throw CellError("at= is a row and a column, such as at=3,4", parameter: "at")
    }
    for (name, value, count) in zip(["row", "column"], at).map({
      ($0, $1, $0 == "row" ? size.height : size.width)
    })
    where value >= count {
      throw CellError(
        "\(name) \(value) lies outside what \(node.name) gives, \(node.outputShape.crossDescription): "
          + (count == 1 ? "there is only \(name) 0" : "\(name)s are 0 to \(count - 1)"), parameter: "at")
    }
    let values = try model.extractor(through: layer).predict(images: image.pixels, pool: session.pool).floats
    var best: (place: MapPlace, value: Float)?
    for (k, value) in values.enumerated() {
      let place = size.place(k)
      guard filter.map({ $0 == place.channel }) ?? true, at.isEmpty || [place.row, place.column] == at else {
        continue
      }
      if best.map({ value > $0.value }) ?? true { best = (place, value) }
    }
    return best?.place ?? MapPlace(channel: 0)
  }
}
