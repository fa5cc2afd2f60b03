import Testing

@testable import NeuralNetwork

@Suite struct InitializerTests {
  /// 200,000 weights of fan in 400.
  private let weight = Weight(
    name: "kernel", shape: [400, 500], initializer: .heNormal, fanIn: 400, fanOut: 500)

  /// Keras: VarianceScaling(scale=2, mode="fan_in", distribution="truncated_normal"), whose spread after the cut is
  /// √(2 / fan in).
  @Test func heNormalHasKerasSpreadAndCut() {
    let values = weight.initializer.values(for: weight, seed: 1, stream: 0).map(Double.init)
    let count = Double(values.count)
    let spread = (2.0 / 400).squareRoot()
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // Four of the standard errors spread/√n and, for a cut normal, at most spread/√(2n).
    #expect(abs(mean) < 4 * spread / count.squareRoot())
    #expect(abs(variance.squareRoot() / spread - 1) < 4 / (2 * count).squareRoot())
    let cut = 2 * spread / 0.87962566103423978
    let largest = values.map(abs).max() ?? 0
    #expect(largest <= cut * (1 + 1e-6) && largest > 0.99 * cut)
    // Of a normal distribution 68.27 % lie within one spread, 95.45 % within two, the cut: 71.53 % of what is left.
    let within = Double(values.filter { abs($0) < cut / 2 }.count) / count
    #expect(abs(within - 0.715_26) < 4 * (0.7153 * 0.2847 / count).squareRoot())
  }

  @Test func layersTakeTheirInitializer() throws {
    let model = try Model([30], [dense(40, initializer: .zeros), dense(50, initializer: .heNormal)])
    #expect(model.weightValues(layer: 0)[0].values == [Float](repeating: 0, count: 1200))
    let limit = 2 * (2 / Float(40)).squareRoot() / 0.879_625_66
    let kernel = model.weightValues(layer: 1)[0].values
    #expect(kernel.allSatisfy { abs($0) <= limit * (1 + 1e-6) } && Set(kernel).count > 1900)
    #expect(model.weightValues(layer: 1)[1].values == [Float](repeating: 0, count: 50))
  }

  @Test(arguments: [Initializer.glorotUniform, .heNormal])
  func startWeightsDifferBetweenLayersAndSeeds(initializer: Initializer) throws {
    let layers = [try dense(30, initializer: initializer), try dense(30, initializer: initializer)]
    let kernels = try ([5, 6] as [UInt64]).flatMap { seed in
      let model = try Model([30], layers, seed: seed)
      return [model.weightValues(layer: 0)[0].values, model.weightValues(layer: 1)[0].values]
    }
    #expect(Set(kernels.flatMap { $0 }).count > 3500)
    #expect(Set(kernels).count == 4)
  }
}
