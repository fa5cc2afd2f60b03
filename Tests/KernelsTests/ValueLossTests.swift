import Core
import Kernels
import Testing

/// Losses of numbers against `Reference` in Double, and their gradients against differences of it.
@Suite struct ValueLossTests {
  static let losses: [ValueLoss] = [
    .squared, .absolute, .huber(delta: 1), .huber(delta: 0.25), .binary, .binaryOfLogits, .categorical,
    .categoricalOfLogits,
  ]

  @Test(arguments: losses, [1, 2, 5, 70])
  func lossAndGradientAreThoseOfTheFormula(loss: ValueLoss, count: Int) {
    var random = RandomSequence(seed: 4, stream: UInt64(count))
    let takesProbabilities = [.binary, .categorical].contains(loss)
    let outputs = (0..<16).map { _ in
      (0..<count).map { _ in takesProbabilities ? random.uniform(0.05, 0.95) : random.uniform(-2, 2) }
    }
    let targets = (0..<16).map { _ in
      let numbers = (0..<count).map { _ in random.uniform(0, 1) }
      let isShare = [.categorical, .categoricalOfLogits].contains(loss)
      return isShare ? numbers.map { $0 / numbers.reduce(0, +) } : numbers
    }
    let images = 13
    var factors = Lanes()
    for n in 0..<images { factors[n] = 0.5 + Float(n) / 8 }
    var values = (0..<count).map { k in lanes { n in n < images ? outputs[n][k] : 0 } }
    let wanted = (0..<count).map { k in lanes { n in n < images ? targets[n][k] : 0 } }
    let result = loss.apply(&values, targets: wanted, count: count, factors: factors)
    for n in 0..<16 {
      guard n < images else {
        #expect(values.allSatisfy { $0[n] == 0 })
        continue
      }
      let (o, t) = (outputs[n].map(Double.init), targets[n].map(Double.init))
      let exact = Reference.loss(loss, outputs: o, targets: t)
      #expect(abs(Double(result[n]) - exact) <= 2e-6 * max(1, abs(exact)))
      for k in 0..<count {
        let step = 1e-5
        var (above, below) = (o, o)
        above[k] += step
        below[k] -= step
        let slope =
          (Reference.loss(loss, outputs: above, targets: t) - Reference.loss(loss, outputs: below, targets: t))
          / (2 * step) * Double(factors[n])
        #expect(abs(Double(values[k][n]) - slope) <= 2e-5 * max(1, abs(slope)), "\(loss) \(n) \(k)")
      }
    }
  }

  /// Where probabilities are 0 or 1, or logits huge, the loss is a number; and what is none stays none.
  @Test(arguments: losses)
  func extremesGiveNumbers(loss: ValueLoss) {
    for extreme in [Float(0), 1, 1e30, -1e30] where extreme.magnitude <= 1 || loss != .squared {
      var values = [lanes { _ in extreme }, lanes { _ in 0.5 }]
      let result = loss.apply(
        &values, targets: [lanes { _ in 1 }, lanes { _ in 0 }], count: 2, factors: lanes { _ in 1 })
      #expect(result[0].isFinite && values[0][0].isFinite, "\(loss) \(extreme)")
    }
    var values = [lanes { _ in .nan }]
    let result = loss.apply(&values, targets: [lanes { _ in 1 }], count: 1, factors: lanes { _ in 1 })
    #expect(result[3].isNaN)
  }

  private func lanes(_ value: (Int) -> Float) -> Lanes {
    var lanes = Lanes()
    for n in 0..<16 { lanes[n] = value(n) }
    return lanes
  }
}
