/// The values of a map, or of a vector, in sets that are normalized by themselves, image by image: the channels of each pixel, groups
/// of channels over all pixels, or all values.
///
/// A set is `runs` runs of `length` values, `step` apart; the first set begins with the first value, the next ones `stride` further on.
public struct NormalizedSets: Sendable {
  public let count, stride: Int
  public let runs, step, length: Int

  public init(count: Int, stride: Int, runs: Int, step: Int, length: Int) {
    (self.count, self.stride, self.runs) = (count, stride, runs)
    (self.step, self.length) = (step, length)
  }

  /// Values of a set.
  public var size: Int { runs &* length }

  /// The sums of two terms of each value of a set; four side by side, because each addition has to wait for the one before.
  /// - Parameter terms: of the value at `place`, which is the k-th of those that gammas are for.
  @inline(__always)
  private func sums(
    of set: Int, period: Int = 1, _ terms: (_ place: Int, _ k: Int) -> (Lanes, Lanes)
  ) -> (Lanes, Lanes) {
    var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes())
    var (e, f, g, h) = (Lanes(), Lanes(), Lanes(), Lanes())
    for run in 0..<runs {
      let first = set &* stride &+ run &* step
      let from = first % period
      var i = 0
      while i &+ 4 <= length {
        let (one, two) = (terms(first &+ i, from &+ i), terms(first &+ i &+ 1, from &+ i &+ 1))
        let three = terms(first &+ i &+ 2, from &+ i &+ 2)
        let four = terms(first &+ i &+ 3, from &+ i &+ 3)
        (a, b, c, d) = (a + one.0, b + two.0, c + three.0, d + four.0)
        (e, f, g, h) = (e + one.1, f + two.1, g + three.1, h + four.1)
        i &+= 4
      }
      while i < length {
        let rest = terms(first &+ i, from &+ i)
        (a, e) = (a + rest.0, e + rest.1)
        i &+= 1
      }
    }
    return ((a + b) + (c + d), (e + f) + (g + h))
  }

  @inline(__always)
  private func forEachPlace(of set: Int, period: Int = 1, _ body: (_ place: Int, _ k: Int) -> Void) {
    for run in 0..<runs {
      let first = set &* stride &+ run &* step
      let from = first % period
      for i in 0..<length { body(first &+ i, from &+ i) }
    }
  }

  // MARK: - Mean 0 and variance 1

  /// The mean of a set, and its variance by a second pass: mean squared differences, which lose no digits where the mean is large.
  public func moments(of set: Int, _ input: UnsafePointer<Lanes>) -> (mean: Lanes, variance: Lanes) {
    let number = Lanes(repeating: Float(size))
    let mean = sums(of: set) { place, _ in (input[place], Lanes()) }.0 / number
    let squares = sums(of: set) { place, _ in
      let difference = input[place] - mean
      return (difference * difference, Lanes())
    }.0
    return (mean, squares / number)
  }

  /// `output = gamma · (x - mean) / √(variance + epsilon) + beta`
  /// - Parameter gamma: for the value at place k that at k modulo `period`, as of beta; nil for 1, and for 0. No run of a set
  ///   goes beyond a multiple of `period`.
  public func normalize(
    _ input: UnsafePointer<Lanes>, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?, period: Int,
    epsilon: Float, output: UnsafeMutablePointer<Lanes>
  ) {
    for set in 0..<count {
      let (mean, inverse) = standard(of: set, input, epsilon)
      forEachPlace(of: set, period: period) { place, k in
        let normalized = (input[place] - mean) * inverse
        output[place] = Lanes(repeating: beta?[k] ?? 0).addingProduct(
          Lanes(repeating: gamma?[k] ?? 1), normalized)
      }
    }
  }

  @inline(__always)
  private func standard(
    of set: Int, _ input: UnsafePointer<Lanes>, _ epsilon: Float
  ) -> (mean: Lanes, inverse: Lanes) {
    let (mean, variance) = moments(of: set, input)
    return (mean, Lanes(repeating: 1) / (variance + Lanes(repeating: epsilon)).squareRoot())
  }

  /// The gradients, with x̂ = (x - mean) / √(variance + epsilon) and ĝ = gamma · g:
  ///
  ///     ∂loss/∂gamma[k] = Σ g · x̂        ∂loss/∂beta[k] = Σ g
  ///     ∂loss/∂x = (ĝ - mean ĝ - x̂ · mean (ĝ · x̂)) / √(variance + epsilon)
  ///
  /// - Parameters:
  ///   - sums: `2 · period` lanes, scratch.
  ///   - gammaGradient: `[period]`, as betaGradient; nil where not wanted. Overwritten.
  ///   - inputGradient: nil where not wanted.
  public func gradients(
    _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, gamma: UnsafePointer<Float>?,
    period: Int, epsilon: Float, sums: UnsafeMutablePointer<Lanes>,
    gammaGradient: UnsafeMutablePointer<Float>?, betaGradient: UnsafeMutablePointer<Float>?,
    inputGradient: UnsafeMutablePointer<Lanes>?
  ) {
    sums.update(repeating: Lanes(), count: 2 &* period)
    let number = Lanes(repeating: Float(size))
    for set in 0..<count {
      let (mean, inverse) = standard(of: set, input, epsilon)
      forEachPlace(of: set, period: period) { place, k in
        sums[k] = sums[k].addingProduct(outputGradient[place], (input[place] - mean) * inverse)
        sums[period &+ k] += outputGradient[place]
      }
      guard let inputGradient else { continue }
      let (sum, product) = self.sums(of: set, period: period) { place, k in
        let scaled = Lanes(repeating: gamma?[k] ?? 1) * outputGradient[place]
        return (scaled, scaled * ((input[place] - mean) * inverse))
      }
      let (meanSlope, meanProduct) = (sum / number, product / number)
      forEachPlace(of: set, period: period) { place, k in
        let scaled = Lanes(repeating: gamma?[k] ?? 1) * outputGradient[place]
        let normalized = (input[place] - mean) * inverse
        inputGradient[place] = (scaled - meanSlope - normalized * meanProduct) * inverse
      }
    }
    for k in 0..<period {
      gammaGradient?[k] = sums[k].laneSum
      betaGradient?[k] = sums[period &+ k].laneSum
    }
  }

  // MARK: - Length 1

  /// What makes the length of a set 1: 1 / √(Σ x²), but no more than Keras's 10¹², which leaves zeros alone.
  public func inverseLength(of set: Int, _ input: UnsafePointer<Lanes>) -> Lanes {
    let squares = sums(of: set) { place, _ in (input[place] * input[place], Lanes()) }.0
    let inverse = Lanes(repeating: 1) / squares.squareRoot()
    return inverse.replacing(with: Self.mostInverse, where: inverse .> Self.mostInverse)
  }

  private static let mostInverse = Lanes(repeating: 1e12)

  /// `output = x / √(Σ x²)`
  public func normalizeLength(_ input: UnsafePointer<Lanes>, output: UnsafeMutablePointer<Lanes>) {
    for set in 0..<count {
      let inverse = inverseLength(of: set, input)
      forEachPlace(of: set) { place, _ in output[place] = input[place] * inverse }
    }
  }

  /// `∂loss/∂x = (g - y · Σ g · y) / √(Σ x²)` with the output y; 0 where the length is too near to 0 to have a direction.
  public func lengthGradient(
    _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>,
    inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    for set in 0..<count {
      let inverse = inverseLength(of: set, input)
      let product = sums(of: set) { place, _ in
        (outputGradient[place] * (input[place] * inverse), Lanes())
      }.0
      let slope = inverse.replacing(with: 0, where: inverse .== Self.mostInverse)
      forEachPlace(of: set) { place, _ in
        inputGradient[place] = (outputGradient[place] - input[place] * inverse * product) * slope
      }
    }
  }
}
