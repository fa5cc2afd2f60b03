import Core
import Foundation

/// An activation and the product of its derivative with a gradient, which needs only the output y.
extension Reference {
  /// y = max(0, x).
  @inlinable
  public static func relu<Number: BinaryFloatingPoint>(_ x: [Number]) -> [Number] { x.map { max(0, $0) } }

  /// dy/dx = 1 where y > 0, else 0.
  @inlinable
  public static func reluGradient<Number: BinaryFloatingPoint>(
    output y: [Number], gradient: [Number]
  ) -> [Number] {
    zip(y, gradient).map { y, g in y > 0 ? g : 0 }
  }

  /// y = tanh x.
  @inlinable
  public static func tanh<Number: BinaryFloatingPoint>(_ x: [Number]) -> [Number] {
    x.map { Number(Foundation.tanh(Double($0))) }
  }

  /// dy/dx = 1 - y².
  @inlinable
  public static func tanhGradient<Number: BinaryFloatingPoint>(
    output y: [Number], gradient: [Number]
  ) -> [Number] {
    zip(y, gradient).map { y, g in g * (1 - y * y) }
  }

  /// y = 1 / (1 + e^-x).
  @inlinable
  public static func sigmoid<Number: BinaryFloatingPoint>(_ x: [Number]) -> [Number] {
    x.map { Number(1 / (1 + Foundation.exp(-Double($0)))) }
  }

  /// dy/dx = y (1 - y).
  @inlinable
  public static func sigmoidGradient<Number: BinaryFloatingPoint>(
    output y: [Number], gradient: [Number]
  ) -> [Number] {
    zip(y, gradient).map { y, g in g * y * (1 - y) }
  }

  /// y_k = e^x_k / Σ_j e^x_j. Subtracting the greatest x changes nothing and keeps the powers finite.
  @inlinable
  public static func softmax<Number: BinaryFloatingPoint>(_ x: [Number]) -> [Number] {
    let greatest = x.max() ?? 0
    let powers = x.map { Number(Foundation.exp(Double($0 - greatest))) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// dy_j/dx_k = y_j ([j = k] - y_k), and so Σ_j gradient_j · dy_j/dx_k = y_k (gradient_k - Σ_j gradient_j y_j).
  @inlinable
  public static func softmaxGradient<Number: BinaryFloatingPoint>(
    output y: [Number], gradient: [Number]
  ) -> [Number] {
    let dot = zip(y, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(y, gradient).map { y, g in y * (g - dot) }
  }
}
