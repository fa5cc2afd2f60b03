import Core
import NeuralNetwork

/// `predict LeNet norm.test`
enum PredictVerb: Verb {
  static let declaration = Declaration(
    name: "predict",
    summary: "the model's output for each image: one probability per class",
    discussion: """
      Gives an array of shape (images, classes). The predicted class is the one with the greatest probability; \
      `show data predictions=(predict net data)` writes it beside the true one. With layer= the model stops at that \
      layer and gives what the layer gives, as `explain` shows it; of images with labels it makes data with the same \
      labels, from which another model can learn.
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .positional("data", .value(.images), "images"),
      .option("layer", .layer, "the layer whose output is wanted; the last one where not given"),
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
    if let layer = try arguments.layer(of: model) {
      let extractor = model.extractor(through: layer)
      return try arguments.value("data").mapBatch(of: model) {
        try extractor.predict(images: $0, pool: session.pool)
      }
    }
    return .array(try model.predict(images: arguments.batch(for: model), pool: session.pool))
  }
}

extension Value {
  /// The same value with `change` done to its images; an array of one image is a batch of one.
  fileprivate func mapBatch(of model: Model, _ change: (Tensor) throws -> Tensor) throws -> Value {
    if case .array(let array) = self, array.shape == model.inputShape,
      let one = array.reshaped([1] + array.shape)
    {
      return .array(try change(one).row(0))
    }
    return try mapImages(change)
  }
}

extension Arguments {
  /// The images of a parameter as an array that a model takes; one image by itself is a batch of one.
  func batch(_ name: String = "data", for model: Model) throws -> Tensor {
    let images: Tensor
    switch try value(name) {
    case .examples(let examples, _), .example(let examples, _):
      images = try examples.ofOneSize(name).images
    case .array(let array):
      // One image by itself is a batch of one.
      images =
        array.shape == model.inputShape ? array.reshaped([1] + array.shape) ?? array : array
    case .ragged: throw CellError.differingSizes(parameter: name)
    case .dataset(let dataset):
      throw CellError.whichPart(of: dataset, parameter: name)
    default: throw CellError("there are no images", parameter: name)
    }
    guard !images.shape.isEmpty else { throw CellError("there are no images", parameter: name) }
    return images
  }
}
