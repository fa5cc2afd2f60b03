import Core

/// A function of each value by itself, and its derivative. Names and meanings are Keras's, where it has one.
///
/// Infinities have the limit of the function there, NaN stays NaN, and what is smaller than the smallest normal float may be 0.
public enum ElementwiseFunction: Sendable, Equatable {
  case relu, tanh, sigmoid
  /// x above `threshold`, but no more than `ceiling`; below it `slope` (x - threshold). `slope`, `threshold` and `ceiling` are
  /// not negative.
  case rectifier(slope: Float, threshold: Float = 0, ceiling: Float = .infinity)
  /// scale · x above 0, scale · alpha (e^x - 1) below. `alpha` is not negative.
  case exponentialLinear(alpha: Float, scale: Float = 1)
  /// e^x.
  case exponential
  /// ln(1 + e^x).
  case softplus
  /// x / (1 + |x|).
  case softsign
  /// x / 6 + 1/2, within 0...1.
  case hardSigmoid
  /// x Φ(x), Φ the standard normal distribution: without the approximation by tanh.
  case gelu
  /// x sigmoid(x).
  case silu
  /// x hardSigmoid(x).
  case hardSilu
  /// x tanh(softplus(x)).
  case mish

  /// Whether the derivative follows from the function's argument alone, and not from its value.
  public var derivativeReadsInput: Bool {
    switch self {
    case .gelu, .silu, .hardSilu, .mish: true
    default: false
    }
  }

  /// Applies the function in place.
  public func apply(_ values: UnsafeMutablePointer<Lanes>, count: Int) {
    switch self {
    case .relu: Kernels.relu(values, count: count)
    case .tanh: Kernels.tanh(values, count: count)
    case .sigmoid: Kernels.sigmoid(values, count: count)
    case .rectifier(let slope, let threshold, let ceiling):
      mapInPlace(values, count: count) { x in
        x <= threshold ? (slope == 0 ? 0 : slope * (x - threshold)) : (x > ceiling ? ceiling : x)
      }
    case .exponentialLinear(let alpha, let scale):
      let below = scale * alpha
      mapInPlace(values, count: count) { $0 > 0 ? scale * $0 : below * Scalar.expMinusOne($0) }
    case .exponential:
      // By its root, which is finite where e^x is not.
      mapInPlace(values, count: count) { x in
        let root = Scalar.exp(0.5 * x)
        return root * root
      }
    case .softplus:
      mapInPlace(values, count: count) {
        ($0 > 0 ? $0 : 0) + Scalar.logOnePlus(Scalar.exp(-$0.magnitude))
      }
    case .softsign:
      mapInPlace(values, count: count) { x in
        let x = Scalar.clamp(x, -1e30, 1e30)
        return x / (1 + x.magnitude)
      }
    case .hardSigmoid: mapInPlace(values, count: count) { Scalar.clamp($0 + 3, 0, 6) / 6 }
    case .gelu:
      mapInPlace(values, count: count) { x in
        let x = Scalar.clamp(x, -14, .infinity)
        return x * Scalar.normal(x).share
      }
    case .silu:
      mapInPlace(values, count: count) { x in
        let x = Scalar.clamp(x, -100, .infinity)
        return x * Logistic(x).share
      }
    case .hardSilu:
      mapInPlace(values, count: count) { x in
        let x = Scalar.clamp(x, -3, .infinity)
        // With 0 added, -0 is 0.
        return x * (Scalar.clamp(x + 3, 0, 6) / 6) + 0
      }
    case .mish:
      mapInPlace(values, count: count) { x in
        let x = Scalar.clamp(x, -100, .infinity)
        return x * Logistic(x).tanhOfSoftplus
      }
    }
  }

  /// The function of one number, to the last bit as ``apply(_:count:)`` computes it.
  public func value(_ x: Float) -> Float {
    var lanes = Lanes(repeating: x)
    apply(&lanes, count: 1)
    return lanes[0]
  }

