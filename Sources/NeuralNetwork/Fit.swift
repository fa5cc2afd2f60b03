import Core

/// How `fit` goes over the data. Names are Keras's: https://keras.io/api/models/model_training_apis
public struct FitOptions: Sendable {
  public var batchSize, epochs: Int
  /// Whether the images come in a new order each epoch.
  public var shuffle: Bool
  /// What the orders are drawn from.
  public var seed: UInt64
  /// The images that an epoch, counted from 1, learns from, where it is not always the same ones: as many as are given
  /// to `fit`, of the same shape, each with the label of the one in its place.
  public var imagesOfEpoch: (@Sendable (_ epoch: Int) throws -> Tensor)?

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
  ///   - validation: images and labels on which each epoch ends with a measurement.
  ///   - callbacks: what steps in after each epoch, in this order.
  ///   - save: how a callback writes the model; nil where there is nowhere to write.
  ///   - observe: called as the work goes on; returning false stops it after the batch. What each epoch does before
  ///     and after its batches is reported to ``Work``.
  /// - Throws: where something does not fit, or when a loss is no longer a number (with epoch and batch).
  public func fit(
    images: Tensor, labels: [Int32], options: FitOptions, validation: (images: Tensor, labels: [Int32])?,
    callbacks: [any Callback] = [], save: SaveModel? = nil, pool: WorkerPool,
    observe: (FitEvent) -> Bool
  ) throws(ModelError) -> FitResult {
    let training = try compiledTraining
    guard options.batchSize > 0 else {
      throw ModelError("batch_size must be at least 1", subject: "batch_size")
    }
    guard options.epochs > 0 else { throw ModelError("epochs must be at least 1", subject: "epochs") }
    guard parameters.isEmpty || nonTrainableCount < parameters.count else {
      throw ModelError(
        "every layer of \(name) is frozen, so nothing can be learned: unfreeze \(name)", subject: "model")
    }
    try check(images: images, labels: labels)
    if let validation {
      do { try check(images: validation.images, labels: validation.labels) } catch {
        throw ModelError("validation data: \(error.message)", subject: "validation_data")
      }
    }
    for callback in callbacks {
      try callback.monitor.check(isAmong: training.keys(withValidation: validation != nil))
    }
    if let schedule = training.optimizer.schedule,
      let callback = callbacks.first(where: { $0.setsLearningRate })
    {
      let word = type(of: callback).declaration.name
      throw ModelError(
        "the learning rate follows \(schedule.part.name), so \(word) cannot set it", subject: word)
    }
    var callbacks = callbacks
    let count = images.count
    let batchSize = min(options.batchSize, count)
    let batches = (count + batchSize - 1) / batchSize
    let trainer = try Trainer(self, training, batchSize: batchSize, pool: pool, seed: options.seed)
    let evaluator = validation == nil ? nil : try Evaluator(self, pool: pool)
    let weightsAtFault = nonFiniteWeights
    var saysOfValidation = true
    var history = History()
    var order = (0..<Int32(count)).map { $0 }
    for epoch in 1...options.epochs {
      guard observe(.epochBegan(epoch: epoch, of: options.epochs)) else {
        return FitResult(history: history, interruptedAt: (epoch, 0))
      }
      if options.shuffle {
        var random = RandomSequence(seed: options.seed, stream: UInt64(epoch))
        order = random.permutation(count)
      }
      let shown: Tensor
      do {
        shown = try options.imagesOfEpoch?(epoch) ?? images
      } catch is Work.Cancelled {
        return FitResult(history: history, interruptedAt: (epoch, 0))
      } catch { throw ModelError("\(error)") }
      guard shown.shape == images.shape else {
        throw ModelError(
          "the images of epoch \(epoch) are \(shown.shape.tupleDescription), not \(images.shape.tupleDescription)"
        )
      }
      var tally = Tally()
      for batch in 0..<batches {
        let result = trainer.step(
          images: shown, labels: labels, order: order, batch: batch, batchSize: batchSize)
        guard result.loss.isFinite else {
          let reason =
            shown.nonFiniteRows(called: "image").map { "\($0); replace it before training" } ?? weightsAtFault
            ?? "the steps are too large; try a lower learning_rate (or data scaled to 0...1)"
          throw ModelError(
            "the loss is \(result.loss.isNaN ? "not a number" : "infinite") at epoch \(epoch), batch \(batch + 1) of "
              + "\(batches): \(reason)")
        }
        tally += result
        let event = FitEvent.batchEnded(
          batch: batch + 1, of: batches, loss: tally.meanLoss, accuracy: tally.mean(.accuracy))
        guard observe(event) else {
          return FitResult(history: history, interruptedAt: (epoch, batch + 1))
        }
      }
      var logs = tally.logs(training.metrics)
      if let validation, let evaluator {
        let score: Tally
        do {
          score = try evaluator.score(validation.images, validation.labels, loss: training.loss)
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
          _ = observe(
            .message(
              "val_loss is \(score.loss.isNaN ? "not a number" : "infinite"): validation data: \(fault)"))
        }
        logs += score.logs(training.metrics, prefix: "val_")
      }
      trainer.followSchedule()
      if training.optimizer.schedule != nil {
        logs.append(LogEntry(key: "learning_rate", value: Double(trainer.training.optimizer.learningRate)))
      }
      var state = FitState(
        model: self, epoch: epoch, logs: logs, learningRate: trainer.training.optimizer.learningRate,
        save: save)
      for index in callbacks.indices { try callbacks[index].epochEnded(&state) }
      trainer.training.optimizer.learningRate = state.learningRate
      self.training = trainer.training
      history.append(state.logs, events: state.events)
      history.weights.append(weightHistograms)
      state.tell(observe)
      let goesOn = observe(.epochEnded(epoch: epoch, batches: batches, logs: state.logs))
      if state.stopsTraining || epoch == options.epochs {
        trainer.finish()
        for index in callbacks.indices { callbacks[index].trainingEnded(&state) }
        state.tell(observe)
        break
      }
      guard goesOn else { return FitResult(history: history, interruptedAt: (epoch + 1, 0)) }
    }
    return FitResult(history: history, interruptedAt: nil)
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
