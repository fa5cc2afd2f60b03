import Core
import Kernels
import Testing

/// The activations and their derivatives against `Reference`.
@Suite struct ActivationTests {
  typealias Apply = (UnsafeMutablePointer<Lanes>, Int) -> Void
  typealias ApplyGradient = (UnsafePointer<Lanes>, UnsafeMutablePointer<Lanes>, Int) -> Void

  /// Values of images in -scale...scale through the fast functions and the formulas.
  private func compare(
    scale: Float, _ apply: Apply, _ formula: ([Double]) -> [Double], _ applyGradient: ApplyGradient,
    _ gradientFormula: ([Double], [Double]) -> [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for count in [1, 2, 10, 37] {
      var random = RandomSequence(seed: 8, stream: UInt64(count))
      var input = Group(height: 1, width: 1, channels: count, count: 16, random: &random)
      input.images = input.images.map { $0.map { $0 * scale } }
      let gradient = Group(height: 1, width: 1, channels: count, count: 16, random: &random)
      var output = input.lanes
      apply(&output, count)
      var inputGradient = gradient.lanes
      applyGradient(output, &inputGradient, count)

      let fast = Group(height: 1, width: 1, channels: count, count: 16, lanes: output)
      let fastGradient = Group(height: 1, width: 1, channels: count, count: 16, lanes: inputGradient)
      for n in 0..<16 {
        expectClose(
          fast.images[n], formula(input.exact[n]), "\(count) values", sourceLocation: sourceLocation)
        // The derivative is taken of the rounded output, where 1 - y cancels: compare from there.
        expectClose(
          fastGradient.images[n], gradientFormula(fast.exact[n], gradient.exact[n]), least: 1,
          "gradient of \(count) values", sourceLocation: sourceLocation)
      }
    }
  }

  @Test func reluEqualsItsFormula() {
    compare(
      scale: 3, { relu($0, count: $1) }, Reference.relu,
      { reluGradient(output: $0, gradient: $1, count: $2) }, Reference.reluGradient(output:gradient:))
  }

  @Test func tanhEqualsItsFormula() {
    compare(
      scale: 5, { Kernels.tanh($0, count: $1) }, Reference.tanh,
      { tanhGradient(output: $0, gradient: $1, count: $2) }, Reference.tanhGradient(output:gradient:))
  }

  @Test func sigmoidEqualsItsFormula() {
    compare(
      scale: 20, { sigmoid($0, count: $1) }, Reference.sigmoid,
      { sigmoidGradient(output: $0, gradient: $1, count: $2) },
      Reference.sigmoidGradient(output:gradient:))
  }

  @Test func softmaxEqualsItsFormula() {
    compare(
      scale: 6, { softmax($0, count: $1) }, Reference.softmax,
      { softmaxGradient(output: $0, gradient: $1, count: $2) },
      Reference.softmaxGradient(output:gradient:))
  }

  @Test func softmaxOfHugeValuesStaysFinite() {
    var values: [Lanes] = [1e30, -1e30, 1e30].map { Lanes(repeating: $0) }
    softmax(&values, count: 3)
    #expect(values[0][0] == 0.5 && values[2][0] == 0.5 && values[1][0] < 1e-37)
  }

  @Test func notANumberStaysVisible() {
    let nan = [Lanes(repeating: .nan), Lanes(repeating: 1)]
    let functions: [Apply] = [
      { relu($0, count: $1) }, { Kernels.tanh($0, count: $1) }, { sigmoid($0, count: $1) },
      { softmax($0, count: $1) },
    ]
    for function in functions {
      var values = nan
      function(&values, 2)
      #expect(values[0][0].isNaN)
    }
  }

  /// A saturated unit is flat, or it would go on learning for ever.
  @Test func saturatedTanhHasNoGradient() {
    var (output, gradient) = (Lanes(repeating: 1), Lanes(repeating: 3))
    tanhGradient(output: &output, gradient: &gradient, count: 1)
    #expect(gradient == Lanes())
  }
}
