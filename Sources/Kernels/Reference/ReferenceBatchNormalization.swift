extension Reference {
  /// What a batch normalization reads off a batch: each channel's mean and (biased) variance over all its values.
  ///
  ///     mean[c] = (1 / n) Σ x        variance[c] = (1 / n) Σ (x - mean[c])²
  @inlinable
  public static func moments<Number: BinaryFloatingPoint>(
    _ images: [[Number]], channels: Int
  ) -> (mean: [Number], variance: [Number]) {
    let indices = 0..<channels
    let values = indices.map { c in
      images.flatMap { image in stride(from: c, to: image.count, by: channels).map { image[$0] } }
    }
    let mean = values.map { $0.reduce(0, +) / Number($0.count) }
    let variance = indices.map { c in
      values[c].reduce(0) { $0 + ($1 - mean[c]) * ($1 - mean[c]) } / Number(values[c].count)
    }
    return (mean, variance)
  }

  /// output = γ[c] · (x - mean[c]) / √(variance[c] + ε) + β[c].
  @inlinable
  public static func normalize<Number: BinaryFloatingPoint>(
    _ images: [[Number]], mean: [Number], variance: [Number], gamma γ: [Number], beta β: [Number],
    epsilon ε: Number
  ) -> [[Number]] {
    images.map { image in
      image.indices.map { k in
        let c = k % γ.count
        return γ[c] * (image[k] - mean[c]) / (variance[c] + ε).squareRoot() + β[c]
      }
    }
  }

  /// A whole batch by its own mean and variance, as in training.
  @inlinable
  public static func batchNormalization<Number: BinaryFloatingPoint>(
    _ batch: [[Number]], gamma: [Number], beta: [Number], epsilon: Number
  ) -> [[Number]] {
    let (mean, variance) = moments(batch, channels: gamma.count)
    return normalize(batch, mean: mean, variance: variance, gamma: gamma, beta: beta, epsilon: epsilon)
  }

  /// The gradients of a batch normalization in training, with x̂ = (x - mean) / √(variance + ε):
  ///
  ///     ∂loss/∂γ[c] = Σ g · x̂        ∂loss/∂β[c] = Σ g
  ///     ∂loss/∂x = γ[c] / √(variance[c] + ε) · (g - (1 / n) Σ g - x̂ · (1 / n) Σ g · x̂)
  ///
  /// The two sums in the last line are there because each x also moves the mean and the variance of its channel.
  @inlinable
  public static func batchNormalizationGradient<Number: BinaryFloatingPoint>(
    _ batch: [[Number]], outputGradient: [[Number]], gamma γ: [Number], epsilon ε: Number
  ) -> (input: [[Number]], gamma: [Number], beta: [Number]) {
    let channels = γ.count
    let none = [Number](repeating: 0, count: channels)
    let ones = [Number](repeating: 1, count: channels)
    let normalized = batchNormalization(batch, gamma: ones, beta: none, epsilon: ε)
    let (_, variance) = moments(batch, channels: channels)
    let count = Number(batch.reduce(0) { $0 + $1.count } / channels)
    var (byGamma, byBeta) = (none, none)
    for (image, gradient) in zip(normalized, outputGradient) {
      for k in image.indices {
        byGamma[k % channels] += gradient[k] * image[k]
        byBeta[k % channels] += gradient[k]
      }
    }
    let input = zip(normalized, outputGradient).map { image, gradient in
      image.indices.map { k in
        let c = k % channels
        return γ[c] / (variance[c] + ε).squareRoot()
          * (gradient[k] - byBeta[c] / count - image[k] * byGamma[c] / count)
      }
    }
    return (input, byGamma, byBeta)
  }
}
