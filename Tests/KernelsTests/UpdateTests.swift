import Core
import Kernels
import Testing

/// Ten steps of each optimizer on random gradients against `Reference` in Double.
@Suite struct UpdateTests {
  static let count = 37

  /// Compares the weights after each step. `fast` and `formula` change weights with the gradient of step t.
  private func compare(
    _ fast: (_ weights: inout [Float], _ gradient: [Float], _ t: Int) -> Void,
    _ formula: (_ k: Int, _ weight: inout Double, _ gradient: Double, _ t: Int) -> Void
  ) {
    var random = RandomSequence(seed: 10, stream: 0)
    var weights = random.numbers(Self.count)
    var exactWeights = exact(weights)
    for t in 1...10 {
      let gradient = random.numbers(Self.count)
      fast(&weights, gradient, t)
      for k in 0..<Self.count { formula(k, &exactWeights[k], Double(gradient[k]), t) }
      expectClose(weights, exactWeights, tolerance: 2e-6, least: 1, "step \(t)")
    }
  }

  @Test(arguments: [(0, false), (0.9, false), (0.9, true)])
  func sgdEqualsItsFormula(momentum: Float, nesterov: Bool) {
    var velocity = [Float](repeating: 0, count: Self.count)
    var exactVelocity = [Double](repeating: 0, count: Self.count)
    compare { weights, gradient, _ in
      velocity.withUnsafeMutableBufferPointer {
        sgdUpdate(
          weights: &weights, gradient: gradient, velocity: momentum > 0 ? $0.baseAddress : nil,
          count: Self.count, learningRate: 0.125, momentum: momentum, nesterov: nesterov)
      }
    } _: { k, weight, gradient, _ in
      Reference.sgd(
        weight: &weight, gradient: gradient, velocity: &exactVelocity[k], learningRate: 0.125,
        momentum: Double(momentum), nesterov: nesterov)
    }
  }

  @Test(arguments: [0, 0.5] as [Float])
  func rmspropEqualsItsFormula(momentum: Float) {
    var (average, velocity) = (zeros(), zeros())
    var exactAverage = [Double](repeating: 0, count: Self.count)
    var exactVelocity = exactAverage
    compare { weights, gradient, _ in
      velocity.withUnsafeMutableBufferPointer {
        rmspropUpdate(
          weights: &weights, gradient: gradient, average: &average,
          velocity: momentum > 0 ? $0.baseAddress : nil, count: Self.count, learningRate: 0.01, rho: 0.75,
          momentum: momentum, epsilon: 1e-7)
      }
    } _: { k, weight, gradient, _ in
      Reference.rmsprop(
        weight: &weight, gradient: gradient, average: &exactAverage[k], velocity: &exactVelocity[k],
        learningRate: Double(Float(0.01)), rho: 0.75, momentum: Double(momentum),
        epsilon: Double(Float(1e-7)))
    }
  }

  @Test func adamEqualsItsFormula() {
    var (mean, variance) = (zeros(), zeros())
    var exactMean = [Double](repeating: 0, count: Self.count)
    var exactVariance = exactMean
    var (power1, power2) = (1.0, 1.0)
    compare { weights, gradient, _ in
      power1 *= 0.875
      power2 *= 0.984375
      adamUpdate(
        weights: &weights, gradient: gradient, mean: &mean, variance: &variance, count: Self.count,
        rate: Float(0.01 * (1 - power2).squareRoot() / (1 - power1)), beta1: 0.875, beta2: 0.984375,
        epsilon: 1e-7)
    } _: { k, weight, gradient, t in
      Reference.adam(
        weight: &weight, gradient: gradient, mean: &exactMean[k], variance: &exactVariance[k], step: t,
        learningRate: 0.01, beta1: 0.875, beta2: 0.984375, epsilon: Double(Float(1e-7)))
    }
  }

  @Test func adagradEqualsItsFormula() {
    var sum = [Float](repeating: 0.1, count: Self.count)
    var exactSum = sum.map(Double.init)
    compare { weights, gradient, _ in
      adagradUpdate(
        weights: &weights, gradient: gradient, sum: &sum, count: Self.count, learningRate: 0.0625,
        epsilon: 1e-7)
    } _: { k, weight, gradient, _ in
      Reference.adagrad(
        weight: &weight, gradient: gradient, sum: &exactSum[k], learningRate: 0.0625,
        epsilon: Double(Float(1e-7)))
    }
  }

