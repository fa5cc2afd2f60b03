import Core
import Testing

@testable import NeuralNetwork

@Suite struct InitializerTests {
  /// 200,000 weights of fan in 400.
  private let weight = Weight(
    name: "kernel", shape: [400, 500], initializer: .heNormal)

  /// Keras: VarianceScaling(scale=2, mode="fan_in", distribution="truncated_normal"), whose spread after the cut is
  /// √(2 / fan in).
  @Test func heNormalHasKerasSpreadAndCut() throws {
    let values = try weight.initializer.values(for: weight, seed: 1, stream: 0).map(Double.init)
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

  /// What was drawn before there were others.
  @Test func theFirstOnesDrawTheSameNumbers() throws {
    let weight = Weight(name: "kernel", shape: [3, 3, 2, 5], initializer: .glorotUniform)
    var random = RandomSequence(seed: 9, stream: 4)
    let limit = (6 / Float(18 + 45)).squareRoot()
    let uniform = (0..<90).map { _ in random.uniform(-limit, limit) }
    #expect(try weight.initializer.values(for: weight, seed: 9, stream: 4) == uniform)
    random = RandomSequence(seed: 9, stream: 4)
    let spread = (2 / Float(18)).squareRoot() / 0.879_625_66
    let normal = (0..<90).map { _ in random.truncatedNormal() * spread }
    #expect(try Initializer.heNormal.values(for: weight, seed: 9, stream: 4) == normal)
  }

  /// Mean, deviation and bounds of Keras's (keras/src/initializers/random_initializers.py).
  @Test(
    arguments: [
      ("glorot_uniform", 0, 2.0 / 900, 3), ("glorot_normal", 0, 2.0 / 900, 2 / 0.879_625_66),
      ("he_uniform", 0, 2.0 / 400, 3), ("lecun_uniform", 0, 1.0 / 400, 3),
      ("lecun_normal", 0, 1.0 / 400, 2 / 0.879_625_66), ("random_uniform", 0, 0.1 * 0.1 / 12, 3),
      ("random_uniform minval=1 maxval=3", 2, 4.0 / 12, 3), ("random_normal", 0, 0.05 * 0.05, 1e9),
      ("random_normal mean=-1 stddev=2", -1, 4, 1e9),
      ("truncated_normal stddev=0.5", 0, 0.25 * 0.773_741, 2 / 0.879_625_66),
      ("constant value=0.25", 0.25, 0, 1), ("ones", 1, 0, 1), ("zeros", 0, 0, 1),
    ] as [(String, Double, Double, Double)])
  func momentsAreKeras(text: String, mean: Double, variance: Double, bound: Double) throws {
    let initializer = try #require(Initializer(.text(text)))
    let values = try initializer.values(for: weight, seed: 3, stream: 0).map(Double.init)
    let count = Double(values.count)
    let found = values.reduce(0, +) / count
    let spread = values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / count
    #expect(abs(found - mean) <= 4 * (variance / count).squareRoot() + 1e-12)
    #expect(abs(spread - variance) <= 0.02 * variance + 1e-12)
    // In units of the deviation: of even numbers √3, of cut ones as above.
    let most = bound == 3 ? 3.0.squareRoot() : bound
    #expect(values.allSatisfy { abs($0 - mean) <= most * variance.squareRoot() * (1 + 1e-5) + 1e-7 })
  }

  @Test(arguments: [[7, 4], [4, 7], [3, 3, 2, 5], [1, 1, 1, 6], [5, 5]] as [Shape])
  func orthogonalKernelsAreOrthogonal(shape: Shape) throws {
    let weight = Weight(
      name: "kernel", shape: shape,
      initializer: try #require(Initializer(.text("orthogonal gain=2"))))
    let values = try weight.initializer.values(for: weight, seed: 1, stream: 0).map(Double.init)
    let columns = try #require(shape.last)
    let rows = values.count / columns
    for a in 0..<min(rows, columns) {
      for b in 0..<min(rows, columns) {
        let dot =
          rows >= columns
          ? (0..<rows).reduce(0) { $0 + values[$1 * columns + a] * values[$1 * columns + b] }
          : (0..<columns).reduce(0) { $0 + values[a * columns + $1] * values[b * columns + $1] }
        #expect(abs(dot - (a == b ? 4 : 0)) < 1e-6)
      }
    }
  }

  @Test func whatCannotBeginOrthogonalIsRefused() throws {
    func layer(_ units: Int, _ option: String) throws(ModelError) -> any Layer {
      try Dense(Options(["units": .integer(units), option: .text("orthogonal")]))
    }
    #expect(
      message { _ = try Model([3], [layer(4, "bias_initializer")]) }
        == "bias is no matrix, so it cannot begin orthogonal")
    #expect(
      message { _ = try Model([4000], [layer(4000, "kernel_initializer")]) }
        == "its kernel of 4000x4000 is too large to begin orthogonal")
  }

  @Test func biasesBeginAsTheyAreTold() throws {
    let layer = try Dense(Options(["units": .integer(3), "bias_initializer": .text("constant value=0.5")]))
    #expect(try Model([2], [layer]).weightValues(layer: 0)[1].values == [0.5, 0.5, 0.5])
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
