import NeuralNetwork

/// `predict LeNet norm.test`
enum PredictVerb: Verb {
  static let declaration = Declaration(
    name: "predict",
    summary: "the model's output for each image: one probability per class",
    discussion: """
      Gives an array of shape (images, classes). The predicted class is the one with the greatest probability; \
      `show data predictions=(predict net data)` writes it beside the true one.
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .positional("data", .value(.images), "images"),
    ],
    example: """
      digits = load digits train=1000 test=200
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      predict net digits.test[0]
      """)

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
    let images: Tensor
    switch try arguments.value("data") {
    case .examples(let examples, _), .example(let examples, _):
      guard examples.ragged == nil else { throw CellError.differingSizes(parameter: "data") }
      images = examples.images
    case .array(let array):
      // One image by itself is a batch of one.
      images =
        array.shape == model.inputShape ? array.reshaped([1] + array.shape) ?? array : array
    case .ragged: throw CellError.differingSizes(parameter: "data")
    case .dataset(let dataset):
      throw CellError.whichPart(of: dataset, parameter: "data")
    default: throw CellError("there are no images", parameter: "data")
    }
    guard !images.shape.isEmpty else { throw CellError("there are no images", parameter: "data") }
    return .array(try model.predict(images: images, pool: session.pool))
  }
}
