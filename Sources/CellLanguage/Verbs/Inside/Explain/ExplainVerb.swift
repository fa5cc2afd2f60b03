import Core
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
    parameters: [model, data, layer, at, filter, unit, channel, terms, weight, ChartFormat.key],
    example: """
      digits = load digits train=100 test=20
      net = model input=28x28x1
        Conv2D 4 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      explain net digits.test[12] layer=conv2d at=3,4 filter=2
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional(
    "data", .images, "one image, such as digits.test[12]; for a step some with labels")
  static let layer = Key<NameOrNumber?>.option("layer", .layer, "the layer; the whole output where not given")
  static let at = Key<[Int]>.option("at", .integer(0...1_000_000), "row,column in the layer's maps")
  static let filter = Key<Int?>.option("filter", .integer(0...1_000_000), "the map, from 0")
  static let unit = Key<Int?>.option("unit", .integer(0...1_000_000), "of a vector the value, from 0")
  static let channel = Key<Int?>.option(
    "channel", .integer(0...1_000_000), "of a Conv2D the input channel whose numbers are shown")
  static let terms = Key<Int>.option(
    "terms", .count, "how many products of a Dense layer are listed", default: 10)
  static let weight = Key<[Int]>.option(
    "weight", .integer(0...1_000_000), "one weight of the layer, for a training step")

  static let place = PlaceKeys(at: at, filter: filter, unit: unit)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    if !arguments[Self.weight].isEmpty { return try ExplainedStep.run(arguments, model, session) }
    let image = try arguments.image(Self.data, for: model)
    guard let layer = try arguments.layer(Self.layer, of: model) else {
      return try ExplainedOutput.run(image, model, arguments, session)
    }
    let place = try arguments.place(Self.place, of: model, layer: layer, image, session)
    let explanation = try model.explain(image.pixels, layer: layer, place: place)
    let explained = Explained(
      explanation: explanation, model: model, image: image, channel: arguments[Self.channel],
      terms: arguments[Self.terms])
    session.say(try explained.text())
    try session.draw(explained.picture, name: "explain", title: explained.title, arguments)
    return .float32(explanation.value)
  }
}
