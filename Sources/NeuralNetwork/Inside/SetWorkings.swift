import Kernels

/// What LayerNormalization or GroupNormalization makes of one value.
public struct Standardization: Sendable {
  public let input, mean, variance, epsilon: Float
  /// The values that mean and variance are of: how many, and how many of them at a pixel.
  public let count, channels: Int
  /// Nil of a layer without.
  public let gamma, beta: Float?
  /// (input - mean) / √(variance + epsilon)
  public let normalized: Float
  /// gamma · normalized + beta, rounded once.
  public let value: Float
}

/// What UnitNormalization makes of one value.
public struct UnitLength: Sendable {
  public let input: Float
  /// How many values make the vector.
  public let count: Int
  /// 1 / √(Σ x²)
  public let inverseLength: Float
  public var value: Float { input * inverseLength }
}

struct SetNormalizationWorking: LayerWorking {
  let size: MapSize
  let normalization: SetNormalization

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let n = normalization
    let place = size.index(place)
    func weight(_ start: Int) -> Float { weights[weights.startIndex + start + place % n.period] }
    let (mean, variance) = moments(of: n.sets.set(of: place), inputs[0])
    let normalized = (inputs[0][place] - mean) * (1 / (variance + n.epsilon).squareRoot())
    let gamma = n.scale ? weight(0) : nil
    let beta = n.center ? weight(n.betaStart) : nil
    let value = (beta ?? 0).addingProduct(gamma ?? 1, normalized)
    return (
      .standardization(
        Standardization(
          input: inputs[0][place], mean: mean, variance: variance, epsilon: n.epsilon, count: n.sets.size,
          channels: n.sets.length, gamma: gamma, beta: beta, normalized: normalized, value: value)), value
    )
  }

  /// As the engine computes them.
  private func moments(of set: Int, _ values: [Float]) -> (mean: Float, variance: Float) {
    let lanes = values.map { Lanes(repeating: $0) }
    let (mean, variance) = normalization.sets.moments(of: set, lanes)
    return (mean[0], variance[0])
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    let n = normalization
    var ofSet: [Int: (mean: Float, variance: Float)] = [:]
    return stride(from: index[0], to: input.count, by: n.period).map { k in
      guard tensor == "gamma" else { return (size.place(k), 1) }
      let set = n.sets.set(of: k)
      let (mean, variance) = ofSet[set] ?? moments(of: set, input)
      ofSet[set] = (mean, variance)
      return (size.place(k), (input[k] - mean) * (1 / (variance + n.epsilon).squareRoot()))
    }
  }
}

struct UnitNormalizationWorking: LayerWorking {
  let size: MapSize
  let sets: NormalizedSets

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let place = size.index(place)
    let lanes = inputs[0].map { Lanes(repeating: $0) }
    let unit = UnitLength(
      input: inputs[0][place], count: sets.size,
      inverseLength: sets.inverseLength(of: sets.set(of: place), lanes)[0])
    return (.unit(unit), unit.value)
  }
}

extension NormalizedSets {
  /// The set that the value at a place is in.
  func set(of place: Int) -> Int { (runs > 1 ? place % step : place) / max(1, length) }
}
