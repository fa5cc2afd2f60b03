import Core
import Datasets
import Foundation

/// `evaluate LeNet norm.test`
enum EvaluateVerb: Verb {
  static let declaration = Declaration(
    name: "evaluate",
    summary: "measures loss and metrics of a model on images with labels",
    discussion: """
      Nothing is learned. The value has the member loss and one for each metric of compile, such as accuracy.
      """,
    parameters: [Measured.model, Measured.data, batchSize],
    example: Example.digits + Example.network
      + """
      compile net loss=sparse_categorical_crossentropy metrics=accuracy
      evaluate net digits.test
      """)

  static let batchSize = Key<Int>.option(
    "batch_size", .count, "images per step, as Keras counts them", default: 32)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let measured = try Measured(arguments)
    let (model, examples) = (measured.model, measured.examples)
    if model.isRead, let order = examples.labels.kerasOrder {
      session.say(
        "the classes here are the numbers of the folders; a model that Keras trained on them has the order "
          + "\(Labels.shown(order)): load them with class_order=keras")
    }
    let start = ContinuousClock.now
    let score = try measured.score(in: session)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let batchSize = arguments[Self.batchSize]
    let batches = (examples.count - 1) / batchSize + 1
    session.say(
      "\(batches)/\(batches) - \(score.logs.printed)",
      aside: String(format: "%.1f s, %.0f images/s", seconds, Double(examples.count) / max(seconds, 1e-9)))
    if !score.loss.isFinite, let reason = model.nonFiniteReason(images: measured.images) {
      session.say("the loss is \(score.loss.isNaN ? "not a number" : "infinite"): \(reason)")
    }
    return .score(score)
  }
}
