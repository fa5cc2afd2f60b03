import Charts
import Core
import NeuralNetwork

/// `sweep norm.train input=28x28x1 filters=4,8,16 learning_rate=0.1,0.01` ... `end`
enum SweepVerb: Verb {
  static let declaration = Declaration(
    name: "sweep",
    summary: "trains a model once for each choice of its options, and tabulates",
    discussion: """
      The layers follow, a line each, as those of model. Any option may have several values, after commas: those of compile \
      (optimizer, learning_rate, ...) and of fit (batch_size, epochs), and any other name, which the layers can use in the \
      place of a number or word: with filters=4,8 a line `Conv2D filters 3x3` is trained with 4 and with 8 filters. \
      Every combination is trained from the same seeds, as many side by side as there are threads. Ctrl-C keeps the trainings \
      that are done. Gives the list of their histories, for compare; with keep=best the model that is marked as best.
      """,
    parameters: [
      TrainingData.data, input, TrainingData.validationData, TrainingData.validationSplit, epochs, batchSize,
      optimizer, loss, keep, ChartFormat.key,
    ] + OptimizerOptions.parameters.map(\.repeated),
    example: """
      digits = load digits train=300 test=100
      results = sweep digits.train input=28x28x1 validation_split=0.2 epochs=2 units=8,32 learning_rate=0.01,0.001
        Flatten
        Dense units activation=relu
        Dense 10 activation=softmax
      end
      compare results
      """)

  static let input = Required<Shape>.option("input", .shape, "the shape of one image")
  static let epochs = FitVerb.epochs.repeated
  static let batchSize = FitVerb.batchSize.repeated
  static let optimizer = OptimizerOptions.optimizer(default: "adam").repeated
  static let loss = Key<String>.option(
    "loss", .choice(Loss.names), "what is made small", default: Loss.sparseCategoricalCrossentropy.rawValue)

  static let keep = Key<Kept>.option(
    "keep", .choice, "what it gives: all histories, or the best model", default: .histories)

  enum Kept: String, Choice {
    case histories, best
  }

  static let takesBlock = true
  static let takesNames = true
  static let showsValue = false

  private static let mostTrials = 200

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try checkNames(arguments)
    let data = try TrainingData(arguments, in: session)
    let sweep = Sweep(
      arguments: arguments, data: data, trials: try trials(arguments), modelSeed: session.nextSeed(),
      fitSeed: session.nextSeed(), session: session)
    var best: (model: Model, result: Double)?
    let done = try sweep.run { history, model in
      // Only the best so far is kept: they may be large, and many.
      guard let (metric, result) = result(of: history),
        best.map({ metric.isToFall ? result < $0.result : result > $0.result }) ?? true
      else { return }
      best = (model, result)
    }
    try report(done, arguments, session)
    if arguments[keep] == .best {
      guard let best else { throw CellError("no training came to its end", parameter: keep) }
      return .model(best.model)
    }
    return .list(
      ValueList(done.compactMap { trial, history in history.map { .history($0.named(trial.name)) } }))
  }

  /// One choice of all that has several values, in the order in which it was written.
  struct Trial {
    let choices: [(name: String, value: Value)]

    var name: String { choices.map { "\($0.name)=\($0.value.choiceText)" }.joined(separator: " ") }
  }

  /// A name that no layer uses is a mistyped option.
  private static func checkNames(_ arguments: Arguments) throws {
    let used = Set(arguments.block.flatMap { $0.inputs.values }.flatMap(\.words))
    for name in arguments.freeNames where !used.contains(name) {
      throw CellError(
        "no layer uses the name '\(name)', and sweep has no such option", written: name,
        suggestion: nearestName(to: name, in: arguments.declaration.parameters.map(\.name) + used.sorted()))
    }
  }

  private static func trials(_ arguments: Arguments) throws -> [Trial] {
    let several = arguments.writtenNames.filter { name in
      arguments.all(name).count > 1 || arguments.declaration.parameter(name) == nil
    }
    var trials = [Trial(choices: [])]
    for name in several {
      trials = trials.flatMap { trial in
        arguments.all(name).map { Trial(choices: trial.choices + [(name, $0)]) }
      }
      guard trials.count <= mostTrials else {
        throw CellError("these are more than \(mostTrials) trainings", written: name)
      }
    }
    return trials
  }

  /// What a training is judged by, and what it came to.
  private static func result(of history: History) -> (metric: HistoryKey, result: Double)? {
    let metric = HistoryKey.preferred(among: history.keys) ?? HistoryKey("loss")
    guard let result = history[metric.name]?.last, result.isFinite else { return nil }
    return (metric, result)
  }

  private static func report(
    _ done: [(trial: Trial, history: History?)], _ arguments: Arguments, _ session: Session
  ) throws {
    guard let first = done.first else { return }
    let keys = done.lazy.compactMap(\.history).first?.keys ?? []
    let metric = HistoryKey.preferred(among: keys) ?? HistoryKey("loss")
    func result(_ history: History?) -> Double? { history?[metric.name]?.last }
    let results = done.compactMap { result($0.history) }
    let best = metric.isToFall ? results.min() : results.max()
    let rows = done.map { trial, history in
      trial.choices.map(\.value.choiceText) + keys.map { history?[$0]?.last.map(fourDecimals) ?? "-" }
        + [history == nil ? "diverged" : result(history) == best ? "best" : ""]
    }
    session.say(textTable(first.trial.choices.map(\.name) + keys + [""], rows))
    guard done.count > 1 else { return }
    let title = "\(metric.title) of each training"
    try session.draw(
      BarChart(
        title: title, categoryLabel: first.trial.choices.map(\.name).joined(separator: ", "),
        valueLabel: metric.name,
        categories: done.map { $0.trial.choices.map(\.value.choiceText).joined(separator: ", ") },
        values: done.map { result($0.history).map { ($0 * 1e4).rounded() / 1e4 } ?? .nan }),
      name: "sweep", title: title, arguments)
  }
}

extension Value {
  /// As a learner writes it behind an option.
  fileprivate var choiceText: String {
    if case .shape(let shape) = self { return shape.crossDescription }
    return printed
  }
}
