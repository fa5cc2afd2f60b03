import Core
import Testing

@testable import NeuralNetwork

/// Regularizers and constraints: their numbers, and where they enter training and evaluation.
@Suite struct KeepingSmallTests {
  @Test(arguments: 0..<24) func constrainedNormsAreThoseAlongTheAxes(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 90)
    let shape = (0..<random.integer(1...4)).map { _ in random.integer(1...5) }
    let axes = shape.indices.filter { _ in random.integer(0...1) == 1 }
    let chosen = axes.isEmpty ? [0] : axes
    let text = chosen.map(String.init).joined(separator: "x")
    let before = (0..<shape.reduce(1, *)).map { _ in random.uniform(-2, 2) }
    func constrained(_ name: String) throws -> [Float] {
      var values = before
      try #require(Constraint(.text(name))).apply(&values, shape: shape)
      return values
    }
    let longest = try constrained("max_norm max_value=1.5 axis=\(text)")
    let unit = try constrained("unit_norm axis=\(text)")
    #expect(try constrained("non_neg") == before.map { max(0, $0) })
    /// The index of a weight with 0 along the axes.
    func group(_ k: Int) -> [Int] {
      var (k, index) = (k, shape)
      for axis in shape.indices.reversed() {
        index[axis] = chosen.contains(axis) ? 0 : k % shape[axis]
        k /= shape[axis]
      }
      return index
    }
    for (_, members) in Dictionary(grouping: before.indices, by: group) {
      let norm = members.reduce(0.0) { $0 + Double(before[$1]) * Double(before[$1]) }.squareRoot()
      for k in members {
        #expect(abs(Double(longest[k]) - Double(before[k]) * min(norm, 1.5) / (norm + 1e-7)) < 1e-6)
        #expect(abs(Double(unit[k]) - Double(before[k]) / (norm + 1e-7)) < 1e-6)
      }
    }
  }

  @Test func weightsKeepToTheirConstraintsInTraining() throws {
    let layer = try layer(
      Dense.self,
      [
        "units": .integer(6), "kernel_constraint": .text("max_norm max_value=0.5"),
        "bias_constraint": .text("non_neg"), "bias_initializer": .text("constant value=-1"),
      ])
    let model = try Model([8], [layer, dense(3, activation: .softmax)])
    model.compile(optimizer(SGD.self, ["learning_rate": .number(0.5)]))
    let data = Examples.noise(40, [8], classes: 3, seed: 2)
    try withPool(3) { _ = try model.fit(data, FitOptions(batchSize: 8, epochs: 3), pool: $0) }
    let (kernel, bias) = (model.weightValues(layer: 0)[0].values, model.weightValues(layer: 0)[1].values)
    for unit in 0..<6 {
      let square = (0..<8).reduce(Float(0)) { $0 + kernel[$1 * 6 + unit] * kernel[$1 * 6 + unit] }
      #expect(square.squareRoot() <= 0.5 * (1 + 1e-6))
    }
    #expect(bias.allSatisfy { $0 >= 0 })
  }

  @Test func aConstraintNeedsItsAxes() throws {
    let options: [String: Argument] = ["units": .integer(2), "bias_constraint": .text("unit_norm axis=1")]
    #expect(
      message { _ = try Model([3], [layer(Dense.self, options)]) }
        == "the constraint unit_norm of bias has axis 1, but its shape is (2,): its axes are 0 to 0")
  }

  /// Keras: l1 Σ|x| + l2 Σx² of the weights and, over the number of images, of what layers give.
  @Test(arguments: [Activation.softmax, .softplus]) func evaluationCountsAllPenalties(last: Activation) throws
  {
    func regularized(_ units: Int, _ activation: Activation) throws -> any Layer {
      try layer(
        Dense.self,
        [
          "units": .integer(units), "activation": .text(activation.rawValue),
          "kernel_regularizer": .text("l1_l2 l1=0.25 l2=0.5"), "activity_regularizer": .text("l1 l1=0.125"),
        ])
    }
    let model = try Model([9], [regularized(7, .tanh), regularized(4, last)])
    let data = Examples.noise(37, [9], classes: 4, seed: 5)
    model.compile(optimizer(SGD.self))
    let reference = ReferenceNetwork(model: model, loss: .sparseCategoricalCrossentropy).meanLoss(
      (0..<37).map { data.images.floats(ofRow: $0).map(Double.init) }, data.labels,
      parameters: model.parameters.map(Double.init))
    let evaluated = try withPool(2) {
      try model.evaluate(images: data.images, labels: data.labels, pool: $0).loss
    }
    #expect(abs(evaluated - reference) < 1e-5 * reference)
  }
}
