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
  }
}
