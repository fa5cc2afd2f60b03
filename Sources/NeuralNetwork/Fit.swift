import Core

/// How `fit` goes over the data. Names are Keras's: https://keras.io/api/models/model_training_apis
public struct FitOptions: Sendable {
  public var batchSize, epochs: Int
  /// Whether the images come in a new order each epoch.
  public var shuffle: Bool
  /// What the orders are drawn from.
  public var seed: UInt64
  /// Whether the training ends where a loss is not a number, and is no error.
  public var terminatesOnNaN = false
  /// What the loss of an image of each class counts; nil where all count the same.
  public var classWeights: [Float]?
  /// The images that an epoch, counted from 1, learns from, where it is not always the same ones: as many as are given
  /// to `fit`, of the same shape, each with the label of the one in its place.
  public var imagesOfEpoch: (@Sendable (_ epoch: Int) throws -> Tensor)?
  /// Mixes the images of an epoch with each other, and their targets `(N, outputs)`.
  public var mix: (@Sendable (_ images: Tensor, _ targets: Tensor, _ epoch: Int) throws -> (Tensor, Tensor))?

  public init(batchSize: Int, epochs: Int, shuffle: Bool = true, seed: UInt64) {
    (self.batchSize, self.epochs, self.shuffle, self.seed) = (batchSize, epochs, shuffle, seed)
  }
}

/// What `fit` reports while it works.
public enum FitEvent: Sendable {
  case epochBegan(epoch: Int, of: Int)
  /// After each batch: means over the epoch so far.
  case batchEnded(batch: Int, of: Int, loss: Double, accuracy: Double)
  /// A line of a callback: before the end of its epoch, as with Keras, or when the training is over.
  case message(String)
  case epochEnded(epoch: Int, batches: Int, logs: Logs)
  /// An epoch of a fit that was cut off, which is not done again: see ``FitBackup``.
  case epochRestored(epoch: Int, of: Int, batches: Int, messages: [String], logs: Logs)
}

/// How a `fit` ended.
public struct FitResult: Sendable {
  public let history: History
  /// Where it was interrupted: the epoch and the batches done in it, counted from 1; nil if it was not.
  public let interruptedAt: (epoch: Int, batch: Int)?
}

