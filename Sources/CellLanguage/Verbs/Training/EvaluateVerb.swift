import Core
import Datasets
import Foundation
import NeuralNetwork

/// `evaluate LeNet norm.test`
enum EvaluateVerb: Verb {
  static let declaration = Declaration(
    name: "evaluate",
    summary: "measures loss and metrics of a model on images with labels",
    discussion: """
      Nothing is learned. The value has the member loss and one for each metric of compile, such as accuracy.
      """,
    parameters: [Measured.model, Measured.data, batchSize, target],
    example: Example.digits + Example.network
      + """
      compile net loss=sparse_categorical_crossentropy metrics=accuracy
      evaluate net digits.test
      """)

  static let batchSize = Key<Int>.option(
    "batch_size", .count, "images per step, as Keras counts them", default: 32)

  static let target = TrainingData.target

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Measured.model]
    let examples: Examples
    let images: Tensor
    let score: () throws -> Score
    if let target = arguments[Self.target] {
      let seen = try arguments[Measured.data].examples.ofOneSize(Measured.data)
      let targets = try target.targets(for: seen.images, Self.target)
      (examples, images) = (try arguments[Measured.data].examples, seen.images)
      score = {
        try model.evaluate(images: images, labels: [], targets: targets, pool: session.pool)
      }
    } else {
      let measured = try Measured(arguments)
      (examples, images) = (measured.examples, measured.images)
      score = { try measured.score(in: session) }
    }
    if model.isRead, let order = examples.labels.kerasOrder {
      session.say(
        "the classes here are the numbers of the folders; a model that Keras trained on them has the order "
          + "\(Labels.shown(order)): load them with class_order=keras")
    }
    let start = ContinuousClock.now
    let result = try score()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let batchSize = arguments[Self.batchSize]
    let batches = (examples.count - 1) / batchSize + 1
    session.say(
      "\(batches)/\(batches) - \(result.logs.printed)",
      aside: String(format: "%.1f s, %.0f images/s", seconds, Double(examples.count) / max(seconds, 1e-9)))
    if !result.loss.isFinite, let reason = model.nonFiniteReason(images: images) {
      session.say("the loss is \(result.loss.isNaN ? "not a number" : "infinite"): \(reason)")
    }
    return .score(result)
  }
}
