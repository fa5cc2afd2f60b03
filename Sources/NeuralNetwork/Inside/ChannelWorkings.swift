/// What BatchNormalization makes of one value by its moving averages.
public struct Normalization: Sendable {
  public let input, mean, variance, epsilon: Float
  /// 1 and 0 of a layer without.
  public let gamma, beta: Float
  /// gamma / √(variance + epsilon), and beta - mean · scale.
  public let scale, shift: Float
  /// scale · input + shift, rounded once: gamma · (input - mean) / √(variance + epsilon) + beta in another order.
  public let value: Float

  init(_ input: Float, _ operation: BatchNormalizationOperation, _ weights: ArraySlice<Float>, channel: Int) {
    let places = operation.places
    func weight(_ start: Int) -> Float { weights[weights.startIndex + start + channel] }
    self.input = input
    epsilon = operation.epsilon
    (gamma, beta) = (places.hasGamma ? weight(0) : 1, places.hasBeta ? weight(places.betaStart) : 0)
    (mean, variance) = (weight(places.meanStart), weight(places.varianceStart))
    scale = gamma * (1 / (variance + epsilon).squareRoot())
    shift = beta.addingProduct(-mean, scale)
    value = shift.addingProduct(scale, input)
  }
}

/// What Dropout makes of one value: nothing in a model that is used; while training, one of two things.
public struct Dropping: Sendable {
  public let input: Float
  /// The probability with which a value is kept.
  public let keep: Float

  /// While training, where the value is not dropped.
  public var kept: Float { input * (1 / keep) }
}

struct NormalizationWorking: LayerWorking {
  let size: MapSize
  let operation: BatchNormalizationOperation

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let normalization = Normalization(
      inputs[0][size.index(place)], operation, weights, channel: place.channel)
    return (.normalization(normalization), normalization.value)
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    let channel = index.last ?? 0
    let normalized = standardization(batch, channel: channel)
    return (0..<size.height * size.width).map { pixel in
      let place = MapPlace(row: pixel / size.width, column: pixel % size.width, channel: channel)
      return (place, tensor == "gamma" ? normalized(input[size.index(place)]) : 1)
    }
  }

  /// (x - mean) / √(variance + epsilon) of a channel over the batch: what gamma is multiplied by.
  private func standardization(_ batch: [[Float]], channel: Int) -> (Float) -> Float {
    let values = batch.flatMap { size.plane(channel, of: $0) }.map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let inverse = 1 / (variance + Double(operation.epsilon)).squareRoot()
    return { Float((Double($0) - mean) * inverse) }
  }
}

struct DropoutWorking: LayerWorking {
  let size: MapSize
  let keep: Float

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let value = inputs[0][size.index(place)]
    return (.dropout(Dropping(input: value, keep: keep)), value)
  }
}
