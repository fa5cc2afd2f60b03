import Core
import NeuralNetwork

/// All trainings of a sweep: what they have in common, and the order in which they are told of.
struct Sweep {
  let arguments: Arguments
  let data: TrainingData
  let trials: [SweepVerb.Trial]
  let modelSeed, fitSeed: UInt64
  let session: Session

  private enum Outcome {
    case trained(History)
    case diverged
    case interrupted
  }

  /// Trains as many side by side as there are threads and memory. Says how each ended, in the order of the trials, whatever
  /// the order in which they do.
  /// - Parameter keep: gets each model that was trained to its end, in that order.
  /// - Returns: those that are done, each with its history; nil for one whose loss ran away.
  func run(_ keep: (History, Model) -> Void) throws -> [(trial: SweepVerb.Trial, history: History?)] {
    let trainings = SweepTrainings()
    // Those that were begun and not told of yet.
    var models: [Int: Model] = [:]
    defer {
      trainings.stop()
      session.emit(.progress(nil))
    }
    var done: [(trial: SweepVerb.Trial, history: History?)] = []
    var begun = 0
    // Why no more can be begun; to be said when all before it are done.
    var failure: (any Error)?
    for (number, trial) in trials.enumerated() {
      func beginOthers() {
        while failure == nil, begun < trials.count {
          do {
            guard let model = try begin(begun, among: trainings) else { return }
            models[begun] = model
            begun += 1
          } catch { failure = error }
        }
      }
      beginOthers()
      if begun == number, let failure { throw failure }
      let outcome = try outcome(of: number, among: trainings, whenThereIsRoom: beginOthers)
      let model = models.removeValue(forKey: number)
      switch outcome {
      case .trained(let history):
        done.append((trial, history))
        if let model { keep(history, model) }
      case .diverged: done.append((trial, nil))
      case .interrupted:
        session.answerInterrupt()
        session.say("interrupted in training \(number + 1) of \(trials.count); \(done.count) are kept")
        return done
      }
    }
    return done
  }

  /// Begins a trial's training, unless as many run as there are threads or memory. - Returns: its model; nil where it did not.
  private func begin(_ number: Int, among trainings: SweepTrainings) throws -> Model? {
    let sideBySide = min(session.pool.count, trials.count)
    let running = trainings.running
    guard running.count < sideBySide else { return nil }
    let chosen = arguments.choosing(trials[number])
    let names = trials[number].choices.filter { arguments.declaration.parameter($0.name) == nil }
    let model = try session.with(names) {
      try LayerBlock(arguments.block).model(
        input: arguments[SweepVerb.input], inputKey: SweepVerb.input, name: ModelVerb.name.absent,
        seed: modelSeed, in: session)
    }
    model.compile(
      Model.Training(
        optimizer: try OptimizerOptions.optimizer(named: chosen[SweepVerb.optimizer], chosen),
        loss: Loss(named: chosen[SweepVerb.loss]) ?? .sparseCategoricalCrossentropy, metrics: [.accuracy]))
    try data.check(fit: model)
    let options = options(of: number)
    let threads = session.pool.count / sideBySide
    let bytes = model.bytesToTrain(
      batchSize: min(options.batchSize, data.train.count), threads: threads)
    guard running.count == 0 || MachineMemory.has(running.bytes + bytes) else { return nil }
    trainings.begin(model, on: data, options, bytes: bytes, threads: threads)
    return model
  }

  private func options(of number: Int) -> FitOptions {
    let chosen = arguments.choosing(trials[number])
    return FitOptions(
      batchSize: chosen[SweepVerb.batchSize], epochs: chosen[SweepVerb.epochs], seed: fitSeed)
  }

  /// Waits for the end of a training, and says how it ended.
  private func outcome(
    of number: Int, among trainings: SweepTrainings, whenThereIsRoom: () -> Void
  ) throws -> Outcome {
    let label = "\(number + 1)/\(trials.count) \(trials[number].name)"
    let epochs = options(of: number).epochs
    var isToStop = false
    while true {
      switch trainings.next(of: number) {
      case .room: whenThereIsRoom()
      case .question:
        // An answer to the last question of a training comes too late to end it.
        if isToStop { return .interrupted }
        isToStop = session.isInterrupted
        show(number, label, of: epochs, trainings)
      case .ended(.success(let result)):
        session.emit(.progress(nil))
        if result.interruptedAt != nil { return .interrupted }
        let last = result.history.keys.map { "\($0): \(fourDecimals(result.history[$0]?.last ?? .nan))" }
        session.say("\(label) - \(last.joined(separator: " - "))")
        return .trained(result.history)
      case .ended(.failure(let error)):
        session.emit(.progress(nil))
        // Before the first epoch something does not fit; after that the loss ran away, which is a result too.
        guard trainings.progress(of: number).own.epoch > 0 else { throw error }
        session.say("\(label) - \(error)")
        return .diverged
      }
    }
  }

  private func show(_ number: Int, _ label: String, of epochs: Int, _ trainings: SweepTrainings) {
    let (own, done) = trainings.progress(of: number)
    guard own.epoch > 0 else { return }
    session.emit(
      .progress(
        Output.Progress(
          .batches, label: "\(label), epoch \(own.epoch)/\(epochs)", done: own.batch, total: own.batches,
          logs: own.logs, epoch: (own.epoch, epochs), fraction: done / Double(trials.count))))
  }
}

extension Arguments {
  /// These arguments with the values of one choice.
  fileprivate func choosing(_ trial: SweepVerb.Trial) -> Arguments {
    trial.choices.reduce(self) { $0.choosing($1.value, for: $1.name) }
  }
}