  @Test func nadamEqualsItsFormula() {
    var (mean, variance) = (zeros(), zeros())
    var exactMean = [Double](repeating: 0, count: Self.count)
    var exactVariance = exactMean
    var product = 1.0
    func momentum(_ t: Int) -> Double { 0.875 * (1 - power(0.96, t) / 2) }
    compare { weights, gradient, t in
      product *= momentum(t)
      let next = momentum(t + 1)
      nadamUpdate(
        weights: &weights, gradient: gradient, mean: &mean, variance: &variance, count: Self.count,
        learningRate: 0.015625, beta1: 0.875, beta2: 0.984375, epsilon: 1e-7,
        shares: NadamShares(
          ofMean: Float(next / (1 - product * next)), ofGradient: Float((1 - momentum(t)) / (1 - product)),
          ofSquares: Float(1 - power(0.984375, t))))
    } _: { k, weight, gradient, t in
      Reference.nadam(
        weight: &weight, gradient: gradient, mean: &exactMean[k], variance: &exactVariance[k], step: t,
        learningRate: 0.015625, beta1: 0.875, beta2: 0.984375, epsilon: Double(Float(1e-7)))
    }
  }

  @Test func adamaxEqualsItsFormula() {
    var (mean, norm) = (zeros(), zeros())
    var exactMean = [Double](repeating: 0, count: Self.count)
    var exactNorm = exactMean
    compare { weights, gradient, t in
      adamaxUpdate(
        weights: &weights, gradient: gradient, mean: &mean, norm: &norm, count: Self.count,
        learningRate: 0.015625, beta1: 0.875, beta2: 0.984375, epsilon: 1e-7,
        correction: Float(1 - power(0.875, t)))
    } _: { k, weight, gradient, t in
      Reference.adamax(
        weight: &weight, gradient: gradient, mean: &exactMean[k], norm: &exactNorm[k], step: t,
        learningRate: 0.015625, beta1: 0.875, beta2: 0.984375, epsilon: Double(Float(1e-7)))
    }
  }

  @Test func lionEqualsItsFormula() {
    var mean = zeros()
    var exactMean = [Double](repeating: 0, count: Self.count)
    compare { weights, gradient, _ in
      lionUpdate(
        weights: &weights, gradient: gradient, mean: &mean, count: Self.count, learningRate: 0.0078125,
        beta1: 0.875, beta2: 0.984375)
    } _: { k, weight, gradient, _ in
      Reference.lion(
        weight: &weight, gradient: gradient, mean: &exactMean[k], learningRate: 0.0078125, beta1: 0.875,
        beta2: 0.984375)
    }
  }

  @Test func weightsDecayAndHaveAMean() {
    var weights: [Float] = [2, -4]
    decay(&weights, count: 2, decay: 0.5, learningRate: 0.25)
    #expect(weights == [1.75, -3.5])
    var mean: [Float] = [1, 1]
    updateAverage(&mean, of: weights, count: 2, momentum: 0.75)
    #expect(mean == [1.1875, -0.125])
  }

  @Test(arguments: [0, 1, 15, 16, 17, 100])
  func squaresAreAddedExactlyEnough(count: Int) {
    var random = RandomSequence(seed: 12, stream: 0)
    var numbers = random.numbers(count)
    let exactSum = numbers.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(squareSum(numbers, count: count) - exactSum) <= 1e-14 * exactSum)
    let before = numbers
    scale(&numbers, count: count, by: 0.5)
    #expect(numbers == before.map { $0 / 2 })
    clip(&numbers, count: count, to: 0.125)
    #expect(zip(numbers, before).allSatisfy { $0 == min(max($1 / 2, -0.125), 0.125) })
  }

  @Test func partialsAreAddedInOrder() {
    var random = RandomSequence(seed: 11, stream: 0)
    let partials = (0..<5).map { _ in random.numbers(20) }
    var total = partials[0]
    for partial in partials.dropFirst() { for k in 0..<20 { total[k] += partial[k] } }
    var result = [Float](repeating: .nan, count: 20)
    addPartials(partials.flatMap { $0 }, count: 5, stride: 20, range: 3..<17, into: &result)
    #expect(Array(result[..<14]) == Array(total[3..<17]))
    #expect(result[14...].allSatisfy { $0.isNaN })
  }

  private func zeros() -> [Float] { [Float](repeating: 0, count: Self.count) }
}
