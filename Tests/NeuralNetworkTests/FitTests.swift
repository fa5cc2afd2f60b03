import Core
import Testing

@testable import NeuralNetwork

@Suite struct FitTests {
  let data = Examples.quarters(203, seed: 1)
  let validation = Examples.quarters(75, seed: 2)

  /// A compiled network for the quarters.
  private func network(_ optimizer: (any Optimizer)? = nil) throws -> Model {
    let model = try Examples.quartersNetwork()
    model.compile(optimizer ?? NeuralNetworkTests.optimizer(Adam.self, ["learning_rate": .number(0.01)]))
    return model
  }

  @Test func trainingLearns() throws {
    let model = try network()
    let result = try withPool(2) {
      try model.fit(data, FitOptions(epochs: 12), validation: validation, pool: $0)
    }
    let history = result.history
    #expect(history.keys == ["loss", "accuracy", "val_loss", "val_accuracy"])
    #expect(history.epochs == 12 && result.interruptedAt == nil)
    #expect(try #require(history["accuracy"]?.last) > 0.95)
    #expect(try #require(history["val_accuracy"]?.last) > 0.95)
    let losses = try #require(history["loss"])
    #expect(losses[11] < losses[0] / 4)
  }

  /// 203 images are batches of 50 and one of 3: groups that are not full, and fewer groups than threads.
  @Test(arguments: 0..<3)
  func weightsAreTheSameBytesWithAnyNumberOfThreads(choice: Int) throws {
    let optimizer: any Optimizer =
      switch choice {
      case 0: NeuralNetworkTests.optimizer(Adam.self)
      case 1: NeuralNetworkTests.optimizer(RMSprop.self, ["momentum": .number(0.5)])
      default:
        NeuralNetworkTests.optimizer(SGD.self, ["momentum": .number(0.9), "nesterov": .flag(true)])
      }
    let runs = try [1, 2, 3, 7].map { threads in
      let model = try network(optimizer)
      let result = try withPool(threads) {
        try model.fit(data, FitOptions(batchSize: 50, epochs: 2), validation: validation, pool: $0)
      }
      return (bits: model.parameters.map(\.bitPattern), history: result.history)
    }
    for run in runs.dropFirst() {
      #expect(run.bits == runs[0].bits)
      #expect(run.history == runs[0].history)
    }
  }

  /// Batch normalization adds up over the groups of a batch; dropout draws numbers in them.
  @Test(arguments: [Adam.self, RMSprop.self] as [any Optimizer.Type])
  func weightsOfNormalizationAndDropoutAreTheSameBytesWithAnyNumberOfThreads(
    type: any Optimizer.Type
  ) throws {
    let runs = try [1, 2, 3, 7].map { threads in
      let model = try Model(
        [8, 8, 1],
        [
          batchNormalization(), conv2D(7, 3, activation: .relu, padding: .same), maxPooling2D(2),
          batchNormalization(), dropout(0.1), conv2D(5, 2, activation: .tanh), dropout(0.3), flatten(),
          dense(18, l2: 0.01), batchNormalization(), activation(.relu), dropout(0.2),
          dense(4, activation: .softmax),
        ])
      model.compile(optimizer(type))
      let result = try withPool(threads) {
        try model.fit(data, FitOptions(batchSize: 50, epochs: 3), validation: validation, pool: $0)
      }
      return (bits: model.parameters.map(\.bitPattern), history: result.history)
    }
    for run in runs.dropFirst() {
      #expect(run.bits == runs[0].bits)
      #expect(run.history == runs[0].history)
    }
    let losses = try #require(runs[0].history["loss"])
    #expect(losses[2] < losses[0])
  }

  @Test func validationIsWhatEvaluateSays() throws {
    let model = try network()
    try withPool(2) { pool in
      let result = try model.fit(data, FitOptions(epochs: 2), validation: validation, pool: pool)
      let score = try model.evaluate(images: validation.images, labels: validation.labels, pool: pool)
      #expect(result.history["val_loss"]?.last == score.loss)
      #expect(result.history["val_accuracy"]?.last == score.accuracy)
    }
  }

  @Test func evaluateIsTheMeanOverPredictions() throws {
    let model = try network()
    try withPool(2) { pool in
      let score = try model.evaluate(images: validation.images, labels: validation.labels, pool: pool)
      let outputs = try model.predict(images: validation.images, pool: pool)
      let reference = ReferenceNetwork(model: model, loss: .sparseCategoricalCrossentropy)
      let images = (0..<75).map { validation.images.floats(ofRow: $0).map(Double.init) }
      let loss = reference.meanLoss(images, validation.labels, parameters: model.parameters.map(Double.init))
      #expect(abs(score.loss - loss) < 1e-6)
      let hits = (0..<75).filter { n in
        let p = outputs.floats(ofRow: n)
        return p.firstIndex(of: p.max() ?? 0) == Int(validation.labels[n])
      }
      #expect(score.accuracy == Double(hits.count) / 75)
    }
  }

