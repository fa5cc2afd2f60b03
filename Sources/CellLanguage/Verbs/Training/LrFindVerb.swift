import Charts
import Core
import Foundation
import NeuralNetwork

/// `rate = lr_find net digits.train`
enum LrFindVerb: Verb {
  static let declaration = Declaration(
    name: "lr_find",
    summary: "tries learning rates from tiny to huge, and names one",
    discussion: """
      A copy of the model takes num_it steps, each with a greater learning rate, until the loss runs away; the chart shows the \
      loss over the rate. Where it falls the rate is right. Named is a tenth of the rate at which the loss is least, which is also \
      the value; fastai's lr_find does the same. The model itself learns nothing.
      """,
    parameters: [model, data, startRate, endRate, count, batchSize, ChartFormat.key],
    example: Example.compiled + "rate = lr_find net (digits.train / 255)")

  static let model = Required<Model>.positional("model", .model, "a compiled model")
  static let data = TrainingData.data
  static let startRate = Key<Double>.option(
    "start_lr", .number(1e-12...1000), "the rate of the first step", default: 1e-7)
  static let endRate = Key<Double>.option(
    "end_lr", .number(1e-12...1000), "the rate of the last step", default: 10)
  static let count = Key<Int>.option("num_it", .integer(2...100_000), "steps", default: 100)
  static let batchSize = FitVerb.batchSize

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let examples = try arguments[Self.data].examples.ofOneSize(Self.data)
    try examples.labels.check(fit: model, parameter: Self.data)
    let (first, last, steps) = (arguments[Self.startRate], arguments[Self.endRate], arguments[Self.count])
    guard first < last else { throw CellError("end_lr must be above start_lr", parameter: Self.endRate) }
    let options = FitOptions(batchSize: arguments[Self.batchSize], epochs: 1, seed: session.nextSeed())
    let search: LearningRateSearch
    do {
      search = try model.learningRateSearch(
        images: examples.images, labels: examples.labels.classes, from: first, to: last, steps: steps,
        options: options, pool: session.pool
      ) { step in
        session.emit(.progress(Output.Progress(label: "lr_find", done: step, total: steps)))
        return !session.isInterrupted
      }
    } catch { throw CellError(error, parameter: Self.data) }
    session.emit(.progress(nil))
    try session.goOn()
    guard search.rates.count > 1 else {
      throw CellError("the loss is no number from the first step on", parameter: Self.model)
    }
    let title = "Loss while the learning rate grows"
    try session.draw(
      LineChart(
        title: title, xLabel: "Learning rate, power of ten", yLabel: "Loss", x: search.rates.map(Self.place),
        series: [
          .init(name: "Loss of each batch", values: search.losses, mark: .dots),
          .init(name: "Running mean", values: search.smoothed),
        ]),
      name: "lr_find", title: title, arguments)
    guard let suggestion = search.suggestion else {
      session.say("the loss never fell: a smaller start_lr, or more steps (num_it), may tell more")
      return .nothing
    }
    // Two digits say enough.
    let rate = Double(String(format: "%.1e", suggestion)) ?? suggestion
    session.say("learning_rate=\(shortNumber(rate)), a tenth of the rate at which the loss is least")
    return .number(rate)
  }

  /// Where a rate lies between powers of ten: -2 for 0.01. Rounded, for the last bits of a logarithm differ between machines.
  private static func place(_ rate: Double) -> Double { (log10(rate) * 1000).rounded() / 1000 }
}
