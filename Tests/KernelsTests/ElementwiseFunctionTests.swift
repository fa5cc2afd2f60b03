import Core
import Kernels
import Testing

/// Each function and its derivative against its formula in Double, and the formula's derivative against difference quotients.
@Suite struct ElementwiseFunctionTests {
  static let all: [ElementwiseFunction] = [
    .relu, .tanh, .sigmoid, .rectifier(slope: 0.2), .rectifier(slope: 0, ceiling: 6),
    .rectifier(slope: 0.5, threshold: 1, ceiling: 3), .exponentialLinear(alpha: 1),
    .exponentialLinear(alpha: 1.673_263_2, scale: 1.050_701), .exponentialLinear(alpha: 0.3), .exponential,
    .softplus, .softsign, .hardSigmoid, .gelu, .silu, .hardSilu, .mish,
  ]

  /// Every exponent a hundred times over, and what lies between -20 and 20 evenly.
  static let arguments: [Float] =
    stride(from: UInt32(0), to: .max - 40_993, by: 40_993).map { Float(bitPattern: $0) }
    .filter { $0.isFinite } + stride(from: -20, through: 20, by: 0.001)

  @Test(arguments: all) func valuesAreThoseOfTheFormula(function: ElementwiseFunction) {
    var worst = (error: 0.0, x: Float(0))
    for x in Self.arguments {
      let exact = Reference.elementwise(function, Double(x))
      guard abs(exact) < Double(Float.greatestFiniteMagnitude) else { continue }
      // What is below the smallest normal float, times e^-87 · 87, may be 0.
      let error = abs(Double(function.value(x)) - exact) / max(abs(exact), 1e-30)
      if !(error <= worst.error) { worst = (error, x) }
    }
    #expect(worst.error <= 1e-6, "at \(worst.x)")
  }

  @Test(arguments: all) func derivativesAreThoseOfTheFormula(function: ElementwiseFunction) {
    var worst = (error: 0.0, x: Float(0))
    for x in Self.arguments {
      let exact = Reference.elementwiseDerivative(function, Double(x))
      guard abs(exact) < Double(Float.greatestFiniteMagnitude) else { continue }
      let error = abs(Double(derivative(of: function, x)) - exact) / max(1, abs(exact))
      // tanh is flat from 7.9 on.
      if !(error <= worst.error) { worst = (error, x) }
    }
    #expect(worst.error <= 2e-6, "at \(worst.x)")
  }

  @Test(arguments: all) func theFormulasDerivativeIsTheLimitOfDifferences(function: ElementwiseFunction) {
    let h = 1e-5
    for x in stride(from: -8.003, through: 8, by: 0.01) {
      let quotient =
        (Reference.elementwise(function, x + h) - Reference.elementwise(function, x - h)) / (2 * h)
      let derivative = Reference.elementwiseDerivative(function, x)
      #expect(abs(derivative - quotient) <= 1e-7 * max(1, abs(derivative)), "at \(x)")
    }
  }

  @Test func infinitiesHaveTheirLimits() {
    let limits: [(ElementwiseFunction, below: Float, above: Float)] = [
      (.relu, 0, .infinity), (.tanh, -1, 1), (.sigmoid, 0, 1),
      (.rectifier(slope: 0.2), -.infinity, .infinity),
      (.rectifier(slope: 0, ceiling: 6), 0, 6), (.exponentialLinear(alpha: 1), -1, .infinity),
      (.exponential, 0, .infinity), (.softplus, 0, .infinity), (.softsign, -1, 1), (.hardSigmoid, 0, 1),
      (.gelu, 0, .infinity), (.silu, 0, .infinity), (.hardSilu, 0, .infinity), (.mish, 0, .infinity),
    ]
    for (function, below, above) in limits {
      #expect(abs(function.value(-.infinity) - below) <= 1e-37 || function.value(-.infinity) == below)
      #expect(function.value(.infinity) == above, "\(function)")
      for huge in [1e30 as Float, .greatestFiniteMagnitude] {
        #expect(!function.value(huge).isNaN && !function.value(-huge).isNaN, "\(function)")
        #expect(derivative(of: function, huge).isFinite || function == .exponential, "\(function)")
        #expect(derivative(of: function, -huge).isFinite, "\(function)")
      }
    }
  }

  @Test(arguments: all) func notANumberStaysNotANumber(function: ElementwiseFunction) {
    for nan in [Float.nan, -Float.nan] { #expect(function.value(nan).isNaN) }
  }

  /// Sixteen images at once, and many values, are as one.
  @Test(arguments: all) func lanesAreIndependent(function: ElementwiseFunction) {
    var random = RandomSequence(seed: 4, stream: 1)
    let input = (0..<37).map { _ in
      var lanes = Lanes()
      for n in 0..<laneCount { lanes[n] = random.uniform(-9, 9) }
      return lanes
    }
    var output = input
    function.apply(&output, count: 37)
    var gradient = input
    function.applyGradient(function.derivativeReadsInput ? input : output, gradient: &gradient, count: 37)
    for k in 0..<37 {
      for n in 0..<laneCount {
        #expect(output[k][n] == function.value(input[k][n]))
        #expect(gradient[k][n] == input[k][n] * derivative(of: function, input[k][n]))
      }
    }
  }

  private func derivative(of function: ElementwiseFunction, _ x: Float) -> Float {
    var gradient = Lanes(repeating: 1)
    var values = Lanes(repeating: function.derivativeReadsInput ? x : function.value(x))
    function.applyGradient(&values, gradient: &gradient, count: 1)
    return gradient[0]
  }
}
