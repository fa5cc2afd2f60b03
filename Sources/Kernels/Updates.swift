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
