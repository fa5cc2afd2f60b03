/// The optimizers' update steps, in one pass over a range of parameters. Formulas and their order of operations
/// are Keras 3's (keras.io/api/optimizers), so that a run can be compared digit by digit.

/// SGD: w -= η g; with momentum μ: v = μ v - η g, w += v; with Nesterov: w += μ v - η g.
public func sgdUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
  velocity: UnsafeMutablePointer<Float>?, count: Int, learningRate: Float, momentum: Float, nesterov: Bool
) {
  guard let velocity else {
    for k in 0..<count { weights[k] = weights[k].addingProduct(-learningRate, gradient[k]) }
    return
  }
  for k in 0..<count {
    let step = learningRate * gradient[k]
    velocity[k] = (-step).addingProduct(momentum, velocity[k])
    weights[k] += nesterov ? (-step).addingProduct(momentum, velocity[k]) : velocity[k]
  }
}

/// RMSprop: a = ρ a + (1 - ρ) g²; w -= η g / √(a + ε); with momentum μ: m = μ m + η g / √(a + ε), w -= m.
/// Source: Hinton, Neural Networks for Machine Learning, lecture 6e.
public func rmspropUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
  average: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>?, count: Int,
  learningRate: Float, rho: Float, momentum: Float, epsilon: Float
) {
  let fresh = 1 - rho
  // Two loops without a branch inside: each becomes vector code.
  guard let velocity else {
    for k in 0..<count {
      let g = gradient[k]
      let mean = (rho * average[k]).addingProduct(fresh, g * g)
      average[k] = mean
      weights[k] -= learningRate * g / (mean + epsilon).squareRoot()
    }
    return
  }
  for k in 0..<count {
    let g = gradient[k]
    let mean = (rho * average[k]).addingProduct(fresh, g * g)
    average[k] = mean
    velocity[k] = (learningRate * g / (mean + epsilon).squareRoot()).addingProduct(momentum, velocity[k])
    weights[k] -= velocity[k]
  }
}

/// Adam: m += (g - m)(1 - β₁); v += (g² - v)(1 - β₂); w -= α m / (√v + ε) with
/// α = η √(1 - β₂ᵗ) / (1 - β₁ᵗ), which the caller passes as `rate`.
/// Source: Kingma, Ba, "Adam: a method for stochastic optimization", ICLR 2015 (section 2, the efficient order).
public func adamUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
  mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>, count: Int, rate: Float,
  beta1: Float, beta2: Float, epsilon: Float
) {
  for k in 0..<count {
    let g = gradient[k]
    mean[k] = mean[k].addingProduct(g - mean[k], 1 - beta1)
    variance[k] = variance[k].addingProduct((g * g) - variance[k], 1 - beta2)
    weights[k] -= rate * mean[k] / (variance[k].squareRoot() + epsilon)
  }
}

/// Adagrad: a += g²; w -= η g / √(a + ε).
/// Source: Duchi, Hazan, Singer, "Adaptive subgradient methods", JMLR 2011.
public func adagradUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, sum: UnsafeMutablePointer<Float>,
  count: Int, learningRate: Float, epsilon: Float
) {
  for k in 0..<count {
    let g = gradient[k]
    sum[k] = sum[k].addingProduct(g, g)
    weights[k] -= learningRate * g / (sum[k] + epsilon).squareRoot()
  }
}

/// What a step of ``nadamUpdate(weights:gradient:mean:variance:count:learningRate:beta1:beta2:epsilon:shares:)`` takes of the
/// mean and of the gradient, and what the mean of squares is divided by.
public struct NadamShares: Sendable {
  public let ofMean, ofGradient, ofSquares: Float

  public init(ofMean: Float, ofGradient: Float, ofSquares: Float) {
    (self.ofMean, self.ofGradient, self.ofSquares) = (ofMean, ofGradient, ofSquares)
  }
}

/// Nadam: m += (g - m)(1 - β₁); v += (g² - v)(1 - β₂); w -= η (a m + b g) / (√(v / c) + ε), of which the caller passes a, b and c.
/// Source: Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
public func nadamUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
  mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>, count: Int, learningRate: Float,
  beta1: Float, beta2: Float, epsilon: Float, shares: NadamShares
) {
  for k in 0..<count {
    let g = gradient[k]
    mean[k] = mean[k].addingProduct(g - mean[k], 1 - beta1)
    variance[k] = variance[k].addingProduct((g * g) - variance[k], 1 - beta2)
    let ahead = (shares.ofGradient * g).addingProduct(shares.ofMean, mean[k])
    weights[k] -= learningRate * ahead / ((variance[k] / shares.ofSquares).squareRoot() + epsilon)
  }
}

/// Adamax: m += (g - m)(1 - β₁); u = max(β₂ u, |g|); w -= η m / ((1 - β₁ᵗ)(u + ε)), of which the caller passes 1 - β₁ᵗ.
/// Source: Kingma, Ba, "Adam: a method for stochastic optimization", ICLR 2015 (section 7.1).
public func adamaxUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
  mean: UnsafeMutablePointer<Float>, norm: UnsafeMutablePointer<Float>, count: Int, learningRate: Float,
  beta1: Float, beta2: Float, epsilon: Float, correction: Float
) {
  for k in 0..<count {
    let g = gradient[k]
    mean[k] = mean[k].addingProduct(g - mean[k], 1 - beta1)
    let kept = beta2 * norm[k]
    norm[k] = kept > g.magnitude ? kept : g.magnitude
    weights[k] -= learningRate * mean[k] / (correction * (norm[k] + epsilon))
  }
}

/// Lion: w -= η sign(β₁ m + (1 - β₁) g); m = β₂ m + (1 - β₂) g. The sign of what is not a number is none either.
/// Source: Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023.
public func lionUpdate(
  weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
  count: Int, learningRate: Float, beta1: Float, beta2: Float
) {
  for k in 0..<count {
    let g = gradient[k]
    let direction = ((1 - beta1) * g).addingProduct(beta1, mean[k])
    weights[k] -= direction > 0 ? learningRate : direction < 0 ? -learningRate : direction
    mean[k] = ((1 - beta2) * g).addingProduct(beta2, mean[k])
  }
}

/// Weight decay: w -= w λ η.
/// Source: Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019.
public func decay(_ weights: UnsafeMutablePointer<Float>, count: Int, decay: Float, learningRate: Float) {
  for k in 0..<count { weights[k] -= weights[k] * decay * learningRate }
}

/// A running mean of the weights: a = μ a + (1 - μ) w.
public func updateAverage(
  _ average: UnsafeMutablePointer<Float>, of weights: UnsafePointer<Float>, count: Int, momentum: Float
) {
  for k in 0..<count { average[k] = ((1 - momentum) * weights[k]).addingProduct(momentum, average[k]) }
}

/// `sum[k] = Σ_p partials[p * stride + range.lowerBound + k]`, p in order, for as many k as `range` has: the partial
/// gradients of a batch's groups.
public func addPartials(
  _ partials: UnsafePointer<Float>, count: Int, stride: Int, range: Range<Int>,
  into sum: UnsafeMutablePointer<Float>
) {
  let partials = partials + range.lowerBound
  for k in 0..<range.count { sum[k] = partials[k] }
  for p in 1..<max(1, count) {
    let partial = partials + p &* stride
    for k in 0..<range.count { sum[k] += partial[k] }
  }
}
