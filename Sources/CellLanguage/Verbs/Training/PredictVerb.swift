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
    parameters: [model, data, layer],
    example: Example.digits + Example.network
      + "predict net digits.test[0]")

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "images")
  static let layer = Key<NameOrNumber?>.option(
    "layer", .layer, "the layer whose output is wanted; the last one where not given")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    if let layer = try arguments.layer(Self.layer, of: model) {
      let extractor = model.extractor(through: layer)
      return try arguments[Self.data].mapBatch(of: model) {
        try extractor.predict(images: $0, pool: session.pool)
      }
    }
    return .array(try model.predict(images: arguments.batch(Self.data, for: model), pool: session.pool))
  }
}

extension Value {
  /// This value with `change` done to its images; an array of one image is a batch of one.
  fileprivate func mapBatch(of model: Model, _ change: (Tensor) throws -> Tensor) throws -> Value {
    if case .array(let array) = self, array.shape == model.inputShape,
      let one = array.reshaped([1] + array.shape)
    {
      return .array(try change(one).row(0))
    }
    return try mapImages(change)
  }
}
