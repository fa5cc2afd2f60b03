import Core
import Testing

@testable import NeuralNetwork

/// Callbacks in a real `fit`.
@Suite struct FitCallbackTests {
  let data = Examples.quarters(96, seed: 1)
  let validation = Examples.quarters(40, seed: 2)

  /// A network that learns; or, with a rate of 0, one that never improves.
  private func network(learningRate: Double = 0.01, metrics: [Metric] = [.accuracy]) throws -> Model {
    let model = try Examples.quartersNetwork()
    model.compile(
      .init(
        optimizer: optimizer(SGD.self, ["learning_rate": .number(learningRate)]),
        loss: .sparseCategoricalCrossentropy, metrics: metrics))
    return model
  }

  private func fit(
    _ model: Model, epochs: Int, _ callbacks: [any Callback], save: SaveModel? = nil,
    observe: (FitEvent) -> Bool = { _ in true }
  ) throws -> (result: FitResult, lines: [String]) {
    var lines: [String] = []
    let result = try withPool(2) { pool in
      try model.fit(
        data, FitOptions(epochs: epochs, shuffle: false), validation: validation, callbacks: callbacks,
        save: save, pool: pool
      ) { event in
        switch event {
        case .message(let line): lines.append(line)
        case .epochEnded(let epoch, _, _): lines.append("end of \(epoch)")
        default: break
        }
        return observe(event)
      }
    }
    return (result, lines)
  }

  @Test func earlyStoppingEndsTheTrainingAndIsNoInterruption() throws {
    let model = try network(learningRate: 0)
    let (result, lines) = try fit(
      model, epochs: 9,
      [EarlyStopping(Options(["early_stopping": .text("val_loss"), "patience": .integer(2)]))],
      observe: { if case .epochEnded(epoch: 3, _, _) = $0 { false } else { true } })
    #expect(lines == ["end of 1", "end of 2", "end of 3", "Epoch 3: early stopping"])
    #expect(result.history.epochs == 3 && result.interruptedAt == nil)
  }

  @Test func bestWeightsComeBackAtTheEnd() throws {
    // The steps are so large that the loss of a later epoch is higher than that of the best one.
    let model = try network(learningRate: 3)
    var weights: [[Float]] = []
    let (result, lines) = try fit(
      model, epochs: 6,
      [
        try EarlyStopping(
          Options([
            "early_stopping": .text("val_loss"), "patience": .integer(6), "restore_best_weights": .flag(true),
          ]))
      ],
      observe: { event in
        if case .epochEnded = event { weights.append(model.parameters) }
        return true
      })
    let losses = try #require(result.history["val_loss"])
    let best = try #require(losses.firstIndex(of: losses.min() ?? 0))
    #expect(best < 5 && weights.count == 6)
    #expect(model.parameters == weights[best])
    #expect(lines.last == "Restoring model weights from the end of the best epoch: \(best + 1).")
    let score = try withPool(2) {
      try model.evaluate(images: validation.images, labels: validation.labels, pool: $0)
    }
    #expect(score.loss == losses[best])
  }