  @Test func epochLossIsTheMeanOverItsImages() throws {
    // With a rate of 0 the weights stay, so the epoch's loss is that of the data, whatever the batches.
    let model = try network(optimizer(SGD.self, ["learning_rate": .number(0)]))
    try withPool(2) { pool in
      let result = try model.fit(data, FitOptions(batchSize: 60), pool: pool)
      let score = try model.evaluate(images: data.images, labels: data.labels, pool: pool)
      let loss = try #require(result.history["loss"]?.first)
      #expect(abs(loss - score.loss) < 1e-9)
      #expect(result.history["accuracy"]?.first == score.accuracy)
    }
  }

  @Test func interruptedFitKeepsWhatItLearned() throws {
    let (model, other) = (try network(), try network())
    try withPool(2) { pool in
      let result = try model.fit(data, FitOptions(epochs: 5, shuffle: false), pool: pool) { event in
        if case .batchEnded(batch: 3, of: 7, _, _) = event { return false }
        return true
      }
      #expect(result.interruptedAt?.epoch == 1 && result.interruptedAt?.batch == 3)
      #expect(result.history.epochs == 0)
      // It has learned what the first three batches of 32 teach.
      let seen = Examples(images: data.images.selecting(0..<96), labels: Array(data.labels[..<96]))
      try other.fit(seen, FitOptions(shuffle: false), pool: pool)
    }
    #expect(model.steps == 3 && model.parameters == other.parameters)
  }

  @Test func interruptionBetweenEpochsIsReported() throws {
    let model = try network()
    let result = try withPool(1) {
      try model.fit(data, FitOptions(epochs: 3), pool: $0) { event in
        if case .epochEnded(epoch: 2, _, _) = event { return false }
        return true
      }
    }
    #expect(result.interruptedAt?.epoch == 3 && result.interruptedAt?.batch == 0)
    #expect(result.history.epochs == 2)
  }

  @Test func eventsComeInOrder() throws {
    let model = try network()
    var events: [String] = []
    try withPool(1) {
      _ = try model.fit(data, FitOptions(batchSize: 101, epochs: 2), pool: $0) { event in
        switch event {
        case .epochBegan(let epoch, let epochs): events.append("epoch \(epoch) of \(epochs)")
        case .batchEnded(let batch, let batches, _, _): events.append("batch \(batch) of \(batches)")
        case .message(let line): events.append(line)
        case .epochRestored(let epoch, _, _, _, _): events.append("\(epoch) restored")
        case .epochEnded(let epoch, let batches, let logs):
          events.append("end of \(epoch) after \(batches): \(logs.map(\.key).joined(separator: " "))")
        }
        return true
      }
    }
    #expect(
      events == [
        "epoch 1 of 2", "batch 1 of 3", "batch 2 of 3", "batch 3 of 3", "end of 1 after 3: loss accuracy",
        "epoch 2 of 2", "batch 1 of 3", "batch 2 of 3", "batch 3 of 3", "end of 2 after 3: loss accuracy",
      ])
  }

  @Test func shufflesDependOnTheSeed() throws {
    let runs = try [1, 1, 2].map { seed in
      let model = try network()
      try withPool(1) {
        _ = try model.fit(data, FitOptions(batchSize: 32, epochs: 1, seed: UInt64(seed)), pool: $0)
      }
      return model.parameters
    }
    #expect(runs[0] == runs[1] && runs[0] != runs[2])
  }

  /// In one pixel of the 40th image, so in batch 2 of 7.
  @Test func lossThatIsNoNumberThrowsWithEpochAndBatch() throws {
    var floats = data.images.floats
    floats[40 * 64 + 9] = .nan
    let broken = Examples(images: Tensor(shape: data.images.shape, floats: floats), labels: data.labels)
    let model = try network()
    let error = #expect(throws: ModelError.self) {
      try withPool(2) { try model.fit(broken, FitOptions(shuffle: false), pool: $0) }
    }
    #expect(
      error?.message
        == "the loss is not a number at epoch 1, batch 2 of 7: image 40 holds NaN; replace it before training"
    )
    #expect(model.steps == 1)
    #expect(model.parameters.allSatisfy { $0.isFinite })
  }

  @Test func batchLargerThanTheDataIsAllOfIt() throws {
    let model = try network()
    try withPool(2) { _ = try model.fit(data, FitOptions(batchSize: .max, epochs: 2), pool: $0) }
    #expect(model.steps == 2)
  }

  @Test func compilingAgainStartsTheOptimizerAfreshAndKeepsTheWeights() throws {
    let model = try network()
    try withPool(1) { _ = try model.fit(data, FitOptions(), pool: $0) }
    let learned = model.parameters
    model.compile(optimizer(RMSprop.self))
    #expect(model.parameters == learned && model.steps == 0)
    #expect(model.slots == [Float](repeating: 0, count: learned.count))
  }
}
