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
      Every combination is trained from the same seeds. Ctrl-C keeps the trainings that are done. Gives the list of \
      their histories, for compare; with keep=best the model that is marked as best.
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
  static let loss = Key<Loss>.option(
    "loss", .choice, "what is made small", default: .sparseCategoricalCrossentropy)

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
    let trials = try trials(arguments)
    let sweep = Sweep(
      arguments: arguments, data: data, modelSeed: session.nextSeed(), fitSeed: session.nextSeed(),
      session: session)
    var done: [(trial: Trial, history: History?)] = []
    var best: (model: Model, result: Double)?
    for (number, trial) in trials.enumerated() {
      let outcome = try sweep.run(trial, label: "\(number + 1)/\(trials.count)")
      if case .interrupted = outcome {
        session.answerInterrupt()
        session.say("interrupted in training \(number + 1) of \(trials.count); \(done.count) are kept")
        break
      }
      if case .trained(let history, let model) = outcome {
        done.append((trial, history))
        // Only the best so far is kept: they may be large, and many.
        if let (metric, result) = result(of: history),
          best.map({ metric.isToFall ? result < $0.result : result > $0.result }) ?? true
        {
          best = (model, result)
        }
      } else {
        done.append((trial, nil))
      }
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

/// What all trainings of a sweep have in common.
private struct Sweep {
  let arguments: Arguments
  let data: TrainingData
  let modelSeed, fitSeed: UInt64
  let session: Session

  enum Outcome {
    case trained(History, Model)
    case diverged
    case interrupted
  }

  func run(_ trial: SweepVerb.Trial, label: String) throws -> Outcome {
    var chosen = arguments
    for (name, value) in trial.choices { chosen = chosen.choosing(value, for: name) }
    let names = trial.choices.filter { arguments.declaration.parameter($0.name) == nil }
    let model = try session.with(names) {
      try LayerBlock(arguments.block).model(
        input: arguments[SweepVerb.input], inputKey: SweepVerb.input, name: ModelVerb.name.absent,
        seed: modelSeed, in: session)
    }
    model.compile(
      Model.Training(
        optimizer: try OptimizerOptions.optimizer(named: chosen[SweepVerb.optimizer], chosen),
        loss: chosen[SweepVerb.loss], metrics: [.accuracy]))
    try data.check(fit: model)
    let options = FitOptions(
      batchSize: chosen[SweepVerb.batchSize], epochs: chosen[SweepVerb.epochs], seed: fitSeed)
    var epoch = 0
    do {
      let result = try data.fit(model, options, in: session) { event in
        switch event {
        case .epochBegan(let number, _): epoch = number
        case .batchEnded(let batch, let batches, let loss, let accuracy):
          session.emit(
            .progress(
              Output.Progress(
                .batches, label: "\(label) \(trial.name), epoch \(epoch)/\(options.epochs)", done: batch,
                total: batches, logs: .batch(loss: loss, accuracy: accuracy),
                epoch: (epoch, options.epochs),
                fraction: Double(batch) / Double(max(1, batches)))))
        default: break
        }
      }
      session.emit(.progress(nil))
      if result.interruptedAt != nil { return .interrupted }
      let last = result.history.keys.map { "\($0): \(fourDecimals(result.history[$0]?.last ?? .nan))" }
      session.say("\(label) \(trial.name) - \(last.joined(separator: " - "))")
      return .trained(result.history, model)
    } catch {
      session.emit(.progress(nil))
      // Before the first epoch something does not fit; after that the loss ran away, which is a result too.
      guard epoch > 0 else { throw error }
      session.say("\(label) \(trial.name) - \(error)")
      return .diverged
    }
  }
}

extension Value {
  /// As a learner writes it behind an option.
  fileprivate var choiceText: String {
    if case .shape(let shape) = self { return shape.crossDescription }
    return printed
  }
}