extension Model {
  /// Trains the model for some epochs. The weights change in place.
  ///
  /// - Parameters:
  ///   - images: `(N, height, width, channels)`.
  ///   - labels: the class of each image.
  ///   - targets: what the outputs should be, where that is not classes: a row for each image. Labels then do not matter.
  ///   - validation: images and labels on which each epoch ends with a measurement.
  ///   - validationTargets: the same for these.
  ///   - callbacks: what steps in after each epoch, in this order.
  ///   - save: how a callback writes the model; nil where there is nowhere to write.
  ///   - write: the same for tables.
  ///   - backup: keeps the fit after each epoch, and lets it go on where another process left it.
  ///   - observe: called as the work goes on; returning false stops it after the batch. What each epoch does before
  ///     and after its batches is reported to ``Work``.
  /// - Throws: where something does not fit, or when a loss is no longer a number (with epoch and batch).
  public func fit(
    images: Tensor, labels: [Int32], targets: Tensor? = nil, options: FitOptions,
    validation: (images: Tensor, labels: [Int32])?, validationTargets: Tensor? = nil,
    callbacks: [any Callback] = [], save: SaveModel? = nil, write: WriteText? = nil, backup: FitBackup? = nil,
    pool: WorkerPool, observe: (FitEvent) -> Bool
  ) throws(ModelError) -> FitResult {
    let training = try compiledTraining
    try check(
      images: images, labels: labels, targets: targets, options, validation, validationTargets, callbacks)
    let whole = EpochData(images: images, labels: labels, targets: targets, outputs: outputCount)
    var callbacks = callbacks
    let count = images.count
    let batchSize = min(options.batchSize, count)
    let batches = (count + batchSize - 1) / batchSize
    let trainer = try Trainer(
      self, training, batchSize: batchSize, pool: pool, seed: options.seed, values: targets,
      mixes: options.mix != nil, classWeights: options.classWeights)
    let evaluator = validation == nil ? nil : try Evaluator(self, pool: pool)
    let weightsAtFault = nonFiniteWeights
    var order = (0..<Int32(count)).map { $0 }
    let seen = validation.map {
      EpochData(images: $0.images, labels: $0.labels, targets: validationTargets, outputs: outputCount)
    }
    var kept = try backup.map { backup throws(ModelError) in
      try backup.state(self, whole, options, callbacks, validation: seen)
    }
    defer { backup?.remove() }
    var history = kept?.history ?? History()
    var saysOfValidation = history["val_loss"]?.allSatisfy(\.isFinite) ?? true
    if let kept, history.epochs > 0 {
      try kept.restore(self, &callbacks, epochs: options.epochs, batches: batches, observe)
      trainer.training.optimizer.learningRate = kept.learningRate
      self.training = trainer.training
    }
    for epoch in (history.epochs + 1)...max(history.epochs + 1, options.epochs) {
      guard observe(.epochBegan(epoch: epoch, of: options.epochs)) else {
        return FitResult(history: history, interruptedAt: (epoch, 0))
      }
      if options.shuffle {
        var random = RandomSequence(seed: options.seed, stream: UInt64(epoch))
        order = random.permutation(count)
      }
      let shown: EpochData
      do {
        shown = try whole.epoch(epoch, options)
      } catch is Work.Cancelled {
        return FitResult(history: history, interruptedAt: (epoch, 0))
      } catch { throw (error as? ModelError) ?? ModelError("\(error)") }
      trainer.values = shown.targets
      var messages: [String] = []
      var tally = Tally()
      trainer.measures?.reset()
      for batch in 0..<batches {
        let result = trainer.step(
          images: shown.images, labels: shown.labels, order: order, batch: batch, batchSize: batchSize)
        guard result.loss.isFinite else {
          if options.terminatesOnNaN {
            _ = observe(.message("Batch \(batch): Invalid loss, terminating training"))
            return FitResult(history: history, interruptedAt: nil)
          }
          let reason =
            shown.images.nonFiniteRows(called: "image").map { "\($0); replace it before training" }
            ?? weightsAtFault
            ?? "the steps are too large; try a lower learning_rate (or data scaled to 0...1)"
          throw ModelError(
            "the loss is \(result.loss.isNaN ? "not a number" : "infinite") at epoch \(epoch), batch \(batch + 1) of "
              + "\(batches): \(reason)")
        }
        tally += result
        let event = FitEvent.batchEnded(
          batch: batch + 1, of: batches, loss: tally.meanLoss,
          accuracy: targets == nil ? tally.mean(.accuracy) : .nan)
        guard observe(event) else {
          return FitResult(history: history, interruptedAt: (epoch, batch + 1))
        }
      }
      var logs = tally.logs(training.metrics, trainer.measures)
      if let validation, let evaluator {
        let score: Tally
        let measures: Measures?
        do {
          (score, measures) = try evaluator.score(
            validation.images, validation.labels, training, values: validationTargets)
        } catch is Work.Cancelled {
          return FitResult(history: history, interruptedAt: (epoch, batches))
        } catch {
          throw ModelError(
            "validation data: \((error as? ModelError)?.message ?? "\(error)")", subject: "validation_data")
        }
        if !score.loss.isFinite, saysOfValidation,
          let fault = validation.images.nonFiniteRows(called: "image")
        {
          saysOfValidation = false
          messages = [
            "val_loss is \(score.loss.isNaN ? "not a number" : "infinite"): validation data: \(fault)"
          ]
        }
        logs += score.logs(training.metrics, measures, prefix: "val_")
      }
      trainer.followSchedule()
      if training.optimizer.schedule != nil {
        logs.append(LogEntry(key: "learning_rate", value: Double(trainer.training.optimizer.learningRate)))
      }
      var state = FitState(
        model: self, epoch: epoch, logs: logs, learningRate: trainer.training.optimizer.learningRate,
        save: save, write: write)
      state.messages = messages
      for index in callbacks.indices { try callbacks[index].epochEnded(&state) }
      trainer.training.optimizer.learningRate = state.learningRate
      self.training = trainer.training
      history.append(state.logs, events: state.events)
      history.weights.append(weightHistograms)
      kept?.messages.append(state.messages)
      state.tell(observe)
      let goesOn = observe(.epochEnded(epoch: epoch, batches: batches, logs: state.logs))
      if state.stopsTraining || epoch == options.epochs {
        trainer.finish()
        for index in callbacks.indices { callbacks[index].trainingEnded(&state) }
        state.tell(observe)
        break
      }
      guard goesOn else { return FitResult(history: history, interruptedAt: (epoch + 1, 0)) }
      try kept?.take(self, history, callbacks)
      if let kept, let backup { try backup.keep(kept) }
    }
    return FitResult(history: history, interruptedAt: nil)
  }
}