  @Test func aReducedLearningRateIsUsedNotedAndKept() throws {
    let model = try network(learningRate: 0.01)
    // No accuracy is better than 1 + 1: every epoch but the first is one without improvement.
    let callback = try ReduceLROnPlateau(
      Options([
        "reduce_lr": .text("val_accuracy"), "factor": .number(0.5), "reduce_lr_patience": .integer(2),
        "reduce_lr_min_delta": .number(2),
      ]))
    let (result, lines) = try fit(model, epochs: 4, [callback])
    let rate = Double(Float(0.01))
    #expect(result.history.keys == ["loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"])
    #expect(result.history["learning_rate"] == [rate, rate, rate, rate / 2])
    #expect(
      lines == [
        "end of 1", "end of 2", "Epoch 3: ReduceLROnPlateau reducing learning rate to 0.004999999888241291.",
        "end of 3", "end of 4",
      ])
    #expect(model.training?.optimizer.learningRate == 0.005)
    // The same steps as with the two rates one after the other: three epochs and one.
    let other = try network(learningRate: 0.01)
    _ = try fit(other, epochs: 3, [])
    other.compile(optimizer(SGD.self, ["learning_rate": .number(0.005)]))
    _ = try fit(other, epochs: 1, [])
    #expect(model.parameters == other.parameters)
  }

  @Test func checkpointSavesTheWeightsOfTheBestEpoch() throws {
    let model = try network(learningRate: 3)
    var saved: [Float] = []
    let checkpoint = try Checkpoint(Options(["checkpoint": .text("best.weights.h5")]))
    let (_, lines) = try fit(
      model, epochs: 6,
      [
        checkpoint,
        try EarlyStopping(
          Options([
            "early_stopping": .text("val_loss"), "patience": .integer(6), "restore_best_weights": .flag(true),
          ])),
      ], save: { model, _ in saved = model.parameters })
    #expect(saved == model.parameters)
    #expect(lines[0].hasPrefix("Epoch 1: val_loss improved from None to "))
    #expect(lines[0].hasSuffix(", saving model to best.weights.h5") && lines[1] == "end of 1")
    #expect(lines.contains { $0.contains("val_loss did not improve from ") })
  }

  @Test func aCheckpointThatCannotBeSavedEndsTheFit() throws {
    let checkpoint = try Checkpoint(
      Options(["checkpoint": .text("x"), "checkpoint_monitor": .text("loss")]))
    let error = #expect(throws: ModelError.self) {
      try fit(
        network(), epochs: 2, [checkpoint],
        save: { (_, _) throws(ModelError) in throw ModelError("the disk is full") })
    }
    #expect(error?.message == "the disk is full")
  }

  @Test func anInterruptedFitRestoresNothing() throws {
    let model = try network(learningRate: 3)
    var last: [Float] = []
    let (result, _) = try fit(
      model, epochs: 6,
      [
        try EarlyStopping(
          Options([
            "early_stopping": .text("val_loss"), "patience": .integer(6), "restore_best_weights": .flag(true),
          ]))
      ],
      observe: { event in
        last = model.parameters
        if case .epochEnded(epoch: 4, _, _) = event { return false }
        return true
      })
    #expect(result.interruptedAt?.epoch == 5 && model.parameters == last)
  }

  @Test func callbacksBeginAfreshWithEachFit() throws {
    let model = try network(learningRate: 0)
    let callbacks = [try EarlyStopping(Options(["early_stopping": .text("loss"), "patience": .integer(1)]))]
    #expect(try fit(model, epochs: 5, callbacks).lines == fit(model, epochs: 5, callbacks).lines)
  }

  @Test func whatIsNotMeasuredCannotBeMonitored() throws {
    func message(_ key: String, _ model: Model, _ validation: Examples?) -> String? {
      let error = #expect(throws: ModelError.self) {
        try withPool(1) {
          try model.fit(
            data, FitOptions(), validation: validation,
            callbacks: [EarlyStopping(Options(["early_stopping": .text(key)]))], pool: $0)
        }
      }
      return error?.message
    }
    #expect(
      message("val_loss", try network(), nil)
        == "val_loss is not measured in this fit, only loss, accuracy\nval_loss needs validation_data or "
        + "validation_split")
    #expect(
      message("val_accuracy", try network(metrics: []), validation)
        == "val_accuracy is not measured in this fit, only loss, val_loss\nit is measured after compile with "
        + "metrics=accuracy")
  }

  @Test func metricsAreMeasuredInTheOrderOfCompile() throws {
    let model = try network(metrics: [.sparseTopKCategoricalAccuracy, .accuracy])
    let history = try fit(model, epochs: 1, []).result.history
    #expect(
      history.keys == [
        "loss", "sparse_top_k_categorical_accuracy", "accuracy", "val_loss",
        "val_sparse_top_k_categorical_accuracy", "val_accuracy",
      ])
    // There are four classes.
    #expect(history["sparse_top_k_categorical_accuracy"] == [1])
  }
}
