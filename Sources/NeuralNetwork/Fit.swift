import Kernels

/// What was measured in each epoch of a `fit`: lists of numbers under Keras's keys.
public struct History: Sendable, Equatable {
  /// `loss`, `accuracy`, `val_loss`, `val_accuracy`: those that were measured, in this order.
  public private(set) var keys: [String] = []
  private var values: [String: [Double]] = [:]

  public init() {}

  public subscript(key: String) -> [Double]? { values[key] }

  public var epochs: Int { keys.first.flatMap { values[$0]?.count } ?? 0 }

  mutating func append(_ key: String, _ value: Double) {
    if values[key] == nil { keys.append(key) }
    values[key, default: []].append(value)
  }
}

/// How `fit` goes over the data. Names and defaults are Keras's: https://keras.io/api/models/model_training_apis
public struct FitOptions: Sendable {
  public var batchSize = 32
  public var epochs = 1
  /// Whether the images come in a new order each epoch.
  public var shuffle = true
  /// Of the shuffles.
  public var seed: UInt64 = 0

  public init() {}
}

/// What `fit` reports while it works.
public enum FitEvent: Sendable {
  case epochBegan(epoch: Int, of: Int)
  /// After each batch: means over the epoch so far.
  case batchEnded(batch: Int, of: Int, loss: Double, accuracy: Double)
  case epochEnded(epoch: Int, batches: Int, logs: [(key: String, value: Double)])
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
  ///   - observe: called as the work goes on; returning false stops it after the batch.
  /// - Throws: where something does not fit, or when a loss is no longer a number (with epoch and batch).
  public func fit(
    images: Tensor, labels: [Int32], options: FitOptions, validation: (images: Tensor, labels: [Int32])?,
    pool: WorkerPool, observe: (FitEvent) -> Bool
  ) throws(ModelError) -> FitResult {
    guard let training else { throw ModelError("\(name) is not compiled yet: compile \(name) ...") }
    guard options.batchSize > 0 else { throw ModelError("batch_size must be at least 1") }
    guard options.epochs > 0 else { throw ModelError("epochs must be at least 1") }
    try check(images: images, labels: labels)
    if let validation {
      do { try check(images: validation.images, labels: validation.labels) } catch {
        throw ModelError("validation data: \(error.message)")
      }
    }
    let count = images.count
    let batchSize = min(options.batchSize, count)
    let batches = (count + batchSize - 1) / batchSize
    let trainer = Trainer(self, training, batchSize: batchSize, pool: pool)
    let evaluator = validation.map { _ in Evaluator(self, pool: pool) }
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
      var loss = 0.0
      var correct = 0
      for batch in 0..<batches {
        let first = batch * batchSize
        let size = min(batchSize, count - first)
        let result = order.withUnsafeBufferPointer { order in
          labels.withUnsafeBufferPointer { labels in
            guard let order = order.baseAddress, let labels = labels.baseAddress else {
              return (loss: 0.0, correct: 0)
            }
            return trainer.step(images: images, labels: labels, rows: order + first, count: size)
          }
        }
        guard result.loss.isFinite else {
          throw ModelError(
            "the loss is \(result.loss.isNaN ? "not a number" : "infinite") at epoch \(epoch), batch \(batch + 1) of "
              + "\(batches): the steps are too large; try a lower learning_rate (or data scaled to 0...1)")
        }
        loss += result.loss
        correct += result.correct
        let seen = Double(first + size)
        guard
          observe(
            .batchEnded(
              batch: batch + 1, of: batches, loss: loss / seen, accuracy: Double(correct) / seen))
        else {
          return FitResult(history: history, interruptedAt: (epoch, batch + 1))
        }
      }
      var logs: [(key: String, value: Double)] = [("loss", loss / Double(count))]
      if training.showsAccuracy { logs.append(("accuracy", Double(correct) / Double(count))) }
      if let validation, let evaluator {
        let score = evaluator.score(validation.images, validation.labels, loss: training.loss)
        logs.append(("val_loss", score.loss))
        if training.showsAccuracy { logs.append(("val_accuracy", score.accuracy)) }
      }
      for (key, value) in logs { history.append(key, value) }
      guard observe(.epochEnded(epoch: epoch, batches: batches, logs: logs)) || epoch == options.epochs else {
        return FitResult(history: history, interruptedAt: (epoch + 1, 0))
      }
    }
    return FitResult(history: history, interruptedAt: nil)
  }
}