extension Model {
  /// Throws unless a `fit` can begin.
  private func check(
    images: Tensor, labels: [Int32], targets: Tensor?, _ options: FitOptions,
    _ validation: (images: Tensor, labels: [Int32])?, _ validationTargets: Tensor?,
    _ callbacks: [any Callback]
  ) throws(ModelError) {
    let training = try compiledTraining
    guard options.batchSize > 0 else {
      throw ModelError("batch_size must be at least 1", subject: "batch_size")
    }
    guard options.epochs > 0 else { throw ModelError("epochs must be at least 1", subject: "epochs") }
    guard parameters.isEmpty || nonTrainableCount < parameters.count else {
      throw ModelError(
        "every layer of \(name) is frozen, so nothing can be learned: unfreeze \(name)", subject: "model")
    }
    try check(images: images, labels: labels, targets: targets)
    if let weights = options.classWeights {
      guard targets == nil else {
        throw ModelError("class_weight needs classes, but the targets are numbers", subject: "class_weight")
      }
      if let label = labels.first(where: { !weights.indices.contains(Int($0)) }) {
        throw ModelError("class_weight has no weight for class \(label)", subject: "class_weight")
      }
    }
    if options.mix != nil { try checkTakesMixed(training.loss, options, targets: targets) }
    if let validation {
      do {
        try check(images: validation.images, labels: validation.labels, targets: validationTargets)
      } catch {
        throw ModelError("validation data: \(error.message)", subject: "validation_data")
      }
    }
    for callback in callbacks {
      try callback.watched?.check(isAmong: training.keys(withValidation: validation != nil))
    }
    if let schedule = training.optimizer.schedule,
      let callback = callbacks.first(where: { $0.setsLearningRate })
    {
      let word = type(of: callback).declaration.name
      throw ModelError(
        "the learning rate follows \(schedule.part.name), so \(word) cannot set it", subject: word)
    }
  }
}

extension Trainer {
  /// A step on one batch of the images in `order`; the last batch may be smaller.
  func step(
    images: Tensor, labels: [Int32], order: [Int32], batch: Int, batchSize: Int
  ) -> Tally {
    let first = batch * batchSize
    return order.withUnsafeBufferPointer { order in
      labels.withUnsafeBufferPointer { labels in
        guard let order = order.baseAddress, let labels = labels.baseAddress else { return Tally() }
        return step(
          images: images, labels: labels, rows: order + first, count: min(batchSize, images.count - first))
      }
    }
  }
}

extension FitState {
  /// Hands over the callbacks' lines.
  fileprivate mutating func tell(_ observe: (FitEvent) -> Bool) {
    for message in messages { _ = observe(.message(message)) }
    messages = []
  }
}