  /// Multiplies the gradient by the derivative.
  /// - Parameter values: what the function was applied to where ``derivativeReadsInput``, else what it gave.
  public func applyGradient(
    _ values: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, count: Int
  ) {
    switch self {
    case .relu: reluGradient(output: values, gradient: gradient, count: count)
    case .tanh: tanhGradient(output: values, gradient: gradient, count: count)
    case .sigmoid: sigmoidGradient(output: values, gradient: gradient, count: count)
    case .rectifier(let slope, _, let ceiling):
      scale(gradient, values, count) { $0 >= ceiling ? 0 : ($0 > 0 ? 1 : slope) }
    case .exponentialLinear(let alpha, let scale):
      let below = scale * alpha
      self.scale(gradient, values, count) { $0 > 0 ? scale : $0 + below }
    case .exponential: scale(gradient, values, count) { $0 }
    case .softplus: scale(gradient, values, count) { -Scalar.expMinusOne(-$0) }
    case .softsign:
      scale(gradient, values, count) { y in
        let rest = 1 - y.magnitude
        return rest * rest
      }
    case .hardSigmoid: scale(gradient, values, count) { $0 > 0 && $0 < 1 ? 1 / 6 : 0 }
    case .gelu:
      scale(gradient, values, count) { x in
        let x = Scalar.clamp(x, -14, 14)
        let (share, density) = Scalar.normal(x)
        return share.addingProduct(x, density)
      }
    case .silu:
      scale(gradient, values, count) { x in
        let x = Scalar.clamp(x, -100, 100)
        let logistic = Logistic(x)
        return logistic.share * (1 as Float).addingProduct(x, logistic.rest)
      }
    case .hardSilu:
      scale(gradient, values, count) { $0 <= -3 ? 0 : ($0 >= 3 ? 1 : $0 / 3 + 0.5) }
    case .mish:
      scale(gradient, values, count) { x in
        let x = Scalar.clamp(x, -100, 100)
        let logistic = Logistic(x)
        let y = logistic.tanhOfSoftplus
        return y.addingProduct(x * logistic.share, logistic.slopeOfTanh)
      }
    }
  }

  @inline(__always)
  private func scale(
    _ gradient: UnsafeMutablePointer<Lanes>, _ values: UnsafePointer<Lanes>, _ count: Int,
    _ derivative: (Float) -> Float
  ) {
    let gradient = UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: Float.self)
    let values = UnsafeRawPointer(values).assumingMemoryBound(to: Float.self)
    for k in 0..<count &* laneCount { gradient[k] *= derivative(values[k]) }
  }
}

/// sigmoid(x) and its like by t = e^-|x|, so that nothing overflows and nothing cancels.
private struct Logistic {
  let isPositive: Bool
  let t: Float

  @inline(__always)
  init(_ x: Float) {
    isPositive = x > 0
    t = Scalar.exp(-x.magnitude)
  }

  /// sigmoid(x), and 1 - sigmoid(x).
  @inline(__always) var share: Float { (isPositive ? 1 : t) / (1 + t) }
  @inline(__always) var rest: Float { (isPositive ? t : 1) / (1 + t) }

  /// tanh(ln(1 + u)) = ((1 + u)² - 1) / ((1 + u)² + 1), u = e^x.
  @inline(__always) var tanhOfSoftplus: Float { numerator / denominator }

  /// 1 - tanhOfSoftplus²: (denominator - numerator) (denominator + numerator) / denominator².
  @inline(__always) var slopeOfTanh: Float {
    let difference: Float = isPositive ? 2 * t * t : 2
    return difference / denominator * ((denominator + numerator) / denominator)
  }

  /// Of a positive x both are divided by u².
  @inline(__always) private var numerator: Float { isPositive ? 1 + 2 * t : t * (t + 2) }
  @inline(__always) private var denominator: Float { numerator + (isPositive ? 2 * t * t : 2) }
}
