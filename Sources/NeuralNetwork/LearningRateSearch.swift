import Core

/// The loss while the learning rate grows from step to step: where it falls the rate is right, where it rises too great.
/// Source: Smith, "Cyclical learning rates for training neural networks", WACV 2017, section 3.3.
public struct LearningRateSearch: Sendable {
  /// The rates of the steps that were taken, the least first.
  public private(set) var rates: [Double] = []
  /// The loss of each step's batch, before it.
  public private(set) var losses: [Double] = []
  /// A running mean of these.
  public private(set) var smoothed: [Double] = []

  /// The share of the old mean in the new one.
  private static let share = 0.9
  /// The search ends where the mean is so many times the least.
  private static let excess = 4.0

  /// A tenth of the rate at which the mean loss is least, as fastai's lr_find names it; nil where it never fell.
  /// Source: https://docs.fast.ai/callback.schedule.html#lrfinder.lr_find
  public var suggestion: Double? {
    guard let best = smoothed.indices.min(by: { smoothed[$0] < smoothed[$1] }), best > 0 else { return nil }
    return rates[best] / 10
  }

  /// Adds a step. - Returns: false where the search is over.
  fileprivate mutating func add(_ rate: Double, loss: Double) -> Bool {
    guard loss.isFinite else { return false }
    rates.append(rate)
    losses.append(loss)
    smoothed.append(smoothed.last.map { Self.share * $0 + (1 - Self.share) * loss } ?? loss)
    return (smoothed.last ?? 0) <= Self.excess * (smoothed.min() ?? 0)
  }
}

extension Model {
  /// Trains a copy of the model, with its optimizer afresh, for `steps` steps whose learning rate grows from `first` to `last` by
  /// the same factor each; the model stays as it is.
  ///
  /// - Parameters:
  ///   - options: its batch size and seed; images come in a new order each time that all were seen.
  ///   - observe: called after each step; returning false ends the search.
  public func learningRateSearch(
    images: Tensor, labels: [Int32], from first: Double, to last: Double, steps: Int, options: FitOptions,
    pool: WorkerPool, observe: (_ step: Int) -> Bool
  ) throws(ModelError) -> LearningRateSearch {
    let training = try compiledTraining
    try check(images: images, labels: labels)
    let copy = copy()
    copy.compile(training.withConstantRate(first))
    guard let training = copy.training else { return LearningRateSearch() }
    let batchSize = min(options.batchSize, images.count)
    let trainer = try Trainer(copy, training, batchSize: batchSize, pool: pool, seed: options.seed)
    let batches = (images.count + batchSize - 1) / batchSize
    var search = LearningRateSearch()
    var order: [Int32] = []
    for step in 0..<steps {
      if step % batches == 0 {
        var random = RandomSequence(seed: options.seed, stream: UInt64(step / batches + 1))
        order = random.permutation(images.count)
      }
      let rate = first * power(last / first, Double(step) / Double(max(1, steps - 1)))
      trainer.training.optimizer.learningRate = Float(rate)
      let tally = trainer.step(
        images: images, labels: labels, order: order, batch: step % batches, batchSize: batchSize)
      guard search.add(rate, loss: tally.meanLoss), observe(step + 1) else { break }
    }
    return search
  }
}

extension Model.Training {
  /// This training with one learning rate for all steps.
  fileprivate func withConstantRate(_ rate: Double) -> Model.Training {
    var given = optimizer.options.given
    given["learning_rate"] = .number(rate)
    return Model.Training(
      optimizer: type(of: optimizer).init(Options(given)), loss: loss, lossOptions: lossOptions,
      metrics: metrics)
  }
}
