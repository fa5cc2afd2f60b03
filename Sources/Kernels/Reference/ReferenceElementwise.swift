import Core
import Foundation

/// The functions of ``ElementwiseFunction`` as their formulas say, and their derivatives, of finite numbers.
extension Reference {
  public static func elementwise(_ function: ElementwiseFunction, _ x: Double) -> Double {
    switch function {
    case .relu: max(0, x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: logistic(x)
    case .rectifier(let slope, let threshold, let ceiling):
      x > Double(threshold) ? min(x, Double(ceiling)) : Double(slope) * (x - Double(threshold))
    case .exponentialLinear(let alpha, let scale):
      Double(scale) * (x > 0 ? x : Double(alpha) * expm1(x))
    case .exponential: Foundation.exp(x)
    case .softplus: max(x, 0) + log1p(Foundation.exp(-abs(x)))
    case .softsign: x / (1 + abs(x))
    case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
    case .gelu: x * normal(x)
    case .silu: x * logistic(x)
    case .hardSilu: x * elementwise(.hardSigmoid, x)
    case .mish: x * Foundation.tanh(elementwise(.softplus, x))
    }
  }

  /// The derivative; at a kink that of one of its sides.
  public static func elementwiseDerivative(_ function: ElementwiseFunction, _ x: Double) -> Double {
    switch function {
    case .relu: return x > 0 ? 1 : 0
    case .tanh: return 1 / (cosh(x) * cosh(x))
    case .sigmoid: return logistic(x) * logistic(-x)
    case .rectifier(let slope, let threshold, let ceiling):
      return x > Double(threshold) ? (x >= Double(ceiling) ? 0 : 1) : Double(slope)
    case .exponentialLinear(let alpha, let scale):
      return Double(scale) * (x > 0 ? 1 : Double(alpha) * Foundation.exp(x))
    case .exponential: return Foundation.exp(x)
    case .softplus: return logistic(x)
    case .softsign: return 1 / ((1 + abs(x)) * (1 + abs(x)))
    case .hardSigmoid: return abs(x) < 3 ? 1 / 6 : 0
    case .gelu: return normal(x) + x * Foundation.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .silu: return logistic(x) * (1 + x * logistic(-x))
    case .hardSilu: return abs(x) < 3 ? x / 3 + 0.5 : (x < 0 ? 0 : 1)
    case .mish:
      let y = Foundation.tanh(elementwise(.softplus, x))
      return y + x * logistic(x) * (1 - y * y)
    }
  }

  private static func logistic(_ x: Double) -> Double {
    x > 0 ? 1 / (1 + Foundation.exp(-x)) : Foundation.exp(x) / (1 + Foundation.exp(x))
  }

  private static func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}
