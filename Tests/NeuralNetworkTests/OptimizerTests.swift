import Core
import Testing

@testable import NeuralNetwork

/// Two steps of one weight, w = 1 with gradients 0.5 and then -1, worked out by hand from Keras's formulas.
@Suite struct OptimizerTests {
  private func twoSteps(_ optimizer: any Optimizer) -> [Float] {
    var weight: [Float] = [1]
    let slots = UnsafeMutablePointer<Float>.allocate(capacity: 2)
    slots.initialize(repeating: 0, count: 2)
    defer { slots.deallocate() }
    let gradients: [Float] = [0.5, -1]
    return gradients.indices.map { index in
      optimizer.update(
        weights: &weight, gradient: [gradients[index]], slots: { slots + $0 }, count: 1, step: index + 1)
      return weight[0]
    }
  }

  private func expect(
    _ optimizer: any Optimizer, _ first: Float, _ second: Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let weights = twoSteps(optimizer)
    #expect(abs(weights[0] - first) < 2e-7, sourceLocation: sourceLocation)
    #expect(abs(weights[1] - second) < 2e-7, sourceLocation: sourceLocation)
  }

  @Test func sgd() throws {
    // 1 - 0.1 · 0.5 = 0.95; 0.95 + 0.1 = 1.05
    expect(optimizer(SGD.self, ["learning_rate": .number(0.1)]), 0.95, 1.05)
  }

  @Test func sgdWithMomentum() throws {
    // v = -0.05, w = 0.95; v = 0.9 · -0.05 + 0.1 = 0.055, w = 1.005
    expect(
      optimizer(SGD.self, ["learning_rate": .number(0.1), "momentum": .number(0.9)]), 0.95, 1.005)
  }

  @Test func sgdWithNesterov() throws {
    // v = -0.05, w = 1 + 0.9 · -0.05 - 0.05 = 0.905; v = 0.055, w = 0.905 + 0.9 · 0.055 + 0.1 = 1.0545
    let options: [String: Argument] = [
      "learning_rate": .number(0.1), "momentum": .number(0.9), "nesterov": .flag(true),
    ]
    expect(optimizer(SGD.self, options), 0.905, 1.0545)
  }

  @Test func rmsprop() throws {
    // a = 0.1 · 0.25 = 0.025, w = 1 - 0.01 · 0.5 / √0.0250001; a = 0.0225 + 0.1 = 0.1225, w += 0.01 / √0.1225001
    expect(
      optimizer(RMSprop.self, ["learning_rate": .number(0.01)]), 0.96837729, 0.99694871)
  }

  @Test func rmspropWithMomentum() throws {
    // m = 0.01 · 0.5 / √0.0250001 = 0.03162271; m = 0.5 · m - 0.01 / √0.1225001 = -0.01276006
    let options: [String: Argument] = ["learning_rate": .number(0.01), "momentum": .number(0.5)]
    expect(optimizer(RMSprop.self, options), 0.96837729, 0.98113735)
  }

  @Test func adam() throws {
    // m = 0.05, v = 0.00025, rate = 0.01 √0.001 / 0.1, w = 1 - rate · m / (√v + 1e-7);
    // m = -0.055, v = 0.00124975, rate = 0.01 √0.001999 / 0.19
    expect(
      optimizer(Adam.self, ["learning_rate": .number(0.01)]), 0.99000006, 0.99366109)
  }

  @Test func defaultsAreThoseOfKeras() throws {
    let adam = try #require(optimizer(Adam.self) as? Adam)
    #expect([adam.learningRate, adam.beta1, adam.beta2, adam.epsilon] == [0.001, 0.9, 0.999, 1e-7])
    let rmsprop = try #require(optimizer(RMSprop.self) as? RMSprop)
    #expect(
      [rmsprop.learningRate, rmsprop.rho, rmsprop.momentum, rmsprop.epsilon] == [0.001, 0.9, 0, 1e-7])
    let sgd = try #require(optimizer(SGD.self) as? SGD)
    #expect([sgd.learningRate, sgd.momentum] == [0.01, 0] && !sgd.nesterov)
    #expect(optimizer(AdamW.self).weightDecay == 0.004 && adam.weightDecay == 0)
    let nadam = try #require(optimizer(Nadam.self) as? Nadam)
    #expect([nadam.learningRate, nadam.beta1, nadam.beta2, nadam.epsilon] == [0.001, 0.9, 0.999, 1e-7])
    let adamax = try #require(optimizer(Adamax.self) as? Adamax)
    #expect([adamax.learningRate, adamax.beta1, adamax.beta2, adamax.epsilon] == [0.001, 0.9, 0.999, 1e-7])
    let adagrad = try #require(optimizer(Adagrad.self) as? Adagrad)
    #expect([adagrad.learningRate, adagrad.slotStart, adagrad.epsilon] == [0.001, 0.1, 1e-7])
    let lion = try #require(optimizer(Lion.self) as? Lion)
    #expect([lion.learningRate, lion.beta1, lion.beta2] == [0.001, 0.9, 0.99])
    let average = StepRules(optimizer(SGD.self, ["use_ema": .flag(true)])).average
    #expect(average?.momentum == 0.99 && average?.frequency == nil)
    #expect(
      StepRules(optimizer(SGD.self, ["use_ema": .flag(false), "ema_momentum": .number(0.5)])).average == nil)
  }

  /// The norms of gradients are sums over many weights.
  @Test(arguments: optimizerTypes.indices)
  func threadsLeaveNoTrace(type: Int) throws {
    let rules: [[String: Argument]] = [
      ["clipnorm": .number(0.02), "use_ema": .flag(true)], ["global_clipnorm": .number(0.05)],
      ["clipvalue": .number(0.001), "weight_decay": .number(0.1)],
    ]
    for options in rules {
      let models = try [1, 2, 3, 7].map { threads in
        let model = try Model(
          [12, 11, 2],
          [
            conv2D(12, 5, activation: .relu), batchNormalization(), flatten(), dense(90, activation: .relu),
            dense(5, activation: .softmax),
          ])
        model.compile(optimizer(optimizerTypes[type], options))
        var random = RandomSequence(seed: 3, stream: 9)
        let pixels = (0..<70 * 264).map { _ in random.uniform(-1, 1) }
        let data = Examples(
          images: Tensor(shape: [70, 12, 11, 2], floats: pixels), labels: (0..<70).map { Int32($0 % 5) })
        try model.fit(data, FitOptions(batchSize: 33), pool: WorkerPool(count: threads))
        return model
      }
      for model in models {
        #expect(model.parameters == models[0].parameters && model.slots == models[0].slots)
      }
    }
  }

  @Test func weightsBecomeTheirMeanWhenFitEnds() throws {
    let model = try Model([6], [dense(3, activation: .softmax)])
    model.compile(optimizer(SGD.self, ["ema_momentum": .number(0.5)]))
    let pixels = (0..<60).map { Float($0 % 7) / 7 }
    let data = Examples(
      images: Tensor(shape: [10, 6], floats: pixels), labels: (0..<10).map { Int32($0 % 3) })
    let pool = WorkerPool(count: 1)
    try model.fit(data, FitOptions(batchSize: 5), pool: pool)
    #expect(model.parameters == Array(model.slots.suffix(model.parameters.count)))
    // A mean is given to weights that learn, and to no others.
    model.setTrainable(false, layers: [0])
    #expect(model.learnedRanges.isEmpty)
  }

  @Test func onlyOneWayToClip() {
    #expect(throws: ModelError.self) {
      try SGD.checked(Options(["clipnorm": .number(1), "global_clipnorm": .number(1)]))
    }
  }
}
