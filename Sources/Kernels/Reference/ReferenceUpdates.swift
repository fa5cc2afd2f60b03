/// The optimizers' steps for one weight w with gradient g, as the papers and Keras write them.
extension Reference {
  /// v ← μ v - η g; w ← w + v, or with Nesterov w ← w + μ v - η g. Without momentum v is just the step.
  @inlinable
  public static func sgd<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, velocity v: inout Number, learningRate η: Number,
    momentum μ: Number, nesterov: Bool
  ) {
    v = μ * v - η * g
    w += nesterov ? μ * v - η * g : v
  }

  /// a ← ρ a + (1 - ρ) g²; m ← μ m + η g / √(a + ε); w ← w - m.
  @inlinable
  public static func rmsprop<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, average a: inout Number, velocity m: inout Number,
    learningRate η: Number, rho ρ: Number, momentum μ: Number, epsilon ε: Number
  ) {
    a = ρ * a + (1 - ρ) * g * g
    m = μ * m + η * g / (a + ε).squareRoot()
    w -= m
  }

  /// m ← β₁ m + (1 - β₁) g; v ← β₂ v + (1 - β₂) g²; at step t = 1, 2, ...
  /// w ← w - η m √(1 - β₂ᵗ) / (1 - β₁ᵗ) / (√v + ε).
  @inlinable
  public static func adam<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, mean m: inout Number, variance v: inout Number, step t: Int,
    learningRate η: Number, beta1 β1: Number, beta2 β2: Number, epsilon ε: Number
  ) {
    m = β1 * m + (1 - β1) * g
    v = β2 * v + (1 - β2) * g * g
    var (power1, power2): (Number, Number) = (1, 1)
    for _ in 0..<t {
      power1 *= β1
      power2 *= β2
    }
    w -= η * m * (1 - power2).squareRoot() / (1 - power1) / (v.squareRoot() + ε)
  }

  /// a ← a + g²; w ← w - η g / √(a + ε).
  @inlinable
  public static func adagrad<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, sum a: inout Number, learningRate η: Number, epsilon ε: Number
  ) {
    a += g * g
    w -= η * g / (a + ε).squareRoot()
  }

  /// With μₜ = β₁ (1 - 0.96ᵗ / 2) and Pₜ = μ₁ μ₂ ... μₜ: m ← β₁ m + (1 - β₁) g; v ← β₂ v + (1 - β₂) g²;
  /// w ← w - η (μₜ₊₁ m / (1 - Pₜ₊₁) + (1 - μₜ) g / (1 - Pₜ)) / (√(v / (1 - β₂ᵗ)) + ε).
  @inlinable
  public static func nadam<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, mean m: inout Number, variance v: inout Number, step t: Int,
    learningRate η: Number, beta1 β1: Number, beta2 β2: Number, epsilon ε: Number
  ) {
    m = β1 * m + (1 - β1) * g
    v = β2 * v + (1 - β2) * g * g
    var (decay, power2, product, now): (Number, Number, Number, Number) = (1, 1, 1, 1)
    for _ in 0..<t {
      decay *= 0.96
      power2 *= β2
      now = β1 * (1 - decay / 2)
      product *= now
    }
    let next = β1 * (1 - decay * 0.96 / 2)
    let ahead = next * m / (1 - product * next) + (1 - now) * g / (1 - product)
    w -= η * ahead / ((v / (1 - power2)).squareRoot() + ε)
  }

  /// m ← β₁ m + (1 - β₁) g; u ← max(β₂ u, |g|); w ← w - η m / ((1 - β₁ᵗ) (u + ε)).
  @inlinable
  public static func adamax<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, mean m: inout Number, norm u: inout Number, step t: Int,
    learningRate η: Number, beta1 β1: Number, beta2 β2: Number, epsilon ε: Number
  ) {
    m = β1 * m + (1 - β1) * g
    u = max(β2 * u, abs(g))
    w -= η * m / ((1 - (0..<t).reduce(1) { power, _ in power * β1 }) * (u + ε))
  }

  /// w ← w - η sign(β₁ m + (1 - β₁) g); m ← β₂ m + (1 - β₂) g.
  @inlinable
  public static func lion<Number: BinaryFloatingPoint>(
    weight w: inout Number, gradient g: Number, mean m: inout Number, learningRate η: Number,
    beta1 β1: Number, beta2 β2: Number
  ) {
    let direction = β1 * m + (1 - β1) * g
    w -= direction > 0 ? η : direction < 0 ? -η : 0
    m = β2 * m + (1 - β2) * g
  }
}
