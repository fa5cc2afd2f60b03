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
}
