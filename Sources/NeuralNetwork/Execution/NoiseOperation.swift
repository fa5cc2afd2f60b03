import Kernels

/// A layer that multiplies each value by a random number while the model is trained, and passes it on in one that is used. The gradient is
/// multiplied by the same number.
protocol NoiseOperation: LayerOperation {
  /// Whether all those numbers are 1.
  var isNone: Bool { get }

  /// Multiplies the values of `pass`'s group, which may lie where the output does.
  func multiply(_ values: UnsafePointer<Lanes>, _ pass: LayerPass, output: UnsafeMutablePointer<Lanes>)
}

extension NoiseOperation {
  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }

  func passesThrough(isTraining: Bool) -> Bool { !isTraining || isNone }

  func forward(_ pass: LayerPass) { multiply(pass.input, pass, output: pass.output) }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    multiply(pass.outputGradient, pass, output: inputGradient)
  }
}
