import Core
import Kernels
import Testing

@testable import NeuralNetwork

@Suite struct StepExplanationTests {
  private func trial(_ optimizer: any Optimizer, seed: UInt64 = 2) throws -> (Model, Examples) {
    let model = try Model(
      [9, 8, 2],
      [
        conv2D(4, 3, activation: .relu, strides: [2, 1], padding: .same, l2: 0.01), batchNormalization(),
        dropout(0.2), flatten(), dense(6, activation: .tanh, l2: 0.1), dense(5, activation: .softmax),
      ], seed: seed)
    model.compile(optimizer)
    var random = RandomSequence(seed: seed, stream: 9)
    let pixels = (0..<11 * 144).map { _ in random.uniform(-1, 1) }
    return (
      model,
      Examples(images: Tensor(shape: [11, 9, 8, 2], floats: pixels), labels: (0..<11).map { Int32($0 % 5) })
    )
  }

  static let weights: [(layer: Int, index: [Int])] = [
    (0, [1, 2, 1, 3]), (0, [0, 0, 0, 0]), (0, [2]), (1, [1]), (4, [17, 3]), (4, [5]), (5, [2, 4]), (5, [0]),
  ]

  @Test(arguments: weights.indices)
  func chainRuleEngineAndDifferenceAgree(case number: Int) throws {
    let (layer, index) = Self.weights[number]
    let (model, data) = try trial(optimizer(SGD.self))
    let before = model.parameters
    let step = try withPool(2) {
      try model.explainStep(images: data.images, labels: data.labels, layer: layer, index: index, pool: $0)
    }
    let exact = step.contributions.reduce(0, +) + step.regularization
    #expect(abs(exact - Double(step.gradient)) <= 1e-5 * max(0.1, abs(exact)))
    #expect(abs(step.difference.quotient - exact) <= 2e-3 * max(0.5, abs(exact)))
    #expect(model.parameters == before && model.steps == 0)
  }

  private static let optimizers: [any Optimizer] = {
    let kinds: [(any Optimizer.Type, [String: Argument])] =
      optimizerTypes.map { ($0, [:]) } + [
        (SGD.self, ["momentum": .number(0.9)]),
        (SGD.self, ["momentum": .number(0.9), "nesterov": .flag(true)]),
        (RMSprop.self, ["momentum": .number(0.9)]),
      ]
    let rules: [[String: Argument]] = [
      [:], ["clipnorm": .number(0.01)], ["clipvalue": .number(0.003)], ["global_clipnorm": .number(0.02)],
      ["use_ema": .flag(true)], ["ema_momentum": .number(0.5), "ema_overwrite_frequency": .integer(2)],
    ]
    return kinds.enumerated().flatMap { number, kind in
      rules.enumerated().map { rule, options in
        var given = kind.1.merging(options) { $1 }
        if rule % 2 == number % 2 { given["weight_decay"] = .number(0.3) }
        return optimizer(kind.0, given)
      }
    }
  }()

  @Test(arguments: optimizers.indices)
  func updateIsTheEnginesToTheLastBit(kind: Int) throws {
    let (model, data) = try trial(Self.optimizers[kind])
    try withPool(2) { pool in
      for _ in 0..<3 {
        let steps = try Self.weights.map {
          try model.explainStep(
            images: data.images, labels: data.labels, layer: $0.layer, index: $0.index, pool: pool)
        }
        // The same batch; `fit` would end with the means of the weights.
        let trainer = try Trainer(model, try #require(model.training), batchSize: 11, pool: pool)
        _ = trainer.step(
          images: data.images, labels: data.labels, rows: (0..<11).map { Int32($0) }, count: 11)
        for step in steps {
          let tensor = try model.tensor(step.tensor, layer: step.layer)
          var place = 0
          for (i, length) in zip(step.index, tensor.weight.shape) { place = place * length + i }
          #expect(step.update.last?.value == model.parameters[tensor.range.lowerBound + place])
          let names = try #require(model.training).slotNames
          for (slot, name) in names.enumerated() {
            let value = model.slots[slot * model.parameters.count + tensor.range.lowerBound + place]
            #expect(step.update.last { $0.name == name }?.value == value, "\(name)")
          }
          #expect(step.loss.isFinite && step.step == model.steps)
        }
      }
    }
  }

  @Test func whatHasNoGradientIsRefused() throws {
    let (model, data) = try trial(optimizer(SGD.self))
    func message(_ layer: Int, _ index: [Int], images: Int = 11) -> String {
      do throws(ModelError) {
        let pool = WorkerPool(count: 1)
        _ = try model.explainStep(
          images: data.images.selecting(0..<images), labels: Array(data.labels[..<images]), layer: layer,
          index: index,
          pool: pool)
        return ""
      } catch { return error.message }
    }
    #expect(
      message(0, [9, 0, 0, 0]) == "conv2d has no kernel[9, 0, 0, 0]; it has kernel (3, 3, 2, 4), bias (4,)")
    #expect(
      message(0, [1, 2, 3]) == "conv2d has no weight with 3 indices; it has kernel (3, 3, 2, 4), bias (4,)")
    #expect(
      message(3, [1])
        == "flatten (Flatten) has no weights; these layers have: conv2d, batch_normalization, dense, dense_1")
    model.setTrainable(false, layers: [0])
    #expect(message(0, [1]) == "conv2d is frozen: a step leaves its weights alone")
  }
}
