import Core
import Datasets
import NeuralNetwork

/// A model and the labelled images that it is measured on: all verbs that measure ask here, so that what one of them takes
/// the others take too.
struct Measured {
  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<NamedExamples>.positional("data", .examples, "images with labels")

  let model: Model
  let examples: Examples
  let images: Tensor
  let name: String

  /// Throws unless there are labels to compare with, and images that the model takes for classes.
  init(_ arguments: Arguments) throws {
    model = try arguments[Self.model]
    let data = try arguments[Self.data]
    (examples, name) = (data.examples, data.name)
    images = try examples.ofOneSize(Self.data).images
    try examples.labels.checkAreKnown(parameter: Self.data)
    guard examples.count > 0 else { throw CellError("\(name) has no images", parameter: Self.data) }
    do {
      try model.check(imageShape: images.rowShape)
      try model.checkGivesClasses()
    } catch { throw CellError(error, parameter: Self.model) }
  }

  /// What the model takes each image for.
  func answers(in session: Session) throws -> Answers {
    let output = try model.predict(images: images, pool: session.pool)
    return Answers(
      model: model, examples: examples, images: images, name: name, output: output,
      seen: (output.seenClasses ?? []).map(Int.init))
  }

  /// The loss and the metrics that the model was compiled with. - Throws: also where the labels are none that its loss takes.
  func score(in session: Session) throws -> Score {
    try examples.labels.check(fit: model, parameter: Self.data)
    return try model.evaluate(
      images: images, labels: examples.labels.classes, pool: session.pool)
  }
}
