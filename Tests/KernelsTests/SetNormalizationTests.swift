import Core
import Kernels
import Testing

/// The normalizations of sets of an image's values, against `Reference` and its central differences.
@Suite struct SetNormalizationTests {
  enum Kind: CaseIterable { case pixels, groups, all }

  struct Example {
    let sets: NormalizedSets
    /// The same, as places.
    let places: [[Int]]
    let input, above: Group
    let gamma, beta: [Float]
    let count: Int
    let epsilon = 0.01

    init(_ kind: Kind, _ count: Int) {
      var random = RandomSequence(seed: 23, stream: UInt64(count))
      self.count = count
      let (height, width) = (random.integer(1...5), random.integer(1...5))
      let (groups, length) = (random.integer(1...4), random.integer(2...7))
      let (channels, plane) = (groups * length, height * width)
      switch kind {
      case .pixels:
        sets = NormalizedSets(count: plane, stride: channels, runs: 1, step: 0, length: channels)
        places = (0..<plane).map { Array($0 * channels..<($0 + 1) * channels) }
      case .groups:
        sets = NormalizedSets(count: groups, stride: length, runs: plane, step: channels, length: length)
        places = (0..<groups).map { g in
          (0..<plane).flatMap { p in (0..<length).map { p * channels + g * length + $0 } }
        }
      case .all:
        sets = NormalizedSets(count: 1, stride: 0, runs: 1, step: 0, length: plane * channels)
        places = [Array(0..<plane * channels)]
      }
      input = Group(height: height, width: width, channels: channels, count: count, random: &random)
      above = Group(height: height, width: width, channels: channels, count: count, random: &random)
      let period = kind == .all ? plane * channels : channels
      (gamma, beta) = (random.numbers(period), random.numbers(period))
    }

    func images(_ lanes: [Lanes]) -> [[Float]] {
      Group(height: input.height, width: input.width, channels: input.channels, count: count, lanes: lanes)
        .images
    }

    /// The central difference of `loss` at each of `numbers`.
    func slopes(_ numbers: [Double], _ loss: ([Double]) -> Double) -> [Double] {
      var numbers = numbers
      return numbers.indices.map { k in
        let (x, h) = (numbers[k], 1e-5)
        numbers[k] = x + h
        let more = loss(numbers)
        numbers[k] = x - h
        defer { numbers[k] = x }
        return (more - loss(numbers)) / (2 * h)
      }
    }
  }

  /// What an output gradient makes of an output.
  private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  @Test(arguments: Kind.allCases, [1, 5, 16]) func standardizedSetsEqualTheirFormula(kind: Kind, count: Int) {
    let e = Example(kind, count)
    let (gamma, beta) = (exact(e.gamma), exact(e.beta))
    func formula(_ image: [Double], _ gamma: [Double], _ beta: [Double]) -> [Double] {
      Reference.normalizeSets(image, sets: e.places, gamma: gamma, beta: beta, epsilon: e.epsilon)
    }
    var output = unwrittenLanes(e.input.lanes.count)
    e.sets.normalize(
      e.input.lanes, gamma: e.gamma, beta: e.beta, period: e.gamma.count, epsilon: Float(e.epsilon),
      output: &output)
    for (image, fast) in zip(e.input.exact, e.images(output)) {
      expectClose(fast, formula(image, gamma, beta), least: 3, "\(e.sets)")
    }
    var sums = unwrittenLanes(2 * e.gamma.count)
    var (gammaGradient, betaGradient) = (unwrittenFloats(e.gamma.count), unwrittenFloats(e.gamma.count))
    var inputGradient = unwrittenLanes(output.count)
    e.sets.gradients(
      e.input.lanes, outputGradient: e.above.lanes, gamma: e.gamma, period: e.gamma.count,
      epsilon: Float(e.epsilon), sums: &sums, gammaGradient: &gammaGradient, betaGradient: &betaGradient,
      inputGradient: &inputGradient)
    let pairs = Array(zip(e.input.exact, e.above.exact))
    for ((image, above), fast) in zip(pairs, e.images(inputGradient)) {
      let slopes = e.slopes(image) { product(above, formula($0, gamma, beta)) }
      expectClose(fast, slopes, tolerance: 4e-6, least: 5, "input of \(e.sets)")
    }
    func loss(_ gamma: [Double], _ beta: [Double]) -> Double {
      pairs.reduce(0) { $0 + product($1.1, formula($1.0, gamma, beta)) }
    }
    let most = Double(e.count * e.sets.count)
    expectClose(gammaGradient, e.slopes(gamma) { loss($0, beta) }, least: most, "gamma of \(e.sets)")
    expectClose(betaGradient, e.slopes(beta) { loss(gamma, $0) }, least: most, "beta of \(e.sets)")
    #expect(inputGradient.allSatisfy { lanes in (count..<16).allSatisfy { lanes[$0] == 0 } })
  }

  @Test(arguments: Kind.allCases, [1, 16]) func lengthsEqualTheirFormula(kind: Kind, count: Int) {
    let e = Example(kind, count)
    var output = unwrittenLanes(e.input.lanes.count)
    e.sets.normalizeLength(e.input.lanes, output: &output)
    var inputGradient = output
    e.sets.lengthGradient(e.input.lanes, outputGradient: e.above.lanes, inputGradient: &inputGradient)
    for ((image, above), (fast, slope)) in zip(
      zip(e.input.exact, e.above.exact), zip(e.images(output), e.images(inputGradient)))
    {
      expectClose(fast, Reference.normalizeLengths(image, sets: e.places), least: 1, "\(e.sets)")
      let slopes = e.slopes(image) { product(above, Reference.normalizeLengths($0, sets: e.places)) }
      expectClose(slope, slopes, tolerance: 4e-6, least: 5, "input of \(e.sets)")
    }
  }

  /// Values that differ by little from a large mean, and a vector of zeros.
  @Test func digitsAreNotLost() {
    let sets = NormalizedSets(count: 1, stride: 3, runs: 1, step: 0, length: 3)
    let input = [10_000, 10_001, 10_002].map { Lanes(repeating: $0) }
    let (mean, variance) = sets.moments(of: 0, input)
    #expect(mean[0] == 10_001 && abs(variance[0] - 2 / 3) < 1e-6)
    let zeros = [Lanes](repeating: Lanes(), count: 3)
    var output = unwrittenLanes(3)
    sets.normalizeLength(zeros, output: &output)
    #expect(output == zeros)
    sets.lengthGradient(zeros, outputGradient: input, inputGradient: &output)
    #expect(output == zeros)
  }
}
