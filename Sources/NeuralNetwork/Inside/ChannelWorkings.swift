/// What BatchNormalization makes of one value by its moving averages.
public struct Normalization: Sendable {
  public let input, mean, variance, epsilon, gamma, beta: Float
  /// gamma / √(variance + epsilon), and beta - mean · scale.
  public let scale, shift: Float
  /// scale · input + shift, rounded once: gamma · (input - mean) / √(variance + epsilon) + beta in another order.
  public let value: Float

  init(_ input: Float, _ operation: BatchNormalizationOperation, _ weights: ArraySlice<Float>, channel: Int) {
    func weight(_ tensor: Int) -> Float {
      weights[weights.startIndex + tensor * operation.channels + channel]
    }
    self.input = input
    epsilon = operation.epsilon
    (gamma, beta, mean, variance) = (weight(0), weight(1), weight(2), weight(3))
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
